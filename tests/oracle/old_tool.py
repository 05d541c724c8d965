"""Runs the old tool in a process of its own: `old_tool.py VALIDATORS`, a JSON line on stdin, a JSON line back.

VALIDATORS is `openai/validators.py` of openai 0.28.1 as its wheel brings it; nothing else of that package is needed,
and none of its code is part of this project. A question holds "path", and "write": whether it is to write its files
beside it, rather than only to tell its rows. Each answer holds "findings" (name -> what it said), "rows" (what it
would write, None if it gave up), "stopped" (why it gave up, "" if it did not) and "said" (all it printed).
"""

import contextlib
import importlib.util
import io
import json
import sys
import types

import pandas

NAMES = (
    "num_examples",
    "prompt_column",
    "completion_column",
    "additional_column",
    "empty_completion",
    "format",
    "duplicated_rows",
    "long_examples",
    "lower_prompt",
    "lower_completion",
    "prompt_suffix",
    "prompt_prefix",
    "completion_prefix",
    "completion_suffix",
    "space_start",
)
"""Our names for its validators in their order: its own are not unique."""


def load(path):
    """Return the module of the validators, with a stand-in for the package around it."""
    helper = types.ModuleType("openai.datalib.pandas_helper")
    helper.pandas = pandas
    helper.assert_has_pandas = lambda: None
    sys.modules.update(
        {
            "openai": types.ModuleType("openai"),
            "openai.datalib": types.ModuleType("openai.datalib"),
            "openai.datalib.pandas_helper": helper,
        }
    )
    spec = importlib.util.spec_from_file_location("validators", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prepare(tool, path, write):
    """Return what the tool finds in a file and what it makes of it when everything it recommends is accepted."""
    found, rows, said = {}, [], io.StringIO()

    def listening(name, validator):
        def judge(frame):
            told = validator(frame)
            parts = ("error_msg", "immediate_msg", "necessary_msg", "optional_msg")
            words = [getattr(told, part) for part in parts if told is not None]
            if any(words):
                found[name] = "\n".join(word for word in words if word)
            return told

        return judge

    def keep(frame, *more):
        rows.extend([row.prompt, row.completion] for row in frame.itertuples())
        if write:
            tool.write_out_file(frame, *more)

    judges = [listening(name, each) for name, each in zip(NAMES, tool.get_validators(), strict=True)]
    stopped = ""
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            frame, told = tool.read_any_format(path)
            tool.apply_necessary_remediation(frame, told)
            tool.apply_validators(frame, path, told, judges, True, keep)
        except SystemExit:
            stopped = said.getvalue()[-500:]
        except Exception as fault:
            stopped = f"{type(fault).__name__}: {fault}"
    return {"findings": found, "rows": None if stopped else rows, "stopped": stopped, "said": said.getvalue()}


def main():
    """Answer until there are no more questions."""
    tool = load(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(prepare(tool, **json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

"""Who takes training files, and what each of them knows of the keys a line can have."""

from desktop_app.core.example import Shape
from desktop_app.core.line_rules import LineRules
from desktop_app.providers.profiles import Profile
from desktop_app.work.targets import all_profiles

_OF_EVERY_CHAT = frozenset({"name"})
_OF_TOOLS = frozenset({"tool_calls", "tool_call_id", "function_call", "refusal"})
_TOOLS = frozenset({"tools", "parallel_tool_calls", "functions"})


def receivers() -> tuple[LineRules, ...]:
    """Return the rules of any program (which takes everything), then those of each provider we know."""
    return (LineRules(), *(rules_of(profile) for profile in all_profiles() if profile.models))


def rules_of(profile: Profile) -> LineRules:
    """Return what a provider takes, as far as it is known: a key that it is not known to know is not known to it."""
    shapes = frozenset[Shape]().union(*(model.shapes for model in profile.models))
    message_keys = _OF_EVERY_CHAT | (_OF_TOOLS if profile.supports.tools else frozenset())
    return LineRules(
        profile.title,
        shapes,
        _TOOLS if profile.supports.tools else frozenset(),
        message_keys | {"weight"} if profile.supports.weight else message_keys,
        one_shape=True,
    )

"""What a training was made of, as names and values in words: for its record, and for comparing several."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.core.classes import Classes
from desktop_app.core.curves import Curves
from desktop_app.core.example import Part
from desktop_app.core.job import Job, Plan
from desktop_app.core.panels import CLASSES
from desktop_app.core.run_record import RunRecord, SentFile
from desktop_app.core.target import Method
from desktop_app.gui.theme.say import day
from desktop_app.gui.training import plan_words, words
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.amounts import moment, number, size

translate = QCoreApplication.translate
_KNOWN = ("n_epochs", "batch_size", "learning_rate_multiplier")


def settings(run: Run, where: str) -> dict[str, str]:
    """Return the settings of a run, each under its name; `where` is what its place is called."""
    job, plan = run.job, run.plan
    values: dict[str, str | None] = {
        translate("MadeOf", "Base model"): job.base_model,
        translate("MadeOf", "Place"): where,
        translate("MadeOf", "Method"): _method(job.method),
        translate("MadeOf", "Training rows"): _rows(run.record, Part.TRAINING),
        translate("MadeOf", "Validation rows"): _rows(run.record, Part.VALIDATION),
        translate("MadeOf", "Passes over the rows (epochs)"): number(job.epochs) if job.epochs else None,
        translate("MadeOf", "Rows learned at once (batch size)"): number(job.batch_size) if job.batch_size else None,
        translate("MadeOf", "Learning rate multiplier"): _rate(job, plan),
        translate("MadeOf", "Seed"): _seed(job, plan),
    }
    more = dict(plan.more) if plan is not None else {}
    for name, value in {**more, **job.settings}.items():
        if name not in _KNOWN:
            values[name] = _value(value)
    if plan is not None and plan.patience:
        values[translate("MadeOf", "Stops after so many passes without progress")] = number(plan.patience)
    if plan is not None and plan.classes is not None:
        values[translate("MadeOf", "Measured of classes")] = _classes(plan.classes)
    return {name: value for name, value in values.items() if value}


def outcome(run: Run) -> dict[str, str]:
    """Return what came of a run, each number under its name."""
    job, curves = run.job, run.curves
    validation, training = curves.validation, curves.line("train_loss")
    best = validation.best if validation is not None else None
    spent = (job.finished - job.created) if job.finished else None
    values = {
        translate("MadeOf", "State"): words.state_of(job),
        translate("MadeOf", "Steps"): number(run.step) if run.step else None,
        translate("MadeOf", "Last training loss"): _loss(training.last if training is not None else None),
        translate("MadeOf", "Last validation loss"): _loss(validation.last if validation is not None else None),
        translate("MadeOf", "Lowest validation loss"): translate("MadeOf", "{0} at step {1}").format(
            _loss(best[1]), number(best[0])
        )
        if best is not None
        else None,
        translate("MadeOf", "Right tokens in validation"): _share(curves, "full_valid_accuracy", "valid_accuracy"),
        translate("MadeOf", "Right classes in validation"): _share(curves, f"{CLASSES}accuracy"),
        translate("MadeOf", "Weighted F1"): _share(curves, f"{CLASSES}weighted_f1_score"),
        translate("MadeOf", "Precision"): _share(curves, f"{CLASSES}precision"),
        translate("MadeOf", "Recall"): _share(curves, f"{CLASSES}recall"),
        translate("MadeOf", "Tokens learned"): number(job.trained_tokens) if job.trained_tokens else None,
        translate("MadeOf", "Time"): _span(spent),
        translate("MadeOf", "Tuned model"): job.tuned_model,
    }
    return {name: value for name, value in values.items() if value}


def record(run: Run, where: str) -> dict[str, str]:
    """Return everything that is known of how a run came about."""
    job, made = run.job, run.record
    values: dict[str, str | None] = {
        translate("MadeOf", "Name"): job.title,
        translate("MadeOf", "Started"): moment(job.created),
        **settings(run, where),
    }
    if made is not None:
        values[translate("MadeOf", "Planned")] = moment(made.planned)
        values[translate("MadeOf", "Project")] = made.project
        values[translate("MadeOf", "Sent to")] = made.host
        for file in made.files:
            values[_file_title(file)] = f"{file.name}, {size(file.bytes)}, SHA-256 {file.sha256}"
        values[translate("MadeOf", "Fingerprint of all rows (SHA-256)")] = made.rows_sha256
        values[translate("MadeOf", "Tokens of the training rows")] = number(made.tokens) if made.tokens else None
        values[translate("MadeOf", "Price")] = _price(made)
        values[translate("MadeOf", "Left out of the rows")] = ", ".join(made.left_out)
        values[translate("MadeOf", "Made with")] = _versions(made.versions)
        values[translate("MadeOf", "Mark of this run")] = made.mark
    values[translate("MadeOf", "The provider's name for the training")] = job.id
    values[translate("MadeOf", "Training file")] = job.training_file
    values[translate("MadeOf", "Validation file")] = job.validation_file
    values[translate("MadeOf", "Result files")] = ", ".join(job.result_files)
    values.update(outcome(run))
    return {name: value for name, value in values.items() if value}


def _method(method: Method) -> str:
    if method is Method.PREFERENCE:
        return translate("MadeOf", "From preferences (DPO)")
    return translate("MadeOf", "From examples (supervised)")


def _classes(wish: Classes) -> str:
    if not wish.positive:
        return translate("MadeOf", "{0} classes").format(number(wish.count))
    scores = ", ".join(plan_words.f_name(beta) for beta in wish.betas or (1.0,))
    return translate("MadeOf", "“{0}” of {1} classes, {2}").format(wish.positive, number(wish.count), scores)


def _rows(made: RunRecord | None, part: Part) -> str | None:
    return number(made.rows.get(part, 0)) if made is not None else None


def _rate(job: Job, plan: Plan | None) -> str | None:
    told = job.settings.get("learning_rate_multiplier")
    wanted = plan.learning_rate_multiplier if plan is not None else None
    value = told if isinstance(told, int | float) else wanted
    return _value(value) if value is not None else None


def _seed(job: Job, plan: Plan | None) -> str | None:
    seed = job.seed if job.seed is not None else plan.seed if plan is not None else None
    return str(seed) if seed is not None else None


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return QLocale().toString(float(value), "g", 6)


def _share(curves: Curves, *names: str) -> str | None:
    """Return the newest value of the first of these lines that was measured, in per cent."""
    line = curves.first_of(names)
    return f"{number(100 * line.last, 0)} %" if line is not None and line.last is not None else None


def _loss(value: float | None) -> str:
    return number(value, 3) if value is not None else ""


def _span(seconds: float | None) -> str | None:
    if seconds is None or seconds < 1:
        return None
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _price(made: RunRecord) -> str | None:
    if made.price is None or made.price.training is None:
        return None
    said = translate("MadeOf", "${0} for a million tokens, read on {1}")
    return said.format(number(made.price.training, 2), day(made.price.as_of))


def _file_title(file: SentFile) -> str:
    if file.part is Part.TRAINING:
        return translate("MadeOf", "File with the training rows")
    return translate("MadeOf", "File with the validation rows")


def _versions(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())

"""What is known of each provider: its models, limits, prices and dates, and what it understands by each setting.

It all stands in resources/providers.json; a capability that is not listed there is not shown. The user may lay a file
of the same form over it (`providers.profile_file` says how the two are joined).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from desktop_app.core.example import Shape
from desktop_app.core.sentences import ENGLISH
from desktop_app.core.target import MIN_TRAINING, Method, Price, Target
from desktop_app.core.text import Text

T = TypeVar("T", int, date)


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A number or a day, when somebody last read it, and where."""

    value: T
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class Model:
    """A base model of a provider. `limit` is in tokens an example; a provider's model "any" is one the user names.

    `vocabulary` counts its tokens ("" where nobody knows it); `images` tells whether it learns from pictures;
    `training_type` is what the provider wants to be told about where it trains, "" for nothing.
    """

    id: str
    title: str
    shapes: Mapping[Shape, tuple[Method, ...]]
    vocabulary: str
    limit: Fact[int] | None
    price: Price | None
    last_start: Fact[date] | None
    shutdown: Fact[date] | None
    images: bool
    training_type: str


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """A model of a provider that turns texts into vectors; it answers nothing, so only what it reads has a price."""

    id: str
    title: str
    price: Price | None


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """What a model costs of which nothing else is known: one that is only asked, or that the user names."""

    id: str
    price: Price


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """A setting the provider takes: its name there, what it means, and its bounds (None for none).

    `meaning` is one of MEANINGS; of a learning rate it tells whether the number is a multiplier or the rate itself.
    """

    name: str
    meaning: str
    low: float | None
    high: float | None
    whole: bool
    default: str | float
    as_of: date
    source: str


MEANINGS = frozenset(
    {
        "passes", "rows", "multiplier", "absolute", "closeness", "lora_rank", "lora_scale", "lora_dropout", "tokens",
        "share", "decay", "norm", "patience",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extra:
    """A key some providers want beside OpenAI's in the request for a training, and the values it may have."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deploy:
    """What has to be done before a tuned model answers: `deployment` or `named_model`, and where it is explained."""

    how: str
    link: str


@dataclass(frozen=True, slots=True)
class Step:
    """Help with one thing at a provider (`about`: "key", "limit" or "usage"): what to do, and the page ("": none)."""

    about: str
    said: Text
    link: str
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class Supports:
    """What a provider can do besides training; `suffix` is the longest suffix in characters, None for none at all.

    `go_on` tells whether a tuned model can be the base of another training, `classes` whether it measures how well
    classes are told apart.
    """

    pause: bool
    go_on: bool
    checkpoints: bool
    delete_model: bool
    validation: bool
    validation_required: bool
    seed: bool
    metadata: bool
    suffix: int | None
    weight: bool
    tools: bool
    classes: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider, described by what it offers and how it wants to be asked.

    `base_url` has gaps in braces for what the user fills in (`fields`; `example` shows what one looks like); it is ""
    for this computer.

    key_variable: the variable in which people keep its key for a terminal, "" for none; create_style: where
    hyperparameters go in a request, "method", "hyperparameters" or "both"; metrics: where curves come from, the best
    first; result_dialect: the columns of its result file; statuses: its words for ours.
    privacy says where rows go, notice what is to be known before anything is planned there; help tells how to get a
    key, set a spending limit and see what was used.
    """

    id: str
    title: str
    base_url: str
    fields: tuple[str, ...]
    example: str
    auth: str
    key_variable: str
    client: str
    local: bool
    models: tuple[Model, ...]
    least_rows: Fact[int] | None
    largest_file: Fact[int] | None
    upload: str
    create_style: str
    hyperparameters: tuple[Hyperparameter, ...]
    extra_body: tuple[Extra, ...]
    metrics: tuple[str, ...]
    result_dialect: str
    statuses: Mapping[str, str]
    deploy: Deploy | None
    routes: tuple[str, ...]
    supports: Supports
    privacy: Text
    notice: Text | None
    help: tuple[Step, ...]
    as_of: date
    source: str
    embedders: tuple[EmbeddingModel, ...] = ()
    prices: tuple[ModelPrice, ...] = ()

    def privacy_at(self, host: str) -> Text:
        """Return where rows go, with the name of the host where the sentence has room for it."""
        told = f"{self.privacy.key}.at"
        return Text(told, {"address": host}) if host and told in ENGLISH else self.privacy


def targets(profiles: Sequence[Profile]) -> tuple[Target, ...]:
    """Return what data can be prepared for, in the order of the file: this computer first."""
    return tuple(target(profile, model) for profile in profiles for model in profile.models)


def target(profile: Profile, model: Model) -> Target:
    """Return a model of a provider as the data has to know it; its id is "provider/model"."""
    return Target(
        id=f"{profile.id}/{model.id}",
        title=f"{model.title} ({profile.title})",
        provider=profile.id,
        shapes=model.shapes,
        vocabulary=model.vocabulary,
        limit=model.limit.value if model.limit else None,
        least_rows=profile.least_rows.value if profile.least_rows else MIN_TRAINING,
        largest_file=profile.largest_file.value if profile.largest_file else None,
        price=model.price,
        last_start=model.last_start.value if model.last_start else None,
        shutdown=model.shutdown.value if model.shutdown else None,
        local=profile.local,
    )

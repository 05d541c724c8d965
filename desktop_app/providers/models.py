"""Models at a provider."""

from dataclasses import dataclass

from desktop_app.providers.client import Provider, in_words


@dataclass(frozen=True, slots=True)
class Model:
    """A model one can call; `created` in seconds since 1970 (0: not told), `shutdown_date` as YYYY-MM-DD if known."""

    id: str
    created: float
    shutdown_date: str | None = None

    @property
    def tuned(self) -> bool:
        """Tell whether this model came out of a training."""
        return self.id.startswith("ft:")

    @property
    def checkpoint(self) -> bool:
        """Tell whether this is a model as it was part-way through its training."""
        return self.tuned and ":ckpt-" in self.id


async def list_models(provider: Provider) -> list[Model]:
    """Return every model the provider lists."""
    with in_words(provider.title):
        page = await provider.client.models.list()
        return [Model(m.id, float(m.created or 0), getattr(m, "shutdown_date", None)) for m in page.data]


async def delete(provider: Provider, model_id: str) -> None:
    """Delete a tuned model at the provider for good."""
    with in_words(provider.title):
        await provider.client.models.delete(model_id)

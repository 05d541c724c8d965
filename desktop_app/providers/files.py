"""Files at a provider."""

from pathlib import Path

from desktop_app.providers.client import Provider, in_words


async def upload(provider: Provider, path: Path) -> str:
    """Send a training file and return its id at the provider."""
    with in_words(provider.title), path.open("rb") as content:
        made = await provider.client.files.create(file=(path.name, content), purpose="fine-tune")
    return made.id


async def content(provider: Provider, file_id: str) -> bytes:
    """Return a file's bytes."""
    with in_words(provider.title):
        return (await provider.client.files.content(file_id)).content

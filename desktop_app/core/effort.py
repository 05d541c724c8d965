"""How long a training on this computer takes and how much room it needs, roughly, before anything was measured."""

TOKENS_PER_SECOND = 70.0
"""What one free core trains of the starter model (measured on a laptop's processor)."""
STARTER_BYTES = 272_000_000
"""The size of the model that TOKENS_PER_SECOND was measured with; speed and adapters go with the size."""
_STARTER_ADAPTER = 9_823_216
_TOKENIZER = 3_500_000
_RESUMING = 2
"""What the last checkpoint keeps besides its adapter, in adapters, so that the training could go on from it."""
_BYTES_PER_TOKEN = 14
"""What one token and its label take in the engine's prepared data."""


def seconds(tokens: float, epochs: int, cores: int, model_bytes: int = STARTER_BYTES) -> float:
    """Return about how many seconds a training on the processor takes; one core stays free for the window."""
    free = max(1, cores - 1)
    return tokens * epochs * (model_bytes / STARTER_BYTES) / (TOKENS_PER_SECOND * free)


def disk_bytes(tokens: float, epochs: int, model_bytes: int = STARTER_BYTES) -> float:
    """Return about how many bytes a training leaves on the disk: prepared data, a checkpoint an epoch, the result."""
    adapter = _STARTER_ADAPTER * model_bytes / STARTER_BYTES
    return tokens * _BYTES_PER_TOKEN + epochs * (adapter + _TOKENIZER) + (1 + _RESUMING) * adapter

"""Names for the values of heavy libraries that carry no types of their own where this is checked."""

from typing import Any, TypeAlias

Tensor: TypeAlias = Any
Network: TypeAlias = Any
Tokenizer: TypeAlias = Any
Outputs: TypeAlias = Any
Trainer: TypeAlias = Any
Given: TypeAlias = Any
"""What a library hands to a callback beside the arguments that are named."""

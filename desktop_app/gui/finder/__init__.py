"""The room where settings are tried on held-out prompts, and the best are found."""

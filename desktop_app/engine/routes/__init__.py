"""The HTTP routes of the local engine, one module per subject."""

"""The export: what goes where in which form, how far it is, and what was written."""

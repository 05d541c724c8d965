"""The table of examples, and the row beside it."""

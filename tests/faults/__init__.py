"""Faults that are injected where nobody else does; docs/faults.md has the whole table."""

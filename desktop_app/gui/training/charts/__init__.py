"""The curves of trainings: panels under one another, one crosshair over all of them, and the same as a table."""

"""The data doctor: what may be wrong with training data, and what can be done about it."""

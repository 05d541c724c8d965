"""Making data with a model: a grid of values, rows reworked, looked at before they count."""

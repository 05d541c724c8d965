"""The room where a model is trained."""

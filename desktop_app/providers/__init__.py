"""The OpenAI wire: every place a model can live."""

"""A cloud of our own: speaks the OpenAI wire in several dialects, keeps state, and misbehaves when told to."""

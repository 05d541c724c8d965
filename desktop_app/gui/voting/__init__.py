"""The room where a person says which of two answers is better, without knowing whose they are."""

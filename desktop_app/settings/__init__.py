"""Paths, preferences and secrets of this user."""

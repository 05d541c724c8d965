"""Counting tokens, offline."""

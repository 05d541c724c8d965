"""The room where rows are looked at by what they mean."""

"""The room where one talks with a model over several turns."""

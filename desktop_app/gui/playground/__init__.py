"""The room where models are asked, side by side."""

"""The room where models are tested on held-out rows, voted on blindly, and described on one page."""

"""Walking through the window by itself: keys in, pictures out."""

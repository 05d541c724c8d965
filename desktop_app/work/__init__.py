"""What the user can have done: one verb a file, async, without windows."""

"""The first path: a line at the foot that says the one next step, and three hints."""

"""The 8-pixel grid every margin and gap stands on."""

HAIR = 4
"""Between an icon and its word."""
SMALL = 8
"""Between parts of one thing."""
MEDIUM = 16
"""Between things."""
LARGE = 24
"""Between groups."""
PAGE = 32
"""Around a page."""
READING = 720
"""The widest line of running text, in pixels at text size 100 %."""

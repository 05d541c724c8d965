"""From a file to examples, in three pages."""

"""Words and rules: pure, without files, windows or network."""

"""What strangers may try; docs/protection.md has the whole table."""

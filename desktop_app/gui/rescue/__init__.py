"""The room where what lies at a provider is brought home."""

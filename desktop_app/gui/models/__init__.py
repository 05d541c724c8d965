"""The room of all models of this computer."""

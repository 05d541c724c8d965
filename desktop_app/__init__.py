"""TuneDesk: teach a language model from your own spreadsheet."""

__version__ = "0.1.0"

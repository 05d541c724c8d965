"""The old `openai tools fine_tunes.prepare_data` (0.28.1) beside our check-up: what it finds, ours must find too."""

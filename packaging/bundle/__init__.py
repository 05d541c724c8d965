"""Makes what people install: a folder that carries its own Python, and packages of that folder."""

"""Small parts every room is built from."""

"""The first page: a sample, a file, or a project of before."""

"""Rubrics and answers as files: read with every fault at once, and written back the same."""

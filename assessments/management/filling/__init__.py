"""Copies of organisations that services built, many at a time, made inside PostgreSQL."""

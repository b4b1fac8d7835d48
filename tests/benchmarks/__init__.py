"""Figures of speed and memory: printed, never asserted."""

YARDSTICK, EMPTY = "Yardstick", "Empty view, signed in"

"""Rubrics and answers as files: read with every fault at once, and written back the same."""

from pathlib import Path

LIBRARY = Path(__file__).parent / "library"
"""The rubrics that ship."""

SHIPPED = LIBRARY / "uk-readiness-2026.yaml"
"""The one that a fresh installation begins with. Named after the rubric's code, as each is."""

GATE_CHECK = LIBRARY / "uk-gate-check-2026.yaml"
AI_SHORT = LIBRARY / "uk-ai-short-2026.yaml"

EVERY_SHIPPED = (SHIPPED, GATE_CHECK, AI_SHORT)
"""What a service imports, in this order."""

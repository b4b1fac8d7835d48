"""A made-up rubric file as large as real frameworks are: 1,189 questions in 20 dimensions."""

from __future__ import annotations

from typing import Any

QUESTIONS, DIMENSIONS, LEVELS = 1_189, 20, 4


def large_rubric(questions: int = QUESTIONS, dimensions: int = DIMENSIONS) -> dict[str, Any]:
    """The file as a document: single choices with four levels, an action at the lowest."""
    shares = [questions // dimensions] * dimensions
    for place in range(questions % dimensions):
        shares[place] += 1
    return {
        "format": "readiness-rubric",
        "format_version": 1,
        "rubric": {
            "code": "large",
            "title": "A large framework",
            "edition": "1",
            "language": "en-GB",
        },
        "sectors": [{"code": "local_authority", "name": "Local authority"}],
        "roles": [{"code": "digital", "default": "Head of digital"}],
        "efforts": [{"code": code, "name": name} for code, name in _EFFORTS],
        "scoring": {"dont_know": {"action": _action("Find out who knows, and ask.")}},
        "bands": [
            {"code": "low", "name": "Low", "from_inclusive": 0},
            {"code": "high", "name": "High", "from_inclusive": 50},
        ],
        "dimensions": [
            {
                "code": f"D{number:02}",
                "name": f"Dimension {number}",
                "weight": 5,
                "questions": [_question(f"D{number:02}-{place:02}") for place in range(share)],
            }
            for number, share in enumerate(shares)
        ],
    }


_EFFORTS = (("S", "Small"), ("M", "Medium"), ("L", "Large"))


def _question(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "title": f"Control {code}",
        "type": "single",
        "weight": 1,
        "text": f"How far is control {code} in place across the organisation?",
        "why": "Controls that are written down and looked at hold when people change.",
        "levels": [_level(number) for number in range(LEVELS)],
    }


def _level(number: int) -> dict[str, Any]:
    level: dict[str, Any] = {
        "score": number,
        "points": 30 * number,
        "text": f"{30 * number} per cent of the services have it in place and can show it.",
    }
    if number == 0:
        level["action"] = _action("Bring the first services to it.")
    return level


def _action(text: str) -> dict[str, str]:
    return {"text": text, "effort": "M", "owner": "digital"}

"""Writes the JSON Schemas on this shelf anew: `.venv/bin/python docs/schemas/refresh.py`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))


def main() -> None:
    """One file for each schema, keys in the order of the format."""
    from assessments.rubric.files.schemas import schemas

    for name, schema in schemas().items():
        text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        (HERE / f"{name}.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

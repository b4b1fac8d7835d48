"""The JSON Schemas as `docs/schemas/schemas.py` makes them."""

from pathlib import Path
from runpy import run_path

DOCS = Path(__file__).parents[2] / "docs/schemas"
_MADE = run_path(str(DOCS / "schemas.py"))
schemas, result_schema, RECORD = _MADE["schemas"], _MADE["result_schema"], _MADE["RECORD"]

"""Writes the schemas and the table of fields anew from the definition of a rubric.

.venv/bin/python docs/schemas/refresh.py
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

FIELDS = "fields.md"
OPENING = """\
# Every field of a rubric

Made from the definition of a rubric by `docs/schemas/refresh.py`, for people who write rubric
files. [files.md](../files.md) explains the format. Keys marked * are required.
"""


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it, keys in the order of the format."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def fields_text() -> str:
    """A table for each part of a rubric, in the order in which a file has them."""
    from assessments.rubric.definition import RubricSpec

    return "\n".join([OPENING, *(line for part in _parts(RubricSpec) for line in _table(part))])


def _parts(part: type[Any]) -> Iterator[type[Any]]:
    """The part and those within it, each once."""
    from assessments.rubric import definition as d

    found = {part: None}
    for field in d.fields_of(part):
        if isinstance(field.value, d.One | d.Many):
            found |= dict.fromkeys(_parts(field.value.part))
    yield from found


def _table(part: type[Any]) -> Iterator[str]:
    from assessments.rubric.definition import fields_of

    yield f"## {part.__name__.removesuffix('Spec')}\n"
    yield f"{(part.__doc__ or '').splitlines()[0]}\n"
    yield "| key | label | holds |"
    yield "| --- | --- | --- |"
    for field in fields_of(part):
        star = "*" if field.required else ""
        says = f"{holds(field.value)}. {field.help}".rstrip()
        yield f"| `{field.key}`{star} | {field.label} | {says} |"
    yield ""


def holds(value: Any) -> str:
    """What a field can hold, in words."""
    from assessments.rubric import definition as d

    match value:
        case d.Text(most, says, lines):
            kind = "text" if lines else "one line"
            return f"{kind} of {'1' if says else '0'} to {most:,} characters"
        case d.Code(of=of):
            return f"a code of {of}" if of else "a code"
        case d.Whole(least, most):
            return f"a whole number from {least:,} to {most:,}"
        case d.Number(places=places):
            return f"a number {value.bounds}, at most {places} decimal places"
        case d.Flag():
            return "true or false"
        case d.ListOf(item):
            return f"a list, each {holds(item)}"
        case d.BySector(item):
            return f"for each sector, {holds(item)}"
        case d.One(part):
            return f"a part: {part.__name__.removesuffix('Spec')}"
        case d.Many(part):
            return f"a list of parts: {part.__name__.removesuffix('Spec')}"
        case d.Kind():
            return "a kind of question"
        case d.Language():
            return "a language such as en-GB"
        case d.Link():
            return "a web address"
    return "prose about the sums"


def main() -> None:
    """One file for each schema, and the table of fields."""
    from schemas import schemas

    for name, schema in schemas().items():
        (HERE / f"{name}.schema.json").write_text(schema_text(schema), encoding="utf-8")
    (HERE / FIELDS).write_text(fields_text(), encoding="utf-8")


if __name__ == "__main__":
    main()

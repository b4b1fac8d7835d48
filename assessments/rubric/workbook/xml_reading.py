"""XML to a handler's calls, with no document type, no entities, and bounded in depth and count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from assessments.rubric.workbook.package import damaged
from assessments.rubric.workbook.workbook import refusal

MOST_ELEMENTS = 1_000_000
MOST_DEPTH = 100


class Handler(Protocol):
    """What is called as a part is read. Names are `address name`, or plain without a namespace."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def read_xml(chunks: Iterable[bytes], handler: Handler) -> None:
    """Read a part into the handler; refuses what is not plain XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    count = depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, depth
        count += 1
        depth += 1
        if count > MOST_ELEMENTS or depth > MOST_DEPTH:
            raise refusal("holds more cells than any rubric needs, blank ones included")
        handler.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name)

    def forbidden(*_: object) -> int:
        raise refusal("holds a document type or entities, which no spreadsheet program writes")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = forbidden
    parser.EntityDeclHandler = forbidden
    parser.ExternalEntityRefHandler = forbidden
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        raise damaged() from None

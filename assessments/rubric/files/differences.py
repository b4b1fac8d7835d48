"""What differs between two documents of a rubric, field by field. Pure.

Lists of parts are compared by what names each part (its code, number, sector or value), so that
moving a part is told from changing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

NAMES = ("code", "id", "score", "value", "level", "sector", "term", "topic")
"""The keys that can name a part of a list, the first that it has being the one that does."""

WHOLE = ("worked_example", "test_vectors", "status", "drafted_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that differs. `before` or `after` is empty where a part was added or removed.

    `place` reads like "dimensions BUD, questions BUD-01, levels 2"; `code` is that of the question
    or, outside any, of the part; `field` is the key, or "order" when only the order changed.
    """

    place: str
    code: str
    field: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """For keeping."""
        return asdict(self)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every field that differs between two documents, in the order of the later one."""
    return list(_of_mappings(before, after, (), ""))


def text_differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """Every text that differs, under its name: for what stands beside a document."""
    return [
        Difference(place="", code="", field=name.replace("_", " "), before=old, after=text)
        for name, text in after.items()
        if (old := before.get(name, "")) != text
    ]


def _name(part: Mapping[str, Any], index: int) -> str:
    return next((str(part[key]) for key in NAMES if key in part), str(index + 1))


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_words(one)}" for key, one in value.items() if _words(one))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_words(one) for one in value)
    return str(value)


def _of_mappings(
    before: Mapping[str, Any], after: Mapping[str, Any], place: tuple[str, ...], code: str
) -> Iterator[Difference]:
    for key in dict.fromkeys([*after, *before]):
        if not place and key in WHOLE:
            continue
        yield from _of_values(before.get(key), after.get(key), key, place, code)


def _of_values(
    before: Any, after: Any, key: str, place: tuple[str, ...], code: str
) -> Iterator[Difference]:
    if before == after:
        return
    if _is_parts(before) and _is_parts(after):
        yield from _of_parts(before, after, key, place, code)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _of_mappings(before, after, (*place, key), code)
    else:
        yield Difference(
            place=", ".join(place),
            code=code,
            field=key,
            before=_words(before),
            after=_words(after),
        )


def _is_parts(value: Any) -> bool:
    return value is None or (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and all(isinstance(part, Mapping) for part in value)
    )


def _of_parts(
    before: Sequence[Mapping[str, Any]] | None,
    after: Sequence[Mapping[str, Any]] | None,
    key: str,
    place: tuple[str, ...],
    code: str,
) -> Iterator[Difference]:
    old = {_name(part, index): part for index, part in enumerate(before or ())}
    new = {_name(part, index): part for index, part in enumerate(after or ())}
    for name in dict.fromkeys([*new, *old]):
        here = (*place, f"{key} {name}")
        inside = name if key in ("questions", "dimensions") or not code else code
        if name in old and name in new:
            yield from _of_mappings(old[name], new[name], here, inside)
        else:
            yield Difference(
                place=", ".join(here),
                code=inside,
                field="removed" if name in old else "added",
                before=_words(old.get(name)),
                after=_words(new.get(name)),
            )
    common_old = [name for name in old if name in new]
    common_new = [name for name in new if name in old]
    if common_old != common_new:
        yield Difference(
            place=", ".join((*place, key)),
            code=code,
            field="order",
            before=", ".join(common_old),
            after=", ".join(common_new),
        )

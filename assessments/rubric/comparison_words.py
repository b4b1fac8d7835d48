"""What each part of an edition says, under the names that respondents know it by. Pure.

One walk over the definition gathers it, so a field that is added there is compared too. Texts that
people read are told from rules, which are put into words.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter
from typing import Any

from assessments.rubric import definition as d

EVERY_SECTOR = "Every sector"

IN_WORDS: Mapping[type[Any], Sequence[str]] = {
    d.ConditionSpec: (
        "{question} is at level {level_at_least} or above",
        "the answer to {question} includes {any_of}",
    ),
    d.GateSpec: ("At level {when_level_at_or_below} or below: {cap_band} at most",),
    d.NumberBandSpec: (
        "{from_inclusive} {to_is_inclusive} {to}: level {level}",
        "{from_inclusive} to below {to}: level {level}",
    ),
    d.PointsToLevelSpec: ("{from_inclusive} to {to_inclusive}: level {level}",),
}
"""Parts that read as one sentence: the first of theirs whose fields all say something.

What a sentence does not mention follows it.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a field says. Two are the same when their keys are: codes, where words name them."""

    words: str
    key: Hashable
    is_text: bool = False


Path = tuple[str, ...]
NOTHING = Said("", "")


def figure(number: Decimal | None) -> str:
    """A number in ordinary digits without idle zeros; empty for none."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def key_of(part: Any) -> Any:
    """What tells a part from the others of its list: the first of its fields."""
    return getattr(part, d.fields_of(type(part))[0].name)


def name_of(part: Any) -> str:
    """What people call a part: the first of its texts."""
    texts = (one.name for one in d.fields_of(type(part)) if isinstance(one.value, d.Text))
    return str(getattr(part, next(texts)))


def lists_of(part: type[Any]) -> Iterator[tuple[d.Declared, d.Many]]:
    """The fields that hold lists of parts."""
    for one in d.fields_of(part):
        if isinstance(one.value, d.Many):
            yield one, one.value


ELSEWHERE: Mapping[type[Any], Sequence[str]] = {
    d.RubricSpec: (
        *("title", "edition", "status", "language", "drafted_on"),
        *(one.name for one, _ in lists_of(d.RubricSpec)),
    ),
    d.DimensionSpec: ("questions",),
}
"""Fields that are compared part by part, and those in which editions differ by their nature."""


class Words:
    """Says what the parts of one edition say, with the names that the edition gives to its codes.

    `kinds` names the kinds of question by key. `sectors` names the sectors above their own
    wording, alike in both editions.
    """

    def __init__(
        self, spec: d.RubricSpec, kinds: Mapping[str, str], sectors: Mapping[str, str]
    ) -> None:
        self._kinds, self._sectors = kinds, sectors
        self._choices = {question.code: question.choices for _, question in spec.questions()}
        self._names = {
            one.name: {key_of(part): name_of(part) for part in getattr(spec, one.name)}
            for one, _ in lists_of(d.RubricSpec)
        }

    def of(self, part: Any) -> dict[str, Said]:
        """What the part says besides its code, by its name; what is empty is left out."""
        elsewhere = ELSEWHERE.get(type(part), ())
        fields = [one for one in d.fields_of(type(part))[1:] if one.name not in elsewhere]
        found: dict[str, Said] = {}
        for path, said in self._fields(part, fields):
            if said.words.strip():
                name = ", ".join(path)
                while name in found:
                    name += " (another)"
                found[name] = said
        return found

    def _fields(self, part: Any, fields: Iterable[d.Declared]) -> Iterator[tuple[Path, Said]]:
        for one in fields:
            held = getattr(part, one.name)
            if isinstance(one.value, d.Many):
                yield from self._list(one, one.value, held)
            elif isinstance(one.value, d.One) and one.value.part in IN_WORDS:
                yield (one.reads,), Said(self._sentence(held) if held else "", _codes(held))
            elif isinstance(one.value, d.One):
                inner = self._fields(held, d.fields_of(one.value.part)) if held else ()
                for path, said in inner:
                    yield path if path[0] == one.reads else _under(one.reads, path), said
            elif isinstance(one.value, d.BySector) and isinstance(one.value.item, d.Text):
                for sector, text in held.items():
                    yield (one.reads, self._sectors.get(sector, sector)), Said(text, text, True)
            elif is_text(one.value):
                words = "\n".join(self._words(one.value, held, part))
                yield (one.reads,), Said(words, words, True)
            else:
                yield (one.reads,), Said("\n".join(self._words(one.value, held, part)), _key(held))

    def _list(
        self, one: d.Declared, value: d.Many, parts: Sequence[Any]
    ) -> Iterator[tuple[Path, Said]]:
        """Which parts there are, in their order, and then what each of them says."""
        key, *fields = d.fields_of(value.part)
        names = [next(iter(self._words(key.value, key_of(part), part)), "") for part in parts]
        if value.part in IN_WORDS:
            fields = [field for field in fields if is_text(field.value)]
            words = "\n".join(self._sentence(part) for part in parts)
            yield (one.reads,), Said(words, tuple(_codes(part) for part in parts))
        else:
            keys = [str(key_of(part)) for part in parts]
            yield (one.reads,), Said(", ".join(names), tuple(sorted(keys) if value.by else keys))
        for name, part in zip(names, parts, strict=True):
            own = f"“{name}”" if key.value == d.CODE else name
            for path, said in self._fields(part, fields):
                yield _under(f"{value.one} {own}".strip(), path), said

    def _sentence(self, part: Any) -> str:
        said = {}
        for one in _rules(part):
            held = getattr(part, one.name)
            if held is True:
                said[one.name] = one.reads.lower()
            elif held is not False and (words := self._words(one.value, held, part)):
                said[one.name] = " or ".join(words)
        for sentence in IN_WORDS[type(part)]:
            names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
            if names <= said.keys():
                break
        else:
            sentence, names = "", set()
        rest = [
            f"{one.reads}: {said[one.name]}"
            for one in _rules(part)
            if one.name in said and one.name not in names
        ]
        return ", ".join([*filter(None, [sentence.format(**said)]), *rest])

    def _words(self, value: d.Value, held: Any, part: Any) -> list[str]:
        """A value in words, a list with one word for each of what it holds."""
        match value:
            case d.ListOf(item=d.Code(of="sectors")) if not held:
                return [EVERY_SECTOR]
            case d.ListOf(item=item):
                return [words for one in held for words in self._words(item, one, part)]
            case d.BySector(item=item):
                return [
                    f"{self._sectors.get(sector, sector)}: {words}"
                    for sector, one in sorted(held.items())
                    for words in self._words(item, one, part)
                ]
            case d.Notes():
                return [_statements(held)]
            case _ if held is None or held == "":
                return []
            case d.Flag():
                return ["Yes" if held else "No"]
            case d.Number():
                return [figure(held)]
            case d.Kind():
                return [self._kinds.get(held, held)]
            case d.Code(of="choices"):
                return [f"“{self._choices.get(key_of(part), {}).get(held, held)}”"]
            case d.Code(of="sectors"):
                return [self._sectors.get(held, held)]
            case d.Code(of=of):
                return [self._names.get(of, {}).get(held, held)]
        return [str(held)]


def _under(name: str, path: Path) -> Path:
    """The path, begun with the name of what it is in."""
    first, *rest = path
    return name, first[:1].lower() + first[1:], *rest


def is_text(value: d.Value) -> bool:
    """Whether it is text that people read, rather than a rule or a short word about something."""
    text = value.item if isinstance(value, (d.ListOf, d.BySector)) else value
    return isinstance(text, d.Notes) or (isinstance(text, d.Text) and (text.says or text.lines))


def _rules(part: Any) -> list[d.Declared]:
    return [one for one in d.fields_of(type(part)) if not is_text(one.value)]


def _codes(part: Any) -> Hashable:
    """What the rules of a part come to."""
    return part and tuple(_key(getattr(part, one.name)) for one in _rules(part))


def _key(held: Any) -> Hashable:
    if isinstance(held, Mapping):
        return tuple(sorted(held.items()))
    if isinstance(held, Sequence) and not isinstance(held, str):
        return tuple(sorted(held))
    return "" if held is None else held


def _statements(notes: Any) -> str:
    """Notes of any shape, one statement to a line."""
    if isinstance(notes, Mapping):
        said = {key: _statements(one) for key, one in notes.items()}
        return "\n".join(f"{key}: {words}" for key, words in said.items() if words)
    if isinstance(notes, Sequence) and not isinstance(notes, str):
        return "\n".join(_statements(one) for one in notes)
    return "" if notes is None else str(notes)

"""The named parts of an edition besides its questions, described for comparing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assessments.rubric.definition import BandSpec, RubricSpec
from assessments.rubric.edition_words import Described, Rules, Words, figure, filled, lines, ruled


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a part is called, what people read of it, and its rules."""

    name: str
    wording: Described
    rules: Rules = field(default_factory=dict)


Parts = Mapping[str, Part]
"""Parts of one sort by what identifies them in both editions."""


def dimensions(words: Words) -> Parts:
    return {
        one.code: Part(
            name=one.name,
            wording=filled(
                {
                    "Name": one.name,
                    "Summary": one.summary,
                    "Reason for its weight": one.weight_reason,
                    "What it covers": lines(one.covers),
                }
            ),
        )
        for one in words.spec.dimensions
    }


def bands(words: Words) -> Parts:
    return {one.code: _band(one) for one in words.spec.bands}


def _band(band: BandSpec) -> Part:
    months = band.reassess_after_months
    wording = {
        "Name": band.name,
        "Summary": band.summary,
        "What it means for AI": band.ai_meaning,
        "You can start": lines(band.you_can_start),
        "You should not start": lines(band.you_should_not_start),
    }
    rules = {
        "Starts at": figure(band.from_inclusive),
        "Every dimension must reach": figure(band.minimum_each_dimension),
        "Months until the next assessment": "" if months is None else str(months),
    }
    return Part(name=band.name, wording=filled(wording), rules=ruled(rules))


def sectors(words: Words) -> Parts:
    return {
        one.code: Part(
            name=one.name,
            wording=filled({"Name": one.name, "People it serves": one.people, "Note": one.note}),
        )
        for one in words.spec.sectors
    }


def others(words: Words) -> Iterator[tuple[str, Parts]]:
    """Jobs, efforts, figures, terms, sources and frameworks, each sort under its name."""
    spec = words.spec
    yield "Job", _jobs(words)
    efforts = {e.code: {"Name": e.name, "Meaning": e.meaning} for e in spec.efforts}
    yield "Effort", _simple(efforts, {e.code: e.name for e in spec.efforts})
    yield "National figure", _figures(words)
    yield "Word explained", _simple({t.term: {"Meaning": t.meaning} for t in spec.glossary}, {})
    yield "Source", _sources(spec)
    yield "Framework compared", _comparators(words)


def _simple(wording: Mapping[str, Described], names: Mapping[str, str]) -> Parts:
    return {
        code: Part(name=names.get(code, code), wording=filled(texts))
        for code, texts in wording.items()
    }


def _jobs(words: Words) -> Parts:
    wording = {
        role.code: {
            "Title": role.default,
            **{words.headings.get(code, code): title for code, title in role.by_sector.items()},
        }
        for role in words.spec.roles
    }
    return _simple(wording, {role.code: role.default for role in words.spec.roles})


def _figures(words: Words) -> Parts:
    return {
        one.code: Part(
            name=one.value,
            wording=filled(
                {
                    "Figure": one.value,
                    "Text": one.text,
                    "Population": one.population,
                    "Date": one.date,
                    "Caution": one.caution,
                }
            ),
            rules=ruled(
                {
                    "Shown beside": lines([*one.dimensions, *one.questions]),
                    "Shown to": words.named(words.sectors, one.show_to, "Every sector"),
                    "Sources": words.named(words.sources, one.sources),
                }
            ),
        )
        for one in words.spec.context_figures
    }


def _sources(spec: RubricSpec) -> Parts:
    return {
        one.code: Part(
            name=one.title,
            wording=filled({"Title": one.title, "Publisher": one.publisher}),
            rules=ruled({"Date": one.date, "Address": one.url, "How it was checked": one.check}),
        )
        for one in spec.sources
    }


def _comparators(words: Words) -> Parts:
    return {
        one.topic: Part(
            name=one.topic,
            wording=filled({"What": one.what, "How it was used": one.how_used}),
            rules=ruled({"Sources": words.named(words.sources, one.sources)}),
        )
        for one in words.spec.comparators
    }

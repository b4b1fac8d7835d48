"""A page of questions with what is the same for everyone drawn once: the values are filled in.

A question of a published edition is drawn by its template with gaps where answers go, once in a
process for each sector and `Shape`. A gap lies between NULs, which no database or rubric file holds
in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

from crispy_forms.helper import FormHelper
from django.conf import settings
from django.forms.widgets import ChoiceWidget
from django.template import Context
from django.utils import timezone

from assessments.crispy_govuk.fields import EMPTY, Markup, text
from assessments.crispy_govuk.layout import Piece
from assessments.forms.answering import Asking, DimensionForm
from assessments.forms.answering_layout import (
    all_suggestions,
    helper_of,
    question_box,
    saved_text,
    suggestion_of,
)
from assessments.queries.answers import StoredAnswer
from assessments.queries.rubrics import Edition, published_spec
from assessments.question_types.base_field import Posted
from assessments.reports.questionnaire import dimension_of
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import EvidenceItem, Reply

PATTERNS_MOST = 1000
"""How many drawn questions a process keeps: of the shipped rubric each takes about 10 KB."""


class Shape(NamedTuple):
    """What of a question's markup is more than the text in a gap."""

    hidden: bool
    rows: int
    """Of evidence, in use."""
    noted: bool
    saved: bool
    choosable: bool


class Gap(NamedTuple):
    """A place for a value. `kind` is a key of `_FILLED`; `choice` is a value of the field."""

    kind: str
    name: str
    choice: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Markup with gaps: there is a text before each gap and after the last."""

    texts: tuple[str, ...]
    gaps: tuple[Gap, ...]

    def filled(self, values: Mapping[str, Posted]) -> Markup:
        """The markup with these values, by the names of the gaps."""
        found = [self.texts[0]]
        for gap, after in zip(self.gaps, self.texts[1:], strict=True):
            found += [_FILLED[gap.kind](values[gap.name], gap.choice), after]
        return Markup("".join(found))


class Filled:
    """A question as a piece of layout that is drawn already."""

    def __init__(self, markup: Markup) -> None:
        self.markup = markup

    def render(self, *args: object, **kwargs: object) -> Markup:
        return self.markup


def helper_for(
    form: DimensionForm, asked: Collection[str], signin_url: str, ready: Collection[str] = ()
) -> FormHelper:
    """The form's layout. Questions that are not asked now are there hidden, for scripts.

    `ready` are the codes of the suggestions that can be accepted in the whole dimension.
    """
    return helper_of(
        Piece("assessments/_first_button.html"),
        *all_suggestions(form, ready, asked),
        *(_box(form, question, asked) for question in form.questions),
        Piece("assessments/_save_bar.html", signin_url=signin_url),
    )


def _box(form: DimensionForm, question: QuestionSpec, asked: Collection[str]) -> Piece | Filled:
    """The question filled in; drawn anew where there is more to say at it than an answer."""
    asking, code = form.asking, question.code
    shape = _shape(form, question, asked)
    if shape is None or asking.edition is None:
        return question_box(form, question, asked)
    pattern = _pattern(asking.edition, asking.sector, asking.dimension.code, code, shape)
    keys = [code, *(one.key for one in form.pairs if code in one.pair)]
    suggestion = suggestion_of(form, question)
    values: dict[str, Posted] = {
        **form.initial,
        **{f"{key}-saved": saved_text(form.stored.get(key)) for key in keys},
        "history": form.history,
        "discussions": form.discussions,
        "suggestion": _drawn(suggestion, form),
    }
    return Filled(pattern.filled(values))


def _drawn(piece: Piece | str, form: DimensionForm) -> Markup:
    return piece.render(form, Context()) if isinstance(piece, Piece) else EMPTY


def _shape(form: DimensionForm, question: QuestionSpec, asked: Collection[str]) -> Shape | None:
    """The shape that the question has; `None` where it is more than its answer makes it."""
    code, stored = question.code, form.stored.get(question.code)
    met = any(one.code in form.met for one in form.pairs if code in one.pair)
    more = form.returned.get(code) or form.finished.get(code) or met
    if form.is_bound or more or settings.DEBUG or not (form.history and form.discussions):
        return None
    if form.asking.holding.supporting(question):
        return None
    note, evidence = (stored.reply.note, stored.reply.evidence) if stored else ("", ())
    blank = [each for each in (note, *(one.title + one.link for one in evidence)) if each.isspace()]
    if blank or not all(one.title or one.link for one in evidence):
        return None
    return Shape(
        hidden=code not in asked,
        rows=len(evidence),
        noted=bool(note),
        saved=stored is not None,
        choosable=bool(form.asking.holding.items),
    )


@lru_cache(maxsize=PATTERNS_MOST)
def _pattern(edition: Edition, sector: str, dimension: str, code: str, shape: Shape) -> Pattern:
    """The question as its own template draws it, with gaps."""
    spec = published_spec(*edition)
    part = dimension_of(spec, dimension)
    if part is None:
        raise LookupError(dimension)
    form = _form_of_gaps(Asking(spec=spec, dimension=part, sector=sector, question=code), shape)
    box = question_box(form, spec.question(code), () if shape.hidden else (code,))
    box.given |= {
        "saved": _gap(f"{code}-saved") if shape.saved else "",
        "choosable": "yes" if shape.choosable else "",
        "suggestion": _gap("suggestion"),
    }
    pairs: Any = box.given["pairs"]
    for pair in pairs:
        if pair.given["key"]:
            pair.given["saved"] = _gap(f"{pair.given['key']}-saved")
    return _cut(helper_of(box).render_layout(form, Context()))


def _form_of_gaps(asking: Asking, shape: Shape) -> DimensionForm:
    """The page's form, where the question that is asked for holds gaps and has each choice."""
    code = asking.question
    evidence = (EvidenceItem(title="gap", link="gap"),) * shape.rows
    stored = StoredAnswer(
        reply=Reply(note="gap" if shape.noted else "", evidence=evidence),
        revision=0,
        saved_at=timezone.now(),
        saved_by="",
        saved_by_id=0,
    )
    form = DimensionForm(asking, stored={code: stored})
    form.stored, form.history, form.discussions = {}, _gap("history"), _gap("discussions")
    form.fields = deepcopy(form.fields)  # of its own, to alter them
    for name in form.initial:
        widget = form.fields[name].widget if name in form.fields else None
        if isinstance(widget, ChoiceWidget):
            widget.allow_multiple_selected = True
            form.initial[name] = [str(value) for value, _ in widget.choices]
        elif name != f"{code}-note" or shape.noted:
            form.initial[name] = _gap(name)
    return form


def _gap(name: str, kind: str = "", choice: str = "") -> str:
    return f"\0{kind}\1{name}\1{choice}\0"


_VALUE = re.compile(r' value="\x00\x01([^\x01]+)\x01\x00"')
_CHOSEN = re.compile(
    r'(?P<before>id="(?P<id>[^"]+)" name="(?P<name>[^"]+)" type="(?:radio|checkbox)"'
    r' value="(?P<choice>[^"]*)") checked'
)
_REVEALED = re.compile(r'(govuk-(radios|checkboxes)__conditional)" id="conditional-([^"]+)"')


def _cut(drawn: str) -> Pattern:
    """The markup, with every choice chosen, cut at its gaps."""
    chosen = {one["id"]: (one["name"], one["choice"]) for one in _CHOSEN.finditer(drawn)}

    def revealed(found: re.Match[str]) -> str:
        css, component, id = found.groups()
        return f'{css}{_gap(chosen[id][0], component, chosen[id][1])}" id="conditional-{id}"'

    drawn = _VALUE.sub(lambda found: _gap(found[1], "value"), drawn)
    drawn = _REVEALED.sub(revealed, drawn)
    drawn = _CHOSEN.sub(
        lambda found: found["before"] + _gap(found["name"], "checked", found["choice"]), drawn
    )
    texts = drawn.split("\0")
    gaps = [Gap(*gap.split("\1")) for gap in texts[1::2]]
    return Pattern(
        tuple(texts[0::2]),
        tuple(gap._replace(name=unescape(gap.name), choice=unescape(gap.choice)) for gap in gaps),
    )


def _is_chosen(value: Posted, choice: str) -> bool:
    return choice == value if isinstance(value, str) else choice in value


def _unless_chosen(component: str, value: Posted, choice: str) -> str:
    return "" if _is_chosen(value, choice) else f" govuk-{component}__conditional--hidden"


def _as_text(value: Posted, _: str) -> str:
    """As in a textarea, which is the one place where a text may begin with a line break."""
    written = text(value)
    return f"\n{written}" if written.startswith(("\n", "\r")) else written


_FILLED: Mapping[str, Callable[[Posted, str], str]] = {
    "": _as_text,
    "value": lambda value, _: f' value="{text(value)}"' if value else "",
    "checked": lambda value, choice: " checked" if _is_chosen(value, choice) else "",
    "radios": lambda *given: _unless_chosen("radios", *given),
    "checkboxes": lambda *given: _unless_chosen("checkboxes", *given),
}

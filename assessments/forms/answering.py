"""One dimension's questions as one form: its fields, and what was posted as replies.

Names of fields: `<CODE>-value`, `-state` (kinds whose control has no place for "don't know"),
`-reason`, `-note`, `-evidence-<i>-title`, `-evidence-<i>-link`, and `-revision`: the revision that
was on the page, 0 for none. A post may hold any of the questions; one without its revision was
not on the page and is left alone. Of two answers that do not fit together: `pair:<CODE>-why` and
`-revision`, where either question is. Nothing posted is ever altered: what is refused is shown
again as it was typed, with the reason next to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst

from assessments.contradictions import named, possible
from assessments.evidence import NOTHING, Holding
from assessments.forms.reading import Problems, evidence_names, read_reply, read_text
from assessments.names import says_nothing, whole_number
from assessments.paging import Leaf, cut, page_of, page_with
from assessments.queries.answers import StoredAnswer
from assessments.queries.rubrics import Edition
from assessments.queries.suggestions import Suggestion
from assessments.question_types import STATE_LABELS, field
from assessments.question_types.base_field import KindField, Posted, state_choices
from assessments.rubric.definition import (
    PAIR,
    ContradictionSpec,
    DimensionSpec,
    QuestionSpec,
    RubricSpec,
)
from assessments.scoring.keeping import kept
from assessments.scoring.sheet import UNANSWERED, EvidenceItem, Reply, State
from assessments.services.answers import EVIDENCE_MOST, Change

QUESTIONS_MOST = 25
"""The most questions on a page."""

ROOM = 90_000
"""Characters of markup that the questions of a page may come to, without what people answer."""

OWN_MARKUP, MARKUP_OF_A_CHOICE, MARKUP_OF_A_PAIR = 2_600, 380, 1_900
"""The markup of a question, of one choice and of a pair of answers that may not fit together,
without their words, in characters, about."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What one page asks: some questions of a dimension of a rubric, in one sector's words.

    `page` is a number as an address gives it, and `question` the code of one that must be on the
    page; without either it is the dimension's first. `holding` is what the organisation
    already has. A published edition is named, so that what is drawn of it may be kept.
    """

    spec: RubricSpec
    edition: Edition | None = None
    dimension: DimensionSpec
    sector: str
    page: str = ""
    question: str = ""
    holding: Holding = NOTHING

    @cached_property
    def every(self) -> Sequence[QuestionSpec]:
        """The dimension's questions for the sector, asked now or once a condition holds."""
        return [question for question in self.dimension.questions if question.is_for(self.sector)]

    @cached_property
    def pairs(self) -> Sequence[ContradictionSpec]:
        """The contradictions with one of these questions in them, or two."""
        here = {question.code for question in self.every}
        return [one for one in possible(self.spec, self.sector) if one.pair & here]

    @cached_property
    def keys(self) -> Sequence[str]:
        """Under which anything may be posted: the questions' codes, then the keys of the pairs."""
        return [*(question.code for question in self.every), *(one.key for one in self.pairs)]

    @cached_property
    def pages(self) -> Sequence[Leaf[QuestionSpec]]:
        """The dimension's questions, page by page."""
        return cut(self.every, QUESTIONS_MOST, size=self._size, room=ROOM)

    @cached_property
    def leaf(self) -> Leaf[QuestionSpec]:
        """The page that is asked."""
        found = page_with(self.pages, self.question)
        return found or page_of(self.pages, self.page)

    @property
    def questions(self) -> Sequence[QuestionSpec]:
        """The questions of the page."""
        return self.leaf.items

    def _size(self, question: QuestionSpec) -> int:
        """About how many characters of markup a question takes."""
        wording = question.wording_for(self.sector)
        words = len(wording.text) + len(wording.why) + len(wording.help) + len(wording.evidence)
        words += sum(len(gate.message) + 300 for gate in question.gates)
        levels = () if question.number else question.levels
        choices = question.items or question.options or levels
        words += sum(len(choice.text) + MARKUP_OF_A_CHOICE for choice in choices)
        pairs = [one for one in self.pairs if question.code in one.pair]
        words += sum(len(one.message) + MARKUP_OF_A_PAIR for one in pairs)
        return OWN_MARKUP + words


def kind_field(question: QuestionSpec) -> KindField:
    """The form half of the question's kind."""
    found = field(question.kind).FIELD
    if not isinstance(found, KindField):
        raise TypeError(f"{question.kind}_field.py must offer FIELD, a KindField")
    return found


def fields_of(question: QuestionSpec, stored: StoredAnswer | None) -> dict[str, Posted]:
    """What the question's fields hold when they show a stored answer, or nothing saved yet."""
    reply, revision = (stored.reply, stored.revision) if stored else (UNANSWERED, 0)
    code, kind = question.code, kind_field(question)
    found: dict[str, Posted] = {f"{code}-value": kind.posted(question, reply)}
    if not kind.states_inside:
        found[f"{code}-state"] = [reply.state.value] if reply.state in STATE_LABELS else []
    found[f"{code}-reason"] = reply.reason
    found[f"{code}-note"] = reply.note
    for number, item in enumerate(reply.evidence):
        title, link = evidence_names(code, number)
        found |= {title: item.title, link: item.link}
    found[f"{code}-revision"] = str(revision)
    return found


def fields_of_pair(key: str, stored: StoredAnswer | None) -> dict[str, Posted]:
    """The same of the reason for a pair."""
    reply, revision = (stored.reply, stored.revision) if stored else (UNANSWERED, 0)
    return {f"{key}-why": reply.note, f"{key}-revision": str(revision)}


_TEXT = forms.Field(required=False, widget=forms.Textarea())
_LINE = forms.Field(required=False, widget=forms.TextInput())
_HIDDEN = forms.Field(required=False, widget=forms.HiddenInput())


@kept(1_000)
def _fields_of(spec: RubricSpec, question: QuestionSpec) -> Sequence[tuple[str, forms.Field]]:
    """What every form has for a question, by the part of its name: the same objects for all, so
    they are never altered.
    """
    kind, instead = kind_field(question), state_choices(question)
    found = [("value", kind.make(question, spec.level_name))]
    if instead and not kind.states_inside:
        states = forms.CheckboxSelectMultiple(choices=instead)
        found.append(("state", forms.Field(required=False, widget=states)))
    if State.NOT_APPLICABLE.value in dict(instead):
        found.append(("reason", _TEXT))
    return *found, ("note", _TEXT)


class DimensionForm(forms.Form):
    """The questions of one page. `replies` holds what was posted and understood, by code, and
    the reasons for pairs, by their keys.

    A post may bring questions of the dimension's other pages too: they are read with the others.
    `met` are the codes of the contradictions that the answers meet. `history` is where the saves
    of a question are, and `discussions` where it is discussed; its code follows, and both are empty
    where there are none.
    """

    use_required_attribute = False

    def __init__(
        self,
        asking: Asking,
        *,
        stored: Mapping[str, StoredAnswer] | None = None,
        data: QueryDict | None = None,
    ) -> None:
        self.asking, self.stored = asking, stored or {}
        self.posted = QueryDict() if data is None else data
        shown = {question.code for question in asking.questions}
        self.questions = [
            question
            for question in asking.every
            if question.code in shown or f"{question.code}-revision" in self.posted
        ]
        codes = {question.code for question in self.questions}
        self.pairs = [one for one in asking.pairs if one.pair & codes]
        self.replies: dict[str, Reply] = {}
        self.clashes: Mapping[str, StoredAnswer] = {}
        self.suggestions: Mapping[str, Suggestion] = {}
        self.before: Mapping[str, Suggestion] = {}
        self.stale: Mapping[str, Sequence[str]] = {}
        self.returned: Mapping[str, str] = {}
        self.finished: Mapping[str, Sequence[str]] = {}
        self.not_fitting: Mapping[str, str] = {}
        self.met: Collection[str] = ()
        self.history = self.discussions = ""
        initial: dict[str, Posted] = {}
        if data is None:
            for question in self.questions:
                initial |= fields_of(question, self.stored.get(question.code))
            for key in (one.key for one in self.pairs):
                initial |= fields_of_pair(key, self.stored.get(key))
        super().__init__(data=data, initial=initial)
        # Made when they are first asked for, which a page that is filled in never does.
        del self.fields

    @cached_property
    def fields(self) -> dict[str, forms.Field]:  # type: ignore[override]  # by a settable one
        """The fields of each question, then those of each pair."""
        found = dict[str, forms.Field]()
        for question in self.questions:
            found.update(self._fields_for(question))
        for key in (one.key for one in self.pairs):
            found[f"{key}-why"] = _TEXT
            found[f"{key}-revision"] = _HIDDEN
        return found

    @property
    def keys(self) -> list[str]:
        """The codes of the questions, then the keys of the pairs."""
        return [*(question.code for question in self.questions), *(one.key for one in self.pairs)]

    @cached_property
    def _in_use(self) -> Mapping[str, int]:
        """Up to which row the evidence of a question is in use, by its code."""
        given = self.data if self.is_bound else self.initial
        found = dict[str, int]()
        for name in given:
            row = _EVIDENCE.fullmatch(name) if "-evidence-" in name else None
            if row and int(row["number"]) < EVIDENCE_MOST and str(given.get(name) or "").strip():
                found[row["code"]] = max(found.get(row["code"], 0), int(row["number"]) + 1)
        return found

    def rows(self, code: str) -> int:
        """How many rows of evidence the page shows: those in use and a blank one."""
        return min(self._in_use.get(code, 0) + 1, EVIDENCE_MOST)

    def _fields_for(self, question: QuestionSpec) -> Iterator[tuple[str, forms.Field]]:
        code = question.code
        for part, one in _fields_of(self.asking.spec, question):
            yield f"{code}-{part}", one
        for number in range(self.rows(code)):
            for name in evidence_names(code, number):
                yield name, _LINE
        yield f"{code}-revision", _HIDDEN

    def clean(self) -> dict[str, object]:
        for question in self.questions:
            if f"{question.code}-revision" in self.data:
                self._read(question)
        for one in self.pairs:
            if f"{one.key}-revision" in self.data:
                self._read_reason(one)
        return self.cleaned_data

    def _read(self, question: QuestionSpec) -> None:
        problems = Problems()
        kind = kind_field(question)
        reply = read_reply(question, kind, self.cleaned_data, self.rows(question.code), problems)
        for name, said in problems.found:
            self.add_error(name, said)
        if not problems.found:
            self.replies[question.code] = reply

    def _read_reason(self, one: ContradictionSpec) -> None:
        problems, key = Problems(), one.key
        about = f"Reason for {one.question} and {one.other}"
        text = read_text(f"{key}-why", about, self.cleaned_data, problems)
        for name, said in problems.found:
            self.add_error(name, said)
        if not problems.found:
            self.replies[key] = replace(UNANSWERED, note="" if says_nothing(text) else text)

    def changes(self) -> list[Change]:
        """What was understood, with the revisions that were on the page."""
        return [
            Change(
                code=code,
                reply=reply,
                seen=whole_number(self.data.get(f"{code}-revision")) or 0,
                overwrite=whole_number(self.data.get(f"{code}-overwrite")),
            )
            for code, reply in self.replies.items()
        ]

    def errors_of(self, code: str) -> dict[str, list[str]]:
        """The messages of one question's fields, by the name of the field."""
        return {
            name: [str(message) for message in messages]
            for name, messages in self.errors.items()
            if is_field_of(code, name)
        }

    def show_again(
        self, stored: Mapping[str, StoredAnswer], clashes: Collection[str]
    ) -> DimensionForm:
        """The form after a save that left something to do: what is not saved stays as typed.

        Every other question shows what is stored now; `clashes` also say whose answer is newer.
        """
        data = self.posted.copy()
        typed = set(self.keys) - set(self.replies) | set(clashes)
        fresh = {q.code: fields_of(q, stored.get(q.code)) for q in self.questions}
        fresh |= {p.key: fields_of_pair(p.key, stored.get(p.key)) for p in self.pairs}
        for key, fields in fresh.items():
            if key not in typed or f"{key}-revision" not in self.data:
                replace_fields(data, key, fields)
        again = DimensionForm(self.asking, stored=stored, data=data)
        again.clashes = {code: stored[code] for code in clashes if code in stored}
        for code, theirs in again.clashes.items():
            about, part, what = code, "value", "answer"
            if code.startswith(PAIR):
                about = capfirst(named(code, self.asking.spec))
                part, what = "why", "reason"
            said = f"{about}: {theirs.saved_by} has saved another {what}. Choose which to keep"
            again.add_error(f"{code}-{part}", said)
        return again


_EVIDENCE = re.compile(r"(?P<code>.+)-evidence-(?P<number>0|[1-9][0-9]?)-(title|link)", re.S)
_PART = re.compile(r"-(value|state|reason|note|why|revision|overwrite|evidence-\d+-(title|link))")


def is_field_of(code: str, name: str) -> bool:
    """Whether a field belongs to the question: `A-1-note` is one of A-1, and none of A."""
    return name.startswith(code) and bool(_PART.fullmatch(name, len(code)))


def replace_fields(data: QueryDict, key: str, fields: Mapping[str, Posted]) -> None:
    """Puts the given fields in the place of everything that was posted under the key."""
    for name in [name for name in data if is_field_of(key, name)]:
        del data[name]
    for name, held in fields.items():
        data.setlist(name, [held] if isinstance(held, str) else list(held))


def without_answer(data: QueryDict, code: str) -> None:
    """Takes the answer off a post, and leaves its note and evidence: "Clear this answer"."""
    for part in ("value", "state", "reason"):
        data.pop(f"{code}-{part}", None)


def with_evidence(data: QueryDict, code: str, item: EvidenceItem) -> bool:
    """Puts a line of evidence into the first blank row of a post: "Use it as evidence".

    Whether the post has the line now: it has none where every row is in use.
    """
    for number in range(EVIDENCE_MOST):
        names = evidence_names(code, number)
        given = tuple(data.get(name, "").strip() for name in names)
        if given == (item.title, item.link):
            return True
        if not any(given):
            data[names[0]], data[names[1]] = item.title, item.link
            return True
    return False


def names_of(keys: Iterable[str], data: QueryDict, ending: str) -> list[str]:
    """The keys whose button of that ending, such as `-use-theirs`, was pressed."""
    return [key for key in keys if f"{key}{ending}" in data]

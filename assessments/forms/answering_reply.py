"""The reply to a save, question by question; and answers for people who only read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assessments.addresses import web_address
from assessments.forms.answering import Asking, DimensionForm, fields_of, fields_of_pair
from assessments.forms.answering_layout import (
    clash_words,
    clash_words_of_pair,
    pair_words,
    reply_text,
    saved_text,
)
from assessments.forms.reading import evidence_names
from assessments.names import whole_number
from assessments.queries.answers import StoredAnswer
from assessments.rubric.definition import PAIR, ContradictionSpec, QuestionSpec, RubricSpec
from assessments.scoring.sheet import UNANSWERED, EvidenceItem, State
from assessments.services.answers import EVIDENCE_MOST, Outcome, Saved


def save_reply(form: DimensionForm, saved: Saved, shown: str = "") -> dict[str, dict[str, object]]:
    """Each posted question's new revision, state, errors and, where it matters, theirs.

    The same of each reason for a pair, by its key. `shown` lists what the page shows as it was
    saved, with the revision: "BUD-01:3 BUD-02:0". Answers and reasons of these that other people
    have saved since are included.
    """
    seen = {change.code: change.seen for change in form.changes()}
    revisions, spec = _revisions(shown), form.asking.spec
    found: dict[str, dict[str, object]] = {}
    for code in form.keys:
        if errors := form.errors_of(code):
            found[code] = {"state": "error", "errors": errors}
        elif code in seen:
            stored = saved.answers.get(code)
            found[code] = _end(spec, code, saved.outcomes[code], stored, seen[code])
    for code in form.keys:
        stored, revision = saved.answers.get(code), revisions.get(code)
        if code not in found and stored and revision not in (None, str(stored.revision)):
            found[code] = _end(spec, code, Outcome.UNTOUCHED, stored, int(revision or 0))
    return found


def newer_than(
    asking: Asking, stored: Mapping[str, StoredAnswer], shown: str
) -> dict[str, dict[str, object]]:
    """What of a part is stored in another revision than is shown, by code or key: in words, and
    as the values of its fields. `shown` is as for `save_reply`; what it does not list is left out.
    """
    revisions = _revisions(shown)
    return {
        key: theirs_of(asking.spec, key, stored[key])
        for key in asking.keys
        if key in stored and revisions.get(key) not in (None, str(stored[key].revision))
    }


def _revisions(shown: str) -> dict[str, str]:
    pairs = (pair.rpartition(":") for pair in shown.split())
    return {code: revision for code, _, revision in pairs if whole_number(revision) is not None}


def _end(
    spec: RubricSpec,
    code: str,
    outcome: Outcome,
    stored: StoredAnswer | None,
    seen: int,
) -> dict[str, object]:
    if stored is None:
        return {"state": outcome.value, "revision": 0}
    if outcome in (Outcome.SAVED, Outcome.UNCHANGED):
        said = saved_text(stored)
        return {"state": outcome.value, "revision": stored.revision, "saved": said}
    # The page still shows what it showed: the revision that it had seen stays with it.
    return {"state": outcome.value, "revision": seen, "theirs": theirs_of(spec, code, stored)}


def theirs_of(spec: RubricSpec, code: str, stored: StoredAnswer) -> dict[str, object]:
    """Another person's answer or reason in words, and as the values of its fields."""
    if code.startswith(PAIR):
        pair = fields_of_pair(code, stored)
        pair.pop(f"{code}-revision")
        return {**clash_words_of_pair(stored), "fields": pair}
    question = spec.question(code)
    blank = {
        name: ""
        for number in range(EVIDENCE_MOST)
        for name in evidence_names(question.code, number)
    }
    fields = {**blank, **fields_of(question, stored)}
    fields.pop(f"{question.code}-revision")
    return {**clash_words(spec, question, stored), "fields": fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A piece of evidence; `href` only where the link leads somewhere on the web."""

    item: EvidenceItem

    @property
    def href(self) -> str:
        return web_address(self.item.link)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPair:
    """That an answer does not fit together with another, and why both are right, if that is known.

    `said` says who gave the reason and when.
    """

    words: str
    reason: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """A question with its answer in words, for those who may not answer now."""

    question: QuestionSpec
    text: str
    answer: str
    state: State
    note: str
    evidence: tuple[Line, ...]
    not_fitting: str
    pairs: tuple[ReadPair, ...]
    saved: str
    returned: str
    finished: Sequence[str]


def read_only(
    asking: Asking,
    stored: Mapping[str, StoredAnswer],
    asked: Collection[str],
    not_fitting: Mapping[str, str],
    met: Collection[str],
    returned: Mapping[str, str],
    finished: Mapping[str, Sequence[str]],
) -> list[ReadAnswer]:
    """The questions that are asked, in their order. `returned` are the reasons of a return, and
    `finished` what the plan has finished, by code.
    """
    found = []
    for question in asking.questions:
        if question.code not in asked:
            continue
        answer = stored.get(question.code)
        reply = answer.reply if answer else UNANSWERED
        found.append(
            ReadAnswer(
                question=question,
                text=question.wording_for(asking.sector).text,
                answer=reply_text(asking.spec, question, reply),
                state=reply.state,
                note=reply.note,
                evidence=tuple(Line(item=item) for item in reply.evidence),
                not_fitting=not_fitting.get(question.code, ""),
                pairs=tuple(
                    _read_pair(asking.spec, one, question.code, stored.get(one.key))
                    for one in asking.pairs
                    if one.code in met and question.code in one.pair
                ),
                saved=saved_text(answer),
                returned=returned.get(question.code, ""),
                finished=finished.get(question.code, ()),
            )
        )
    return found


def _read_pair(
    spec: RubricSpec, one: ContradictionSpec, code: str, stored: StoredAnswer | None
) -> ReadPair:
    reason = stored.reply.note if stored else ""
    return ReadPair(
        words=pair_words(spec, one, code), reason=reason, said=saved_text(stored) if reason else ""
    )

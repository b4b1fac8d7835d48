"""An answers file to an `AnswerSheet` and back, with every fault at once. Pure.

The same document, without its file, is what a submission keeps of the answers as they were sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from assessments.names import says_nothing
from assessments.question_types import (
    AnswerRefused,
    check_typed,
    check_typed_reason,
    check_typed_value,
    clean_reason,
    clean_text,
    marking,
)
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.rubric.files.json_reading import read_json
from assessments.rubric.findings import (
    FileRefused,
    Findings,
    OddScalar,
    cut,
    did_you_mean,
    listed,
    shown,
)
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State, Value

TOP_KEYS = ("sector", "answers")
ANSWER_KEYS = ("value", "state", "reason", "note", "evidence")
EVIDENCE_KEYS = ("title", "link")
STATES = {
    state.value: state
    for state in (State.ANSWERED, State.DONT_KNOW, State.NOT_APPLICABLE, State.UNANSWERED)
}
MOST_EVIDENCE = 100

_WEB = re.compile(r"https?://\S+")
_NOTHING: dict[str, object] = {}


def load_answers(spec: RubricSpec, source: str | bytes) -> AnswerSheet:
    """The sheet of an answers file (JSON); raises `FileRefused`, a line for each fault.

    Texts are held to what can be typed on the pages. Those of a submission are not: it was taken
    as it is, and stays readable.
    """
    findings = Findings()
    document = read_json(source, findings)
    return _sheet(spec, document.data, findings, document.line_of, typed=True)


def sheet_from_document(spec: RubricSpec, document: Mapping[str, object]) -> AnswerSheet:
    """The sheet of an answers document; raises `FileRefused` with every fault."""
    return _sheet(spec, document, Findings(), lambda place: None)


def sheet_to_document(sheet: AnswerSheet, spec: RubricSpec) -> dict[str, object]:
    """The sheet as JSON-able data, in the rubric's order; `sheet_from_document` undoes it.

    Replies to questions that the rubric does not have, and replies that say nothing, are left out.
    """
    answers = {}
    for _, question in spec.questions():
        entry = _entry(question, sheet.reply(question.code))
        if entry:
            answers[question.code] = entry
    return {"sector": sheet.sector, "answers": answers}


def _entry(question: QuestionSpec, reply: Reply) -> dict[str, object]:
    entry: dict[str, object] = {}
    if reply.state is State.ANSWERED and reply.value is not None:
        entry["value"] = marking(question.kind).to_json(reply.value)
    elif reply.state in (State.DONT_KNOW, State.NOT_APPLICABLE):
        entry["state"] = reply.state.value
    if reply.state is State.NOT_APPLICABLE:
        entry["reason"] = reply.reason
    if reply.note:
        entry["note"] = reply.note
    if reply.evidence:
        entry["evidence"] = [_evidence_entry(item) for item in reply.evidence]
    return entry


def _evidence_entry(item: EvidenceItem) -> str | dict[str, str]:
    if item.title == item.link:
        return item.link
    return {"title": item.title, "link": item.link} if item.link else {"title": item.title}


def _sheet(
    spec: RubricSpec,
    document: object,
    findings: Findings,
    line_of: Callable[[str], int | None],
    *,
    typed: bool = False,
) -> AnswerSheet:
    mapping = _mapping(document, "", TOP_KEYS, findings)
    sector = _sector(spec, mapping.get("sector"), findings)
    questions = {question.code: question for _, question in spec.questions()}
    replies: dict[str, Reply] = {}
    if mapping.get("answers") is None:
        if isinstance(document, Mapping):
            findings.fault("answers", "is missing")
    else:
        answers = _mapping(mapping["answers"], "answers", None, findings)
        for code, entry in answers.items():
            place = f"answers.{cut(code)}"
            question = questions.get(code)
            if question is None:
                suggestion = did_you_mean(code, questions, len(findings))
                findings.fault(place, f"is no question of this rubric{suggestion}")
            else:
                replies[code] = _reply(question, entry, place, findings)
                for part, message in _unseen(replies[code]) if typed else ():
                    findings.fault(f"{place}.{part}", message)
    if findings.found:
        raise FileRefused(listed(findings.found, line_of))
    return AnswerSheet(sector=sector, replies=replies)


def _mapping(
    raw: object, place: str, known: tuple[str, ...] | None, findings: Findings
) -> Mapping[str, object]:
    """The mapping at a place, less the keys that are not known; an empty one when it is none."""
    if not isinstance(raw, Mapping):
        findings.fault(place, f"must be an object, got {shown(raw)}")
        return _NOTHING
    if known is None:
        return raw
    for name in raw:
        if name not in known:
            inner = f"{place}.{cut(name)}" if place else cut(name)
            suggestion = did_you_mean(name, known, len(findings))
            findings.fault(inner, f"is not a key of this format{suggestion}")
    return raw


def _sector(spec: RubricSpec, raw: object, findings: Findings) -> str:
    codes = [sector.code for sector in spec.sectors]
    if raw is None:
        findings.fault("sector", f"is missing: it must be one of {', '.join(codes)}")
    elif raw not in codes:
        findings.fault("sector", f"must be one of {', '.join(codes)}, got {shown(raw)}")
    else:
        return str(raw)
    return ""


def _reply(question: QuestionSpec, raw: object, place: str, findings: Findings) -> Reply:
    entry = _mapping(raw, place, ANSWER_KEYS, findings)
    state = _state(question, entry, place, findings)
    return Reply(
        state=state,
        value=_value(question, entry, state, place, findings),
        reason=_reason(entry, state, place, findings),
        note=_text(entry.get("note", ""), f"{place}.note", findings),
        evidence=_evidence(entry.get("evidence", []), f"{place}.evidence", findings),
    )


def _unseen(reply: Reply) -> Iterator[tuple[str, str]]:
    """The parts of a reply that hide what they say or show nothing, each with what is wrong.

    A part at which something was noted already is empty by now.
    """
    checks: list[tuple[str, Callable[[], None]]] = [
        ("value", partial(check_typed_value, reply.value)),
        ("note", partial(check_typed, reply.note)),
    ]
    if reply.reason:
        checks.append(("reason", partial(check_typed_reason, reply.reason)))
    for index, item in enumerate(reply.evidence):
        if item.title.strip() and says_nothing(item.title):
            yield f"evidence[{index}].title", "is missing"
        checks.append((f"evidence[{index}].title", partial(check_typed, item.title)))
        if item.link != item.title:
            checks.append((f"evidence[{index}].link", partial(check_typed, item.link)))
    for part, check in checks:
        try:
            check()
        except AnswerRefused as refused:
            yield part, refused.message


def _state(
    question: QuestionSpec, entry: Mapping[str, object], place: str, findings: Findings
) -> State:
    implied = State.ANSWERED if "value" in entry else State.UNANSWERED
    raw = entry.get("state")
    inner = f"{place}.state"
    if "state" not in entry:
        state = implied
    elif isinstance(raw, str) and raw in STATES:
        state = STATES[raw]
    else:
        findings.fault(inner, f"must be one of {', '.join(STATES)}, got {shown(raw)}")
        return implied
    if state is State.DONT_KNOW and not question.dont_know_allowed:
        findings.fault(inner, "must not be dont_know: this question does not allow it")
    if state is State.NOT_APPLICABLE and not question.not_applicable_allowed:
        findings.fault(inner, "must not be not_applicable: this question does not allow it")
    if state is State.ANSWERED and "value" not in entry:
        findings.fault(f"{place}.value", "is missing")
    if state is not State.ANSWERED and "value" in entry:
        findings.fault(f"{place}.value", f"must be absent when the state is {state.value}")
    return state


def _value(
    question: QuestionSpec,
    entry: Mapping[str, object],
    state: State,
    place: str,
    findings: Findings,
) -> Value | None:
    if state is not State.ANSWERED or "value" not in entry:
        return None
    raw = entry["value"]
    inner = f"{place}.value"
    if raw is None or isinstance(raw, (bool, Mapping)):
        findings.fault(inner, f"must be a number, text or a list of codes, got {shown(raw)}")
        return None
    if isinstance(raw, OddScalar):
        findings.fault(inner, f"is not a number that can be used: {shown(raw)}")
        return None
    if isinstance(raw, list) and not all(isinstance(part, str) for part in raw):
        findings.fault(inner, "must be a list of codes, each of them text")
        return None
    if isinstance(raw, list) and len(set(raw)) != len(raw):
        findings.fault(inner, "names a code twice")
        return None
    try:
        return marking(question.kind).clean(question, raw)
    except AnswerRefused as refused:
        findings.fault(inner, f"{refused.message} (got {shown(raw)})")
        return None


def _reason(entry: Mapping[str, object], state: State, place: str, findings: Findings) -> str:
    inner = f"{place}.reason"
    if state is not State.NOT_APPLICABLE:
        if "reason" in entry:
            findings.fault(inner, "must be absent: only not_applicable has a reason")
        return ""
    try:
        return clean_reason(entry.get("reason", ""))
    except AnswerRefused as refused:
        findings.fault(inner, refused.message)
        return ""


def _text(raw: object, place: str, findings: Findings) -> str:
    try:
        return clean_text(raw)
    except AnswerRefused as refused:
        findings.fault(place, refused.message)
        return ""


def _evidence(raw: object, place: str, findings: Findings) -> tuple[EvidenceItem, ...]:
    if not isinstance(raw, list):
        findings.fault(place, f"must be a list, got {shown(raw)}")
        return ()
    if len(raw) > MOST_EVIDENCE:
        findings.fault(place, f"must have at most {MOST_EVIDENCE} links, and has {len(raw):,}")
        return ()
    return tuple(
        _evidence_item(item, f"{place}[{index}]", findings) for index, item in enumerate(raw)
    )


def _evidence_item(raw: object, place: str, findings: Findings) -> EvidenceItem:
    if isinstance(raw, str):
        text = _text(raw, place, findings)
        if not text.strip():
            findings.fault(place, "must not be empty")
        return EvidenceItem(title=text, link=text if _WEB.fullmatch(text) else "")
    if not isinstance(raw, Mapping):
        findings.fault(place, f"must be a link, or an object with a title, got {shown(raw)}")
        return EvidenceItem(title="")
    entry = _mapping(raw, place, EVIDENCE_KEYS, findings)
    link = _text(entry.get("link", ""), f"{place}.link", findings)
    title = _text(entry.get("title", link), f"{place}.title", findings)
    if not title.strip():
        findings.fault(f"{place}.title", "is missing")
    return EvidenceItem(title=title, link=link)

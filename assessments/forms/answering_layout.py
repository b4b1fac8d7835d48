"""How a page of questions looks: the layout of a `DimensionForm` in the template pack's pieces."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypedDict

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django.utils import timezone
from django.utils.text import capfirst

from assessments.contradictions import named
from assessments.crispy_govuk.layout import Control, Piece
from assessments.forms.answering import DimensionForm, kind_field
from assessments.forms.offering import offers_at
from assessments.forms.reading import evidence_names
from assessments.queries.answers import StoredAnswer
from assessments.queries.suggestions import Suggestion
from assessments.question_types import STATE_LABELS, TEXT_MOST
from assessments.question_types.base_field import state_choices
from assessments.rubric.definition import (
    ContradictionSpec,
    GateSpec,
    QuestionSpec,
    RubricSpec,
    Wording,
)
from assessments.scoring.sheet import REASON_LEAST, Reply, State
from assessments.services.answers import EVIDENCE_MOST
from assessments.wording import counted, long_moment, quoted

SAY_INSTEAD = "Or"


def helper_of(*pieces: LayoutObject) -> FormHelper:
    """The layout of a form whose page writes the form's tag itself."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*pieces)
    return helper


def bare_helper_for(form: DimensionForm, asked: Collection[str], *, last: bool) -> FormHelper:
    """The questions that are asked, without note and evidence, and the button that goes on."""
    return helper_of(
        Piece("trying/_go_on.html", last="yes" if last else ""),
        *(question_box(form, one, asked, bare=True) for one in form.questions if one.code in asked),
        Piece("trying/_go_on.html", last="yes" if last else "", shown="yes"),
    )


def question_box(
    form: DimensionForm, question: QuestionSpec, asked: Collection[str], *, bare: bool = False
) -> Piece:
    """One question, whole, or `bare` without note and evidence. One that is not asked now is there
    hidden, for scripts.
    """
    code, kind = question.code, kind_field(question)
    wording = question.wording_for(form.asking.sector)
    wrong = form.errors_of(code) if form.is_bound else {}
    rows = form.rows(code)
    return Piece(
        "assessments/_question.html",
        code=code,
        title=question.title,
        hidden=code not in asked and not wrong,
        clash=_clash(form, question),
        returned=form.returned.get(code, ""),
        finished=form.finished.get(code, ()),
        suggestion=suggestion_of(form, question),
        answer=_answer(form, question, wording),
        open=rows > 1 or _backed(form, code) or _wrong_below(code, wrong),
        evidence=wording.evidence,
        **offers_at(form, question),
        not_fitting=form.not_fitting.get(code, ""),
        pairs=tuple(_pair(form, one, code, bare=bare) for one in form.pairs if code in one.pair),
        note=Control(f"{code}-note", label="Note", limit=TEXT_MOST, rows=3),
        rows=tuple(_evidence_row(code, number) for number in range(rows)),
        most=EVIDENCE_MOST,
        choosable="yes" if form.asking.holding.items else "",
        revision=form[f"{code}-revision"].value(),
        saved=saved_text(form.stored.get(code)),
        clearable=kind.clearable,
        history=form.history,
        discussions=form.discussions,
        bare="yes" if bare else "",
    )


def _pair(form: DimensionForm, one: ContradictionSpec, code: str, *, bare: bool) -> Piece:
    """That the answer does not fit together with another one, the way to that one, and why both are
    right. Of two questions on this page the second has the field, and the first leads there.
    """
    key, other = one.key, form.asking.spec.question(one.other_than(code))
    here = [question.code for question in form.questions]
    met = one.code in form.met
    wrong = form.errors_of(key) if form.is_bound else {}
    has_field = not bare and code == [c for c in here if c in one.pair][-1]
    return Piece(
        "assessments/_contradiction.html",
        contradiction=one.code,
        key=key if has_field else "",
        shown=met or bool(wrong) or key in form.clashes,
        words=pair_words(form.asking.spec, one, code),
        met=met,
        other=other.code,
        other_title=other.title,
        other_is_here=other.code in here,
        field_key="" if bare or has_field else key,
        clash=_clash_of_pair(form, key) if has_field else "",
        why=Control(f"{key}-why", label="Why are both right?", **_WHY) if has_field else "",
        revision=form[f"{key}-revision"].value() if has_field else "",
        saved=saved_text(form.stored.get(key)) if has_field else "",
        named=capfirst(named(key, form.asking.spec)),
    )


def pair_words(spec: RubricSpec, one: ContradictionSpec, code: str) -> str:
    """That the answer to the question of this code does not fit, and what the rubric asks."""
    other = spec.question(one.other_than(code))
    return f"This does not fit your answer to {other.code}, {other.title}. {one.message}"


_WHY: dict[str, object] = {
    "hint": "Change one of the two answers, or keep both and say why. The report shows it.",
    "limit": TEXT_MOST,
    "rows": 3,
}


def _backed(form: DimensionForm, code: str) -> bool:
    """Whether the question has a note, or evidence in the first row."""
    parts = (f"{code}-note", *evidence_names(code, 0))
    return any(str(form[name].value() or "").strip() for name in parts)


def _wrong_below(code: str, wrong: dict[str, list[str]]) -> bool:
    """Whether something is wrong with the note or the evidence."""
    return any(name.startswith((f"{code}-note", f"{code}-evidence")) for name in wrong)


def _evidence_row(code: str, number: int) -> list[Control]:
    title, link = evidence_names(code, number)
    return [
        Control(title, label=f"Evidence {number + 1}: title"),
        Control(link, label=f"Evidence {number + 1}: link or reference"),
    ]


def _clash(form: DimensionForm, question: QuestionSpec) -> Piece | str:
    code = question.code
    if code not in form.clashes:
        return ""
    theirs = clash_words(form.asking.spec, question, form.clashes[code])
    return Piece("assessments/_clash.html", code=code, **theirs)


def _clash_of_pair(form: DimensionForm, key: str) -> Piece | str:
    if key not in form.clashes:
        return ""
    theirs = clash_words_of_pair(form.clashes[key])
    return Piece("assessments/_clash.html", code=key, **theirs)


def suggestion_of(form: DimensionForm, question: QuestionSpec) -> Piece | str:
    """The answer that waits to be accepted, or what was said last time. None that waits where a
    clash has to be settled first.
    """
    code = question.code
    said_already = form.finished.get(code, ())
    if code in form.before:
        said = _suggested(form, question, form.before[code])
        return Piece("assessments/_last_time.html", **said)
    found = form.suggestions.get(code)
    if found is None or code in form.clashes:
        return ""
    return Piece(
        "assessments/_suggestion.html",
        finished=found.finished,
        stale=tuple(
            one
            for one in form.stale.get(code, ())
            if one not in found.changes and one not in said_already
        ),
        **_suggested(form, question, found),
    )


def _suggested(form: DimensionForm, question: QuestionSpec, one: Suggestion) -> dict[str, object]:
    return {
        "code": question.code,
        "said": one.said or reply_text(form.asking.spec, question, one.reply),
        "answered": one.reply.state is not State.UNANSWERED,
        "refused": one.refused,
        "changes": one.changes,
        "source": one.source,
        "note": one.reply.note,
        "evidence": evidence_text(one.reply),
    }


def all_suggestions(
    form: DimensionForm, ready: Collection[str], asked: Collection[str]
) -> list[Piece]:
    """The buttons that accept all suggestions of the dimension, or those to unchanged questions.

    Those that are not `ready` are accepted at their questions.
    """
    if not ready:
        return []
    here = {one.code for one in form.asking.dimension.questions}
    others = here & form.suggestions.keys() & {*asked} - {*ready}
    if others:
        waits = f"{len(ready)} of {len(ready) + len(others)} suggested answers in this part"
        waits += " can be accepted here"
    else:
        waits = counted(len(ready), "suggested answer waits", "suggested answers wait")
        waits += " in this part"
    same = sum(not form.suggestions[code].changes for code in ready)
    if same == len(ready):
        changed = ""
    elif not same:
        changed = (
            "Its question has changed." if len(ready) == 1 else "Their questions have changed."
        )
    else:
        changed = counted(len(ready) - same, "is to a question", "are to questions")
        changed = f"{changed} that changed, marked “Reworded”."
    return [
        Piece(
            "assessments/_suggestions.html",
            waits=waits,
            changed=changed,
            what=next(iter(ready)) if len(ready) == 1 else "",
            every="" if others else "yes",
            number=f"{len(ready):,}",
            same=f"{same:,}" if 0 < same < len(ready) else "",
        )
    ]


def evidence_text(reply: Reply) -> str:
    """The evidence of a reply, a piece to a line."""
    return "\n".join(": ".join(filter(None, [item.title, item.link])) for item in reply.evidence)


def clash_words(
    spec: RubricSpec, question: QuestionSpec, theirs: StoredAnswer
) -> dict[str, object]:
    """The other person's answer in words, as the clash panel shows it."""
    return {
        "did": "answered this question",
        "what": "answer",
        "by": theirs.saved_by,
        "at": said_moment(theirs),
        "value_text": reply_text(spec, question, theirs.reply),
        "note": theirs.reply.note,
        "evidence": evidence_text(theirs.reply),
        "revision": theirs.revision,
    }


def clash_words_of_pair(theirs: StoredAnswer) -> dict[str, object]:
    """The same of their reason why two answers are both right."""
    return {
        "did": "gave a reason here",
        "what": "reason",
        "by": theirs.saved_by,
        "at": said_moment(theirs),
        "value_text": theirs.reply.note or "No reason",
        "note": "",
        "evidence": "",
        "revision": theirs.revision,
    }


def said_moment(stored: StoredAnswer) -> str:
    """When it was saved: "23 November 2026 at 2:02pm"."""
    return long_moment(timezone.localtime(stored.saved_at))


def reply_text(spec: RubricSpec, question: QuestionSpec, reply: Reply) -> str:
    """A reply in words, one thing to a line."""
    if reply.value is not None:
        return kind_field(question).said(question, reply.value, spec.level_name)
    if reply.state is State.NOT_APPLICABLE:
        return f"{STATE_LABELS[reply.state.value]}: {reply.reason}"
    return STATE_LABELS.get(reply.state.value, "Not answered")


def saved_text(stored: StoredAnswer | None) -> str:
    """Who saved it last, and when; empty when it was never saved."""
    return f"Last saved by {stored.saved_by}, {said_moment(stored)}" if stored else ""


def _answer(form: DimensionForm, question: QuestionSpec, wording: Wording) -> Piece | Control:
    """The control, under the question's text and what helps to answer it."""
    gates = tuple(_gate(form, question, gate) for gate in question.gates)
    intro = Piece(
        "assessments/_question_intro.html",
        question=question,
        why=wording.why,
        gates=gates,
        words=form.asking.spec.words_used(question, form.asking.sector),
    )
    if kind_field(question).states_inside:
        return _one_control(question, wording, intro)
    return _control_or_state(question, wording, intro)


class _Instead(TypedDict):
    descriptions: dict[str, str]
    reveals: dict[str, Control]


def _instead(question: QuestionSpec) -> _Instead:
    """How "not applicable" is dressed: when it may be said, and the reason that it asks for."""
    state = State.NOT_APPLICABLE.value
    if state not in dict(state_choices(question)):
        return {"descriptions": {}, "reveals": {}}
    when = question.not_applicable_when
    return {
        "descriptions": {state: when} if when else {},
        "reveals": {state: _reason(question.code)},
    }


def _one_control(question: QuestionSpec, wording: Wording, intro: Piece) -> Control:
    """A control among whose choices "don't know" is one."""
    dress = kind_field(question).dress(question)
    own_hint = dress.pop("hint", "")
    instead = _instead(question)
    descriptions = {**dress.pop("descriptions", {}), **instead["descriptions"]}
    return Control(
        f"{question.code}-value",
        label=wording.text,
        size="s",
        intro=intro,
        hint=wording.help or own_hint,
        descriptions=descriptions,
        reveals=instead["reveals"],
        **dress,
    )


def _control_or_state(question: QuestionSpec, wording: Wording, intro: Piece) -> Piece:
    """A control and the other states it allows, under one legend."""
    code, kind = question.code, kind_field(question)
    pieces = [Control(f"{code}-value", label=kind.labelled, **kind.dress(question))]
    if state_choices(question):
        said = _instead(question)
        pieces.append(Control(f"{code}-state", label=SAY_INSTEAD, group_css="rd-instead", **said))
    return Piece(
        "govuk/fieldset.html",
        *pieces,
        legend=wording.text,
        size="s",
        intro=intro,
        hint=wording.help,
        hint_id=f"help-{code}",
    )


def _gate(form: DimensionForm, question: QuestionSpec, gate: GateSpec) -> str:
    """What a gate means, said before people answer."""
    bound = gate.when_level_at_or_below
    if bound is None:
        lines = question.texts_of(gate.when_any_missing)
        every = "every one of " if len(lines) > 1 else ""
        when = f"you do not select {every}{quoted(lines)}"
    else:
        level = form.asking.spec.at_or_below(question, bound)
        when = kind_field(question).when(question, bound, level)
    lowest = min((level.number for level in question.levels), default=0)
    if question.dont_know_allowed and (bound is None or bound >= lowest):
        when += f", or “{STATE_LABELS[State.DONT_KNOW.value]}”"
    band = form.asking.spec.band(gate.cap_band).name
    if not form.asking.spec.shows_score:
        return f"If {when}, the highest band still open is {band}: “{gate.message}”"
    return (
        f"If {when}, the final band cannot be above {band}, even with a higher score. "
        f"The report will say: “{gate.message}”"
    )


def _reason(code: str) -> Control:
    return Control(
        f"{code}-reason",
        label="Why does this not apply to you?",
        label_more=f"Question {code}",
        hint=f"At least {REASON_LEAST} characters. The report shows it.",
        rows=3,
    )

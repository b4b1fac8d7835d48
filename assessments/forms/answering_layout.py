"""How a page of questions looks: the layout of a `DimensionForm` in the template pack's pieces."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.utils import timezone

from assessments.crispy_govuk.answering import (
    AddEvidence,
    Clash,
    ClashTemplate,
    EvidenceRow,
    SaveBar,
)
from assessments.crispy_govuk.html import Html, el, join
from assessments.crispy_govuk.layout import (
    Box,
    Button,
    ButtonGroup,
    Control,
    Details,
    Fixed,
    Group,
    Piece,
)
from assessments.crispy_govuk.parts import hint
from assessments.forms.answering import DimensionForm, kind_field
from assessments.forms.reading import evidence_names
from assessments.queries.answers import StoredAnswer
from assessments.question_types.base import TEXT_MOST
from assessments.question_types.base_field import STATE_LABELS, state_choices
from assessments.reports.wording import long_moment
from assessments.rubric.definition import GateSpec, QuestionSpec, Wording
from assessments.scoring.sheet import REASON_LEAST, Reply, State
from assessments.services.answers import EVIDENCE_MOST

SAY_INSTEAD = "Or"
LINKS = "A web address becomes a link in the report, also without https:// in front of it."


def helper_for(form: DimensionForm, asked: Collection[str], signin_url: str) -> FormHelper:
    """The form's layout. Questions that are not asked now stand there hidden, for scripts."""
    # Enter in a text field presses a form's first button, which must be the one that only saves.
    # (No button is named `action`: scripts would then find it in the place of the form's address.)
    first = el(
        "button",
        {
            "type": "submit",
            "name": "then",
            "value": "save",
            "class": "govuk-visually-hidden",
            "tabindex": "-1",
            "aria-hidden": "true",
        },
        "Save",
    )
    buttons = ButtonGroup(
        Button("Save and continue", name="then", value="continue"),
        Button("Save", name="then", value="save", style="secondary"),
    )
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        Fixed(first),
        *(question_box(form, question, asked) for question in form.questions),
        SaveBar(buttons, signin_url=signin_url),
        ClashTemplate(),
    )
    return helper


def question_box(form: DimensionForm, question: QuestionSpec, asked: Collection[str]) -> Box:
    """One question, whole. One that is not asked now stands there hidden, for scripts."""
    code = question.code
    wrong = form.errors_of(code) if form.is_bound else {}
    hidden = code not in asked and not wrong
    heading = el(
        "h2",
        {"class": "govuk-heading-m", "id": f"title-{code}"},
        el("span", {"class": "rd-question__code"}, code),
        f" {question.title}",
    )
    pieces: list[Piece] = [heading]
    if code in form.clashes:
        pieces.insert(0, Clash(code=code, **told_of(question, form.clashes[code])))
    pieces += [_answer(form, question), _backing(form, question, wrong), f"{code}-revision"]
    pieces.append(_foot(form, question))
    return Box(
        *pieces,
        tag="section",
        id=f"question-{code}",
        css="rd-question",
        attributes={
            "data-question": code,
            "aria-labelledby": f"title-{code}",
            "hidden": hidden,
        },
    )


def told_of(question: QuestionSpec, theirs: StoredAnswer) -> dict[str, Any]:
    """Somebody else's answer in words, as the clash panel shows it."""
    return {
        "by": theirs.saved_by,
        "at": said_moment(theirs),
        "value_text": reply_text(question, theirs.reply),
        "note": theirs.reply.note,
        "evidence": "\n".join(
            ": ".join(filter(None, [item.title, item.link])) for item in theirs.reply.evidence
        ),
        "revision": theirs.revision,
    }


def said_moment(stored: StoredAnswer) -> str:
    """When it was saved: "23 November 2026 at 2:02pm"."""
    return long_moment(timezone.localtime(stored.saved_at))


def reply_text(question: QuestionSpec, reply: Reply) -> str:
    """A reply in words, one thing to a line."""
    if reply.value is not None:
        return kind_field(question).said(question, reply.value)
    if reply.state is State.NOT_APPLICABLE:
        return f"{STATE_LABELS[reply.state.value]}: {reply.reason}"
    return STATE_LABELS.get(reply.state.value, "Not answered")


def saved_text(stored: StoredAnswer | None) -> str:
    """Who saved it last, and when; empty when nobody has."""
    return f"Last saved by {stored.saved_by}, {said_moment(stored)}" if stored else ""


def _answer(form: DimensionForm, question: QuestionSpec) -> Piece:
    """The control, under the question's text and what helps to answer it."""
    wording = question.wording_for(form.asking.sector)
    gates = [_gate(form, question, gate) for gate in question.gates]
    intro = [*_why(wording.why), *gates]
    if kind_field(question).states_inside:
        return _one_control(question, wording, intro)
    return _control_or_state(question, wording, intro)


def _instead(question: QuestionSpec) -> dict[str, Any]:
    """How "not applicable" is dressed: when it may be said, and the reason that it asks for."""
    state = State.NOT_APPLICABLE.value
    if state not in dict(state_choices(question)):
        return {"descriptions": {}, "reveals": {}}
    when = question.not_applicable_when
    return {
        "descriptions": {state: when} if when else {},
        "reveals": {state: [_reason(question.code)]},
    }


def _one_control(question: QuestionSpec, wording: Wording, intro: list[Piece]) -> Piece:
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


def _control_or_state(question: QuestionSpec, wording: Wording, intro: list[Piece]) -> Piece:
    """A control, and beside it what may be said instead, under one legend."""
    code, kind = question.code, kind_field(question)
    help_id = f"help-{code}" if wording.help else None
    pieces: list[Piece] = [*intro]
    if help_id:
        pieces.append(hint(wording.help, id=help_id))
    pieces.append(Control(f"{code}-value", label=kind.labelled, **kind.dress(question)))
    if state_choices(question):
        said = _instead(question)
        pieces.append(Control(f"{code}-state", label=SAY_INSTEAD, group_css="rd-instead", **said))
    return Group(wording.text, *pieces, size="s", attributes={"aria-describedby": help_id})


def _why(why: str) -> list[Piece]:
    if not why:
        return []
    lead = el("strong", None, "Why it matters.")
    return [el("p", {"class": "govuk-body"}, lead, f" {why}")]


def _gate(form: DimensionForm, question: QuestionSpec, gate: GateSpec) -> Html:
    """What a gate means, said before people answer."""
    bound = gate.when_level_at_or_below
    when = kind_field(question).when(question, bound)
    lowest = min((level.number for level in question.levels), default=0)
    if question.dont_know_allowed and bound >= lowest:
        when += f", or “{STATE_LABELS[State.DONT_KNOW.value]}”"
    band = form.asking.spec.band(gate.cap_band).name
    said = (
        f" If {when}, the final band cannot be above {band}, whatever the score. "
        f"The report will say: “{gate.message}”"
    )
    words = el("p", {"class": "govuk-body"}, el("strong", None, "Critical question."), said)
    return el("div", {"class": "rd-critical"}, words)


def _reason(code: str) -> Control:
    return Control(
        f"{code}-reason",
        label=join(
            [
                "Why does this not apply to you?",
                el("span", {"class": "govuk-visually-hidden"}, f" Question {code}"),
            ]
        ),
        hint=f"At least {REASON_LEAST} characters. The report shows it.",
        rows=3,
    )


def _backing(form: DimensionForm, question: QuestionSpec, wrong: dict[str, list[str]]) -> Details:
    """The note and the evidence: open when they hold something, or something wrong."""
    code, rows = question.code, form.rows(question.code)
    wording = question.wording_for(form.asking.sector)
    parts = (f"{code}-note", *evidence_names(code, 0))
    bound = any(str(form[name].value() or "").strip() for name in parts)
    below = any(name.startswith((f"{code}-note", f"{code}-evidence")) for name in wrong)
    suggested = el(
        "p",
        {"class": "govuk-body"},
        el("strong", None, "What would back your answer."),
        f" {wording.evidence}",
    )
    unseen = el("span", {"class": "govuk-visually-hidden"}, f" for question {code}")
    return Details(
        join(["Note and evidence", unseen]),
        *([suggested] if wording.evidence else []),
        Control(f"{code}-note", label="Note", limit=TEXT_MOST, rows=3),
        el("p", {"class": "govuk-hint govuk-!-margin-bottom-2"}, LINKS),
        *(_evidence_row(code, number) for number in range(rows)),
        AddEvidence(code, about=f"for question {code}", most=EVIDENCE_MOST),
        open=bound or below or rows > 1,
    )


def _evidence_row(code: str, number: int) -> EvidenceRow:
    title, link = evidence_names(code, number)
    which = el("span", {"data-evidence-number": True}, str(number + 1))
    return EvidenceRow(
        code,
        Control(title, label=join(["Evidence ", which, ": title"])),
        Control(link, label=join(["Evidence ", which, ": link or reference"])),
    )


def _foot(form: DimensionForm, question: QuestionSpec) -> Html:
    """Who saved it last, and how to take an answer back where the control cannot."""
    code = question.code
    saved = el("span", {"data-saved": True}, saved_text(form.stored.get(code)))
    clear = None
    if kind_field(question).clearable:
        clear = el(
            "button",
            {
                "type": "submit",
                "name": "clear",
                "value": code,
                "class": "rd-text-button rd-question__clear",
            },
            "Clear this answer",
            el("span", {"class": "govuk-visually-hidden"}, f" to question {code}"),
        )
    return el("div", {"class": "rd-question__foot"}, saved, clear)

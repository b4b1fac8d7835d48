"""What an organisation already has, offered as evidence at a question that it supports."""

from __future__ import annotations

from typing import TypedDict

from assessments.forms.answering import DimensionForm
from assessments.forms.reading import evidence_names
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import EvidenceItem


class Offer(TypedDict):
    said: str
    past: bool
    used: bool
    item: EvidenceItem
    value: str


class Offers(TypedDict):
    offers: tuple[Offer, ...]
    more_offers: str


OFFERS_MOST = 5
"""How much of what the organisation has is offered at a question, besides what is used there."""


def offers_at(form: DimensionForm, question: QuestionSpec) -> Offers:
    """What the organisation has that supports the question, the longest good first, and whether the
    answer names it; and how much more there is.
    """
    code, today = question.code, form.asking.holding.day
    rows = [
        tuple(str(form[name].value() or "").strip() for name in evidence_names(code, number))
        for number in range(form.rows(code))
    ]
    found = [(one, one.line) for one in form.asking.holding.supporting(question)]
    used = [one.reference for one, line in found if (line.title, line.link) in rows]
    offered = [one.reference for one, _ in found if one.reference not in used][:OFFERS_MOST]
    shown = {*used, *offered}
    return {
        "offers": tuple(
            {
                "said": one.said(today),
                "past": one.is_past(today),
                "used": one.reference in used,
                "item": line,
                "value": f"{code} {one.reference}",
            }
            for one, line in found
            if one.reference in shown
        ),
        "more_offers": _more(len(found) - len(shown)),
    }


def _more(left: int) -> str:
    if not left:
        return ""
    records, support = ("record", "supports") if left == 1 else ("records", "support")
    return f"{left:,} more {records} of what you already have {support} this question."

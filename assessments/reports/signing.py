"""Who signed a submission off, as a report has it: frozen values, ready in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.rubric.definition import Document
from assessments.wording import counted, listed, long_moment
from assessments.workflow import TWO


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSent:
    """A sending for approval, with the message. `at` is as in ISO 8601; `text` is a sentence."""

    by: str
    at: str
    said: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDecision:
    """An approval or a return, as it was signed. `at` is as in ISO 8601, and `void` says that an
    approval counted no more: what was approved changed afterwards, or it was sent for approval
    again. `questions` are those at which reasons were given.

    `heading` says what it was, by whom and when: "Approved by Ann Lee, Director of Finance,
    23 November 2026 at 2:02pm". `said` is the statement or the reason; `about` and `sample` are
    sentences, or empty.
    """

    outcome: str
    void: bool
    name: str
    job_title: str
    acting_for: str
    at: str
    said: str
    questions: Sequence[str]
    evidence_seen: Sequence[str]
    evidence_not_seen: Sequence[str]
    heading: str
    about: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSigning:
    """How a submission was signed off. `summary` says by how many people."""

    summary: str
    sent: Sequence[ReportSent]
    decisions: Sequence[ReportDecision]


def signing(document: Document) -> ReportSigning | None:
    """From what the submission kept (`reviewing.to_document`); `None` where it kept nothing."""
    if not document:
        return None
    last = datetime.fromisoformat(document["sent"][-1]["at"])
    decisions = tuple(_decision(one, last) for one in document["decisions"])
    return ReportSigning(
        summary=_summary(document, decisions),
        sent=tuple(
            ReportSent(
                by=one["by"],
                at=one["at"],
                said=one["said"],
                text=f"Sent for approval by {one['by']}, {_moment(one['at'])}.",
            )
            for one in document["sent"]
        ),
        decisions=decisions,
    )


def _decision(one: Document, last: datetime) -> ReportDecision:
    """`last` is when it was last sent: a return or a recall ended what was approved before."""
    approved = one["outcome"] == "approved"
    sent_again = approved and datetime.fromisoformat(one["at"]) < last
    outcome = "Approved" if approved else "Returned"
    title = f", {one['job_title']}" if one["job_title"] else ""
    acting = f", acting for {one['acting_for']}" if one["acting_for"] else ""
    after = ""
    if one["void"]:
        after = ". Answers changed afterwards, so this approval no longer counted"
    elif sent_again:
        after = ". It was sent for approval again afterwards, so this approval no longer counted"
    elif one.get("signs_no_more"):
        whose = one["acting_for"] or one["name"]
        after = (
            f". {whose} could no longer approve when it was submitted; the approval counted, "
            "because it was given while they could"
        )
    seen = tuple(each["question"] for each in one["sample"] if each["evidence_seen"])
    not_seen = tuple(each["question"] for each in one["sample"] if not each["evidence_seen"])
    return ReportDecision(
        outcome=one["outcome"],
        void=one["void"] or sent_again,
        name=one["name"],
        job_title=one["job_title"],
        acting_for=one["acting_for"],
        at=one["at"],
        said=one["said"],
        questions=tuple(one["questions"]),
        evidence_seen=seen,
        evidence_not_seen=not_seen,
        heading=f"{outcome} by {one['name']}{title}{acting}, {_moment(one['at'])}{after}",
        about=f"With reasons at {listed(one['questions'])}." if one["questions"] else "",
        sample=(
            said_of_sample(seen, not_seen) if approved else said_as_far_as_looked(seen, not_seen)
        ),
    )


def _summary(document: Document, decisions: Sequence[ReportDecision]) -> str:
    names = [one.name for one in decisions if one.outcome == "approved" and not one.void]
    if document["people_needed"] == TWO:
        return f"Approved by two people, as the organisation requires: {listed(names)}."
    if document["by_sender"]:
        return f"Approved by {listed(names)} alone, who also sent it for approval."
    return f"Sent for approval by one person and approved by another, {listed(names)}."


def _moment(text: str) -> str:
    return long_moment(datetime.fromisoformat(text))


def said_as_far_as_looked(seen: Sequence[str], not_seen: Sequence[str]) -> str:
    """The same of a person who returned it, who need not have looked at every one."""
    found = [
        f"evidence seen for {listed(seen)}" if seen else "",
        f"evidence not seen for {listed(not_seen)}" if not_seen else "",
    ]
    said = "; ".join(filter(None, found))
    return f"Of a sample of answers at the two top levels, {said}." if said else ""


def said_of_sample(seen: Sequence[str], not_seen: Sequence[str]) -> str:
    """What an approver found in the sample, in a sentence; empty where none was recorded."""
    if not seen and not not_seen:
        return ""
    drawn = counted(len(seen) + len(not_seen), "answer")
    of = f"of a sample of {drawn} at the two top levels"
    if not not_seen:
        return f"Evidence seen for each {of}: {listed(seen)}."
    missing = f"evidence not seen for {listed(not_seen)}"
    if not seen:
        return f"{of.capitalize()}, {missing}."
    return f"{of.capitalize()}, evidence seen for {listed(seen)}; {missing}."

"""The whole result as frozen, whose submission it is, and what questions count towards besides."""

from __future__ import annotations

import json

from assessments.exports.base import NamedExport
from assessments.reports.content import Report
from assessments.reports.documents import (
    FLAG,
    TEXT,
    TEXTS,
    Fields,
    Kind,
    entry,
    list_of,
    or_none,
)
from assessments.rubric.definition import Document

STRENGTH = Kind({"enum": ["asserted", "documented", "tested", None]}, lambda word: word or None)
"""Null where it was not recorded; a test holds the words against those of `workflow.Strength`."""
DATE = Kind({"type": "string", "format": "date"})
DATE_IF_KNOWN = Kind(or_none(DATE).schema, lambda day: day or None)
HELD: Fields = {
    "reference": TEXT,
    "title": TEXT,
    "framework": TEXT,
    "parts": TEXTS,
    "achieved_on": DATE,
    "good_until": DATE,
    "past": FLAG,
    "url": TEXT,
    "questions": TEXTS,
}
FILE: Fields = {
    "reference": TEXT,
    "name": TEXT,
    "size": Kind({"type": "integer", "minimum": 0}),
    "sha256": Kind({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
}
EVIDENCE: Fields = {
    "reference": TEXT,
    "title": TEXT,
    "url": TEXT,
    "cited": TEXT,
    "strength": STRENGTH,
    "achieved_on": DATE_IF_KNOWN,
    "good_until": DATE_IF_KNOWN,
    "past": FLAG,
    "questions": TEXTS,
    "supports": TEXTS,
    "files": list_of(FILE),
}
NOT_FITTING: Fields = {"code": TEXT, "not_fitting": TEXT}
CONTRADICTION: Fields = {
    "code": TEXT,
    "questions": TEXTS,
    "message": TEXT,
    "reason": TEXT,
    "by": TEXT,
    "at": TEXT,
}
SENT: Fields = {"by": TEXT, "at": TEXT, "said": TEXT}
DECISION: Fields = {
    "outcome": TEXT,
    "void": FLAG,
    "name": TEXT,
    "job_title": TEXT,
    "acting_for": TEXT,
    "at": TEXT,
    "said": TEXT,
    "questions": TEXTS,
    "evidence_seen": TEXTS,
    "evidence_not_seen": TEXTS,
}
SUBMISSION: Fields = {
    "reference": TEXT,
    "number": Kind({"type": "integer", "minimum": 1}),
    "code": TEXT,
    "hash": TEXT,
    "organisation": TEXT,
    "sector": TEXT,
    "submitted_at": Kind({"type": "string", "format": "date-time"}, lambda when: when.isoformat()),
    "submitted_by": TEXT,
}
CHANGE: Fields = {"sentence": TEXT, "band_sentence": TEXT, "no_split": TEXT}
COUNTS_TOWARDS: Fields = {"question": TEXT, "framework": TEXT, "ref": TEXT, "title": TEXT}


class JsonExport(NamedExport):
    """The result document word for word; `submission`, `counts_towards`, `change` and `record`
    come after. The hash of `submission` is of `record` and the result.
    """

    extension = "json"
    what = "result"
    content_type = "application/json"

    def render(self, report: Report) -> bytes:
        """UTF-8, keys in the order of the format, two spaces of indent, a line end at the end."""
        signing = report.signing
        sent, decisions = (signing.sent, signing.decisions) if signing else ((), ())
        document = {
            **report.result_document,
            "submission": {
                **entry(report.particulars, SUBMISSION),
                "held": [entry(one, HELD) for one in report.held],
                "evidence": [entry(one, EVIDENCE) for one in report.evidence],
                "not_fitting": [entry(one, NOT_FITTING) for one in report.not_fitting],
                "contradictions": [entry(one, CONTRADICTION) for one in report.contradictions],
                "sent_for_approval": [entry(one, SENT) for one in sent],
                "decisions": [entry(one, DECISION) for one in decisions],
            },
            "counts_towards": [
                entry(one, COUNTS_TOWARDS, question=part.code, ref=ref)
                for part in (*report.questions, *report.unasked)
                for one in part.counts_towards
                for ref in one.refs
            ],
            "change": _change(report),
            **({"record": report.record} if report.record else {}),
        }
        text = json.dumps(document, ensure_ascii=False, indent=2)
        return f"{text}\n".encode("utf-8", "backslashreplace")


def _change(report: Report) -> Document | None:
    """What became of the result since the submission before, which `since` names."""
    last = report.glance.last
    if report.change is None or last is None:
        return None
    return {
        "since": last.reference,
        **entry(report.change, CHANGE),
        "split": report.change.document,
    }


EXPORT = JsonExport()

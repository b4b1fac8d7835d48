"""The whole result as frozen, whose submission it is, and what questions count towards besides."""

from __future__ import annotations

import json

from assessments.exports.base import NamedExport
from assessments.reports.content import Report
from assessments.rubric.definition import Document
from assessments.scoring.documents import entry
from assessments.scoring.download import (
    CHANGE,
    CONTRADICTION,
    COUNTS_TOWARDS,
    DECISION,
    EVIDENCE,
    HELD,
    NOT_FITTING,
    SENT,
    SUBMISSION,
)


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

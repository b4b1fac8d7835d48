"""Why an assessment was returned, where its questions are answered."""

from __future__ import annotations

from typing import Any

from django import template

from assessments.queries.reviews import rounds_of
from assessments.reviewing import returned

register = template.Library()


@register.inclusion_tag("assessments/_returned_here.html")
def returned_here(assessment: Any, dimension: Any) -> dict[str, object]:
    """The reasons at the questions of a part, until the assessment is sent again; nothing where
    there are none: `{% returned_here assessment dimension %}`. One query.
    """
    back = returned(rounds_of(assessment)) if assessment.is_open else None
    reasons = back.reasons if back else {}
    named = [(one, reasons[one.code]) for one in dimension.questions if one.code in reasons]
    return {"back": back, "named": named}

"""The discussions that are open, wherever a page warns of them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from assessments.queries.discussions import (
    Assessment,
    OpenDiscussions,
    open_by_question,
    questions_of,
)

register = template.Library()

NAMED_MOST = 20
"""How many questions the warning names; the others are a page away."""


@register.inclusion_tag("discussions/_open.html")
def open_discussions(
    organisation: object, assessment: Assessment, read: Mapping[str, OpenDiscussions] | str = ""
) -> dict[str, object]:
    """That questions of the assessment are still discussed, those that need it first, each with a
    link; nothing where none is: `{% open_discussions organisation assessment %}`. One query, unless
    the page has `read` them by question.
    """
    found = open_by_question(assessment) if isinstance(read, str) else read
    asked = questions_of(assessment)
    named = [(asked[code][1], found[code]) for code in asked if code in found]
    named.sort(key=lambda one: not one[1].needed)
    return {
        "organisation": organisation,
        "assessment": assessment,
        "named": named[:NAMED_MOST],
        "more": len(named) - NAMED_MOST,
        "number": len(named),
        "needed": sum(bool(one.needed) for _, one in named),
    }

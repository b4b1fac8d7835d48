"""What the tests of the answering form share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.http import QueryDict
from django.template import Context

from assessments.forms.answering import Asking, DimensionForm, fields_of
from assessments.forms.answering_drawn import helper_for
from assessments.queries.answers import StoredAnswer
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import Reply
from tests.factories import rubrics as r

REASON = "We have no such systems, none at all."
FREE = {"not_applicable_allowed": True, "not_applicable_when": "You own no such thing."}
QUESTIONS = {
    "single": r.single("SIN", **FREE),
    "yes_no": r.yes_no("YES", **FREE),
    "percentage": r.percentage("PER", **FREE),
    "number": r.number("NUM", **FREE),
    "checklist": r.checklist("CHE", **FREE),
    "text": r.text("TEX", **FREE),
}


def asking(*questions: QuestionSpec, sector: str = r.COUNCIL) -> Asking:
    spec = r.rubric(r.dimension("DIM", 1, *questions))
    return Asking(spec=spec, dimension=spec.dimensions[0], sector=sector)


def posted(**fields: str | Sequence[str]) -> QueryDict:
    """A post; `__` in a name is the hyphen."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name.replace("__", "-"), [value] if isinstance(value, str) else list(value))
    return data


def filled(question: QuestionSpec, reply: Reply) -> QueryDict:
    """What a browser would post of a page that shows the reply."""
    stored = StoredAnswer(
        reply=reply, revision=3, saved_at=datetime.now(UTC), saved_by="Ada", saved_by_id=1
    )
    return posted(**fields_of(question, stored))


def form_of(question: QuestionSpec, data: QueryDict) -> DimensionForm:
    form = DimensionForm(asking(question), data=data)
    form.is_valid()
    return form


def html_of(form: DimensionForm, asked: Sequence[str] | None = None) -> str:
    codes = [q.code for q in form.questions] if asked is None else asked
    return str(helper_for(form, codes, "/sign-in/").render_layout(form, Context()))


def messages(form: DimensionForm) -> dict[str, list[str]]:
    return {name: [str(said) for said in found] for name, found in form.errors.items()}

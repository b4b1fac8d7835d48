"""A page of questions that is filled in is, to the letter, the page as it would be drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assessments.contradictions import possible
from assessments.evidence import Holding
from assessments.forms import answering_drawn
from assessments.forms.answering import Asking, DimensionForm
from assessments.forms.answering_drawn import PATTERNS_MOST
from assessments.queries.answers import StoredAnswer
from assessments.queries.suggestions import Suggestion
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import UNANSWERED, EvidenceItem, Reply, State
from assessments.services.answers import EVIDENCE_MOST
from tests.factories import rubrics as r
from tests.factories.shipped import shipped_rubric
from tests.forms.answering import QUESTIONS, REASON, asking, html_of, posted
from tests.forms.test_answering import STRANGE, VALUES
from tests.reports.samples import item

ALL = asking(*QUESTIONS.values())
EDITION = (1, "hash")
ONE_ITEM = Holding(items=[item("Some record", date(2027, 1, 1))], day=date(2026, 11, 1))

Publish = Callable[[Asking], Asking]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Publish:
    """A page of a published edition, as which it may be kept."""

    def publish(page: Asking) -> Asking:
        answering_drawn._pattern.cache_clear()
        monkeypatch.setattr(answering_drawn, "published_spec", lambda *_: page.spec)
        return replace(page, edition=EDITION)

    return publish


def stored(reply: Reply, revision: int = 3) -> StoredAnswer:
    at = datetime(2026, 7, 1, 13, 2, tzinfo=UTC)
    return StoredAnswer(
        reply=reply, revision=revision, saved_at=at, saved_by="Ada & <Bo>", saved_by_id=1
    )


def both(
    page: Asking, answers: Mapping[str, StoredAnswer], asked: Any = None, **more: Any
) -> tuple[str, str]:
    """The page with these answers, drawn anew and filled in."""
    found = []
    for each in (replace(page, edition=None), page):
        form = DimensionForm(each, stored=answers)
        form.history, form.discussions = "/history/?question=", "/discussions/"
        for name, value in more.items():
            setattr(form, name, value)
        found.append(html_of(form, asked))
    return found[0], found[1]


REPLIES = {
    "unanswered": UNANSWERED,
    "unanswered with a note": Reply(note="Later."),
    "don't know": Reply(state=State.DONT_KNOW, note="Asked around."),
    "not applicable": Reply(state=State.NOT_APPLICABLE, reason=REASON),
    **{f"evidence {n}": Reply(evidence=(EvidenceItem(title="T", link="L"),) * n) for n in (1, 3)},
    "all rows": Reply(evidence=(EvidenceItem(title="T"),) * EVIDENCE_MOST),
    "a link alone": Reply(evidence=(EvidenceItem(title="", link="L"),), note="\r\nn"),
    "a blank row": Reply(evidence=(EvidenceItem(title=""), EvidenceItem(title="T"))),
    "a blank note": Reply(note="  \n"),
    **{
        strange: Reply(note=strange, evidence=(EvidenceItem(title=strange, link=strange),))
        for strange in STRANGE
    },
}


@pytest.mark.parametrize("reply", REPLIES.values(), ids=[*REPLIES])
def test_every_kind_is_filled_in_as_it_is_drawn(published: Publish, reply: Reply) -> None:
    page = published(ALL)
    drawn, filled = both(page, {one.code: stored(reply) for one in QUESTIONS.values()})
    assert filled == drawn


def test_every_kind_of_answer_is_filled_in_as_it_is_drawn(published: Publish) -> None:
    page = published(ALL)
    answers = {
        question.code: stored(Reply(state=State.ANSWERED, value=VALUES[kind][1]))
        for kind, question in QUESTIONS.items()
    }
    drawn, filled = both(page, answers)
    assert filled == drawn and filled.count(" checked") == 4
    for strange in STRANGE:
        answers["TEX"] = stored(Reply(state=State.ANSWERED, value=strange))
        drawn, filled = both(page, answers)
        assert filled == drawn


def test_a_page_that_was_never_saved_or_hides_questions_is_the_same(published: Publish) -> None:
    page = published(ALL)
    drawn, filled = both(page, {}, ["SIN", "TEX"])
    assert filled == drawn and filled.count(" hidden>") > 4


def test_what_is_said_at_a_question_besides_its_answer_is_there(published: Publish) -> None:
    page, code = published(ALL), "SIN"
    answers = {code: stored(Reply(state=State.ANSWERED, value=2))}
    suggested = Suggestion(
        dimension=ALL.dimension,
        question=QUESTIONS["single"],
        reply=Reply(state=State.ANSWERED, value=3),
        said="",
        changes=("Reworded",),
        source="2025 <edition>",
    )
    for more in (
        {"suggestions": {code: suggested}},
        {"before": {code: suggested}},
        {"returned": {code: "Say <more>."}},
        {"finished": {code: ("An action is done.",)}},
        {"not_fitting": {code: "It does not fit."}},
    ):
        drawn, filled = both(page, answers, **more)
        assert filled == drawn
    holding = published(replace(ALL, holding=ONE_ITEM))
    drawn, filled = both(holding, answers)
    assert filled == drawn and "choose from your organisation" in filled


@pytest.mark.parametrize("with_answers", [False, True])
def test_the_rubric_that_ships_is_the_same_in_every_sector(
    published: Publish, with_answers: bool
) -> None:
    spec = shipped_rubric()
    for sector in (one.code for one in spec.sectors):
        for number, dimension in enumerate(spec.dimensions):
            page = published(Asking(spec=spec, dimension=dimension, sector=sector))
            answers = {
                question.code: stored(r.any_reply(question, number + place))
                for place, question in enumerate(page.every)
            }
            answers |= {one.key: stored(Reply(note="Both <are>.")) for one in page.pairs}
            drawn, filled = both(page, answers if with_answers else {})
            assert filled == drawn


def test_answers_that_do_not_fit_together_are_said_at_both(published: Publish) -> None:
    spec = shipped_rubric()
    pair = next(iter(possible(spec, spec.sectors[0].code)))
    part, _ = next(one for one in spec.questions() if one[1].code == pair.question)
    page = published(Asking(spec=spec, dimension=part, sector=spec.sectors[0].code))
    drawn, filled = both(page, {pair.key: stored(Reply(note="Yes."))}, met={pair.code})
    assert filled == drawn and pair.message[:20] in filled


def test_a_form_with_errors_is_drawn(published: Publish) -> None:
    page = published(ALL)
    data = posted(SIN__revision="0", SIN__value="77", NUM__revision="0", NUM__value="many")
    pages = [
        html_of(DimensionForm(each, data=data)) for each in (page, replace(page, edition=None))
    ]
    assert pages[0] == pages[1] and "govuk-error-message" in pages[0]


def test_a_question_is_drawn_once_for_everyone(
    published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = published(ALL)
    first = both(page, {"SIN": stored(Reply(note="Mine."))})[1]
    monkeypatch.setattr(answering_drawn, "question_box", None)
    form = DimensionForm(page, stored={"SIN": stored(Reply(note="Yours."))})
    form.history, form.discussions = "/history/?question=", "/discussions/"
    assert html_of(form) == first.replace("Mine.", "Yours.")


def test_each_sector_and_edition_has_its_own(published: Publish) -> None:
    """A breach: the same question in the words of another sector, or of a later edition."""
    council = published(asking(r.single("ONE", why="For <councils>.")))
    both(council, {})
    found = answering_drawn._pattern
    shape = answering_drawn.Shape(hidden=False, rows=0, noted=False, saved=False, choosable=False)
    before = found.cache_info().misses
    found(EDITION, r.TRUST, "DIM", "ONE", shape)
    found((1, "another hash"), r.COUNCIL, "DIM", "ONE", shape)
    assert found.cache_info().misses == before + 2
    assert found.cache_info().maxsize == PATTERNS_MOST


def test_a_value_that_is_lost_is_seen(published: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    page = published(ALL)
    monkeypatch.setattr(answering_drawn, "_is_chosen", lambda *_: False)
    drawn, filled = both(page, {"SIN": stored(Reply(state=State.ANSWERED, value=2))})
    assert filled != drawn


def test_a_draft_is_never_kept(published: Publish) -> None:
    page = replace(published(ALL), edition=None)
    html_of(DimensionForm(page))
    assert answering_drawn._pattern.cache_info().currsize == 0


def test_no_question_can_hold_what_marks_a_gap(published: Publish) -> None:
    question: QuestionSpec = QUESTIONS["single"]
    page = published(ALL)
    note = "\0\1SIN-note\1\0"
    drawn, filled = both(page, {question.code: stored(Reply(note=note))})
    assert filled == drawn

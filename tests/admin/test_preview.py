"""An edition as each sector meets it, answered and scored in a sandbox that keeps nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.admin.preview import KEY, MOST_PREVIEWS
from assessments.forms.sandbox import packed, unpacked
from assessments.models import (
    Answer,
    Assessment,
    AuditEvent,
    Dimension,
    DraftState,
    Gate,
    Question,
    RubricVersion,
    Sector,
    User,
)
from assessments.queries.drafts import forget_findings
from assessments.question_types import MARKER
from assessments.rubric.definition import ConditionSpec, RubricSpec
from assessments.rubric.files.codec import to_document, usable
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from assessments.services import rubrics
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address, fields_in, fields_of, posted, text_of
from tests.contradictions import paired_spec
from tests.cost import counted
from tests.factories import rubrics as r
from tests.factories.shipped import worked_example
from tests.rubric.test_soundness import one_dimension
from tests.views.pages import SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_findings()


def preview(version: RubricVersion, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{address(version, 'preview')}?{query}"


def press(client: Client, page: str, came: Any = None, go: str = "", **answers: Any) -> Any:
    """The answer to posting the page, or the page that came last, with these answers."""
    if came is None:
        data = posted(client, page)
    else:
        data = fields_in(came)
        action = re.search(
            r'<form method="post" action="([^"]+)" novalidate', came.content.decode()
        )
        assert action is not None
        page = page.split("?")[0] + unescape(action[1])
    return client.post(page, {**data, "go": go, **answers})


def small_draft(programme: Programme, spec: RubricSpec) -> RubricVersion:
    return rubrics.import_draft(spec=spec, by=programme.editor)


def test_the_draft_is_shown_as_the_first_sector_meets_its_first_part(
    as_editor: Client, draft: RubricVersion
) -> None:
    shown = text_of(as_editor.get(preview(draft)))
    assert "Preview of a draft: nothing you enter counts, and it goes when you sign out" in shown
    assert "part 1 of 5" in shown and "BUD-01" in shown
    assert f'href="{address(draft, "preview")}"' in text_of(as_editor.get(address(draft)))


@pytest.mark.usefixtures("whole")
def test_every_sector_reads_every_part_in_its_own_words(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    spoken = set()
    for sector in world.spec.sectors:
        for dimension in world.spec.dimensions:
            page = preview(draft, sector=sector.code, dimension=dimension.code)
            response = as_editor.get(page)
            shown = text_of(response)
            for question in dimension.questions:
                is_asked = not question.applies_to or sector.code in question.applies_to
                assert (f'id="question-{question.code}"' in shown) is is_asked
                if is_asked:
                    assert question.wording_for(sector.code).text in shown
                    spoken.add((question.code, question.wording_for(sector.code).text))
    assert len(spoken) > sum(1 for _ in world.spec.questions())


@pytest.mark.usefixtures("whole")
def test_every_page_costs_little(as_editor: Client, draft: RubricVersion, world: World) -> None:
    for dimension in world.spec.dimensions:
        forget_findings()
        page = preview(draft, dimension=dimension.code)
        response, queries = counted(partial(as_editor.get, page))
        html = response.content.decode()
        assert queries <= 10
        assert fields_of(html) < 400
        assert len(html) < 90_000, dimension.code


def test_answers_travel_from_part_to_part_and_the_score_follows(
    as_editor: Client, draft: RubricVersion
) -> None:
    page = preview(draft, sector="local_authority", dimension="BUD")
    first = press(as_editor, page, go="TRA", **{"BUD-01-value": "4", "BUD-01-note": "A plan"})
    shown = text_of(first)
    assert "part 2 of 5" in shown and "1 of 17 questions answered" in shown
    assert "The score so far lies between" in shown
    second = press(as_editor, page, first, go="BUD", **{"TRA-01-value": "2"})
    shown = text_of(second)
    assert "2 of 17 questions answered" in shown
    assert re.search(r'name="BUD-01-value"[^>]*value="4"[^>]*checked', second.content.decode())
    assert ">A plan</textarea>" in shown
    assert "Last saved by" not in shown


@pytest.mark.usefixtures("whole")
def test_the_sandbox_scores_what_the_engine_scores(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    replies = world_replies(world)
    page = preview(draft, sector=worked_example()["sector"], dimension="BUD")
    session = as_editor.session
    session[KEY] = {str(draft.pk): packed(world.spec, replies)}
    session.save()
    shown = text_of(as_editor.get(page))
    answers = AnswerSheet(sector=worked_example()["sector"], replies=replies)
    result = score(world.spec, answers, MARKER)
    assert result.complete and result.overall is not None
    assert f"<strong>Overall score: {result.overall.shown}</strong>" in shown
    assert f"gives a score of {result.overall.shown}" in shown
    lowest = {gate.question: gate for gate in reversed(result.bands.gates)}
    assert len(lowest) > 1
    for gate in lowest.values():
        assert gate.message in shown
    for dimension in result.dimensions:
        assert dimension.score is not None
        assert f"scores {dimension.score.shown}" in shown
    final = world.spec.band(result.bands.final or "").name
    assert f"After gates: the final band: <strong>{final}</strong>" in shown


def world_replies(world: World) -> dict[str, Reply]:
    """The worked example, as replies."""
    answers = worked_example()["answers"]
    asked = [question.code for _, question in world.spec.questions() if question.code in answers]
    return {code: world.reply(code, answers[code]) for code in asked}


def test_what_is_entered_is_in_the_session_and_nowhere_else(
    as_editor: Client, draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    counted = (Assessment, Answer, AuditEvent, DraftState)
    before = [model.objects.count() for model in counted]
    with CaptureQueriesContext(connection) as asked:
        press(as_editor, preview(draft), go="TRA", **{"BUD-01-value": "4"})
    assert [model.objects.count() for model in counted] == before
    writes = [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "SAVEPOINT"))]
    assert {one.partition("django_session")[0] for one in writes if "RELEASE" not in one} == {
        'UPDATE "'
    }
    assert "1 of 17" in text_of(as_editor.get(preview(draft)))
    assert "0 of 17" in text_of(signed_in(programme.superuser).get(preview(draft)))
    as_editor.logout()
    as_editor.force_login(programme.editor)
    assert "0 of 17" in text_of(as_editor.get(preview(draft)))


def test_one_can_start_again(as_editor: Client, draft: RubricVersion) -> None:
    page = preview(draft)
    assert "Start again" not in text_of(as_editor.get(page))
    came = press(as_editor, page, **{"BUD-01-value": "4"})
    assert "Start again" in text_of(came)
    cleared = press(as_editor, page, came, again="yes")
    assert "0 of 17" in text_of(cleared) and "Start again" not in text_of(cleared)
    assert "0 of 17" in text_of(as_editor.get(page))


def test_a_session_holds_the_previews_of_a_few_editions(
    as_editor: Client, programme: Programme
) -> None:
    made = [
        small_draft(programme, replace(one_dimension(r.single("Q1")), code=f"small-{number}"))
        for number in range(MOST_PREVIEWS + 1)
    ]
    for version in made:
        press(as_editor, preview(version), **{"Q1-value": "3"})
    held = [
        "1 of 1 question answered" in text_of(as_editor.get(preview(version))) for version in made
    ]
    assert held == [False] + [True] * MOST_PREVIEWS


def test_a_change_of_sector_keeps_what_was_entered(as_editor: Client, draft: RubricVersion) -> None:
    page = preview(draft, sector="local_authority", dimension="TRA")
    data = posted(as_editor, page) | {"TRA-01-value": "3"}
    response = as_editor.post(page, {**data, "switch": "yes", "as_sector": "nhs_trust"})
    shown = text_of(response)
    assert '<option value="nhs_trust" selected>' in shown
    assert "sector=nhs_trust&dimension=TRA" in shown
    assert "1 of 17 questions answered" in shown


def test_what_is_wrong_is_said_at_the_field_and_the_rest_still_counts(
    as_editor: Client, draft: RubricVersion
) -> None:
    response = press(
        as_editor,
        preview(draft, dimension="BUD"),
        go="TRA",
        **{"BUD-01-value": "2", "BUD-03-value": "lots"},
    )
    shown = text_of(response)
    assert "part 1 of 5" in shown and "There is a problem" in shown
    assert "BUD-03: Enter a" in shown and 'value="lots"' in shown
    assert "1 of 17 questions answered" in shown


def test_an_answer_can_be_taken_back(as_editor: Client, draft: RubricVersion) -> None:
    page = preview(draft, dimension="BUD")
    came = press(as_editor, page, **{"BUD-01-value": "2"})
    assert "1 of 17" in text_of(came)
    assert "0 of 17" in text_of(press(as_editor, page, came, clear="BUD-01"))


def test_a_gate_that_fires_is_said_at_once(
    as_editor: Client, draft: RubricVersion, world: World
) -> None:
    question = next(q for _, q in world.spec.questions() if q.gates and not q.number)
    dimension = next(d for d in world.spec.dimensions if question in d.questions)
    page = preview(draft, dimension=dimension.code)
    response = press(as_editor, page, **{f"{question.code}-value": "dont_know"})
    if f"{question.code}-value" not in text_of(response):
        pytest.fail("the question is not on the page")
    assert question.gates[0].message in text_of(response).split('id="score-working"')[1]


def test_a_conditional_question_appears_once_its_condition_holds(
    as_editor: Client, programme: Programme
) -> None:
    opened = r.single("Q2", condition=ConditionSpec(question="Q1", level_at_least=2))
    draft = small_draft(programme, replace(one_dimension(r.single("Q1"), opened), code="small"))
    page = preview(draft)

    def is_hidden(response: Any) -> bool:
        tag = re.search(r'<section[^>]*id="question-Q2"[^>]*>', response.content.decode())
        assert tag is not None
        return " hidden" in tag[0]

    assert is_hidden(as_editor.get(page))
    opened_now = press(as_editor, page, **{"Q1-value": "3"})
    assert not is_hidden(opened_now)
    assert is_hidden(press(as_editor, page, opened_now, **{"Q1-value": "1"}))


def test_everything_an_answer_holds_comes_back_from_the_session(world: World) -> None:
    spec = world.spec
    replies = world_replies(world) | {
        "BUD-01": Reply(
            state=State.ANSWERED,
            value=3,
            note="Agreed.\nTwice.",
            evidence=(EvidenceItem(title="Plan", link="https://example.org"),),
        ),
        "BUD-02": Reply(state=State.DONT_KNOW),
    }
    held = json.loads(json.dumps(packed(spec, replies)))
    assert unpacked(spec, held) == replies
    assert unpacked(spec, {}) == {}


def test_an_answer_that_no_longer_fits_the_draft_is_left_out() -> None:
    before = one_dimension(r.single("Q1"), r.single("Q2"), r.single("Q3"))
    held = packed(
        before,
        {
            "Q1": Reply(state=State.ANSWERED, value=4),
            "Q2": Reply(state=State.ANSWERED, value=1),
            "Q3": Reply(state=State.DONT_KNOW),
        },
    )
    now = one_dimension(
        r.single("Q1", levels=r.levels(0, 100)),
        r.single("Q2"),
        r.single("Q3", dont_know_allowed=False),
    )
    assert unpacked(now, held) == {"Q2": Reply(state=State.ANSWERED, value=1)}


def test_a_question_with_a_fault_is_left_out_and_the_rest_is_shown_and_scored(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Question.objects.filter(version=draft, code="BUD-01").update(weight=0)
    keep(draft, programme)
    response = as_editor.get(preview(draft))
    shown = text_of(response)
    assert "1 question is left out until its faults are put right" in shown
    assert 'id="question-BUD-01"' not in shown and 'id="question-BUD-02"' in shown
    assert "The score so far lies between" in shown


def test_a_draft_with_another_fault_is_shown_without_a_score(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    Gate.objects.filter(version=draft).update(cap_band="nowhere")
    keep(draft, programme)
    for dimension in ("BUD", "SEC"):
        response = as_editor.get(preview(draft, dimension=dimension))
        assert response.status_code == 200
        shown = text_of(response)
        assert "There is no score while the draft has faults." in shown
        assert "The score so far" not in shown


def test_a_draft_that_asks_a_sector_nothing_says_so(
    as_editor: Client, programme: Programme
) -> None:
    spec = replace(one_dimension(r.single("Q1", applies_to=[r.COUNCIL])), code="small")
    draft = small_draft(programme, spec)
    shown = text_of(as_editor.get(preview(draft, sector=r.TRUST)))
    assert "This sector is asked no question that can be shown." in shown
    assert as_editor.post(preview(draft, sector=r.TRUST), {}).status_code == 404


def test_a_draft_without_sectors_or_questions_opens_too(
    as_editor: Client, programme: Programme
) -> None:
    draft = small_draft(programme, replace(one_dimension(r.single("Q1")), code="small"))
    Sector.objects.filter(version=draft).delete()
    Dimension.objects.create(version=draft, code="EMP", name="Empty", weight=1, position=9)
    keep(draft, programme)
    assert "The draft names no sector yet." in text_of(as_editor.get(preview(draft)))


@pytest.mark.parametrize(
    "broken",
    [
        r.single("Q1", levels=[]),
        r.checklist("Q1", items=[]),
        r.number("Q1", number=None),
        r.yes_no("Q1", options=[]),
        r.question("Q1", "slider"),
        r.single("", 1),
        replace(r.single("Q1"), weight=None),
    ],
)
def test_no_question_that_is_broken_is_ever_asked(broken: Any) -> None:
    spec = one_dimension(broken, r.single("Q2"), r.single("Q2"))
    shown = usable(to_document(spec))
    assert [question.code for _, question in shown.spec.questions()] == ["Q2"]
    assert len(shown.left_out) == 2


def test_a_published_edition_can_be_tried_as_well(as_editor: Client, world: World) -> None:
    shown = text_of(as_editor.get(preview(world.version)))
    assert (
        "Preview of a published edition: nothing you enter counts, and it goes when you sign out"
        in shown
    )
    response = press(as_editor, preview(world.version), **{"BUD-01-value": "4"})
    assert "1 of 17 questions answered" in text_of(response)


@pytest.mark.parametrize("asked", [{"sector": "mars"}, {"dimension": "NOPE"}])
def test_a_sector_or_part_that_is_not_there_is_not_found(
    as_editor: Client, draft: RubricVersion, asked: dict[str, str]
) -> None:
    assert as_editor.get(preview(draft, **asked)).status_code == 404


def test_a_draft_that_is_gone_is_not_found(as_editor: Client, draft: RubricVersion) -> None:
    page = preview(draft)
    rubrics.delete_draft(version=draft, by=User.objects.get(email__startswith="sue"))
    assert as_editor.get(page).status_code == 404


def test_what_is_entered_is_never_markup(as_editor: Client, draft: RubricVersion) -> None:
    attack = "</textarea><script>alert(1)</script>"
    came = press(as_editor, preview(draft), **{"BUD-01-value": "1", "BUD-01-note": attack})
    assert "<script>alert(1)" not in came.content.decode()


def test_answers_that_do_not_fit_together_say_so_and_a_reason_waits_in_the_session(
    as_editor: Client, programme: Programme
) -> None:
    draft = small_draft(programme, paired_spec())
    page = preview(draft)
    why = {"pair:CON-02-why": "They measure other things.", "pair:CON-02-revision": "0"}
    came = press(as_editor, page, **{"A-1-value": "3"})
    assert 'class="rd-critical"' not in text_of(came)
    came = press(as_editor, page, came, go="B", **why)
    came = press(as_editor, page, came, **{"B-1-value": "0"})
    said = "This does not fit your answer to A-1, Question A-1."
    assert f'data-words="{said}' in text_of(came) and f">{said}" in text_of(came)
    came = press(as_editor, page, came, go="A-1")
    assert ">This does not fit your answer to B-1" in text_of(came)
    assert "They measure other things." in text_of(came)

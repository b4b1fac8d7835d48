"""The gate check without an account: kept for a day in one browser, and offered to its account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessments import clock
from assessments.forms.tried import ASIDE, KEPT_FOR, KEY
from assessments.models import Answer, Assessment, SuggestedAnswer, User
from assessments.queries.answers import stored_answers
from assessments.queries.suggestions import suggestions_of
from assessments.rubric.definition import ContradictionSpec
from assessments.rubric.files import LIBRARY
from assessments.rubric.files.codec import load
from assessments.services import rubrics
from assessments.services.people import opening_address
from tests.cost import counted
from tests.factories.rubrics import gate_check
from tests.page import Page
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.views.pages import MOST_QUERIES, SignIn, queries_of, text_of
from tests.views.small import small_world
from tests.worlds import PASSWORD, World, published

pytestmark = pytest.mark.django_db

COUNCIL = "local_authority"
FIRST = {"A-1-value": "1", "A-1-revision": "0"}
SECOND = {"G-2-value": "yes", "G-2-revision": "0", "G-3-value": "", "G-3-revision": "0"}
RESULT = f"/try/{COUNCIL}/"


def part(code: str) -> str:
    return f"/try/{COUNCIL}/{code}/"


@pytest.fixture(scope="module")
def prepared_tried(prepare: Prepare) -> Prepared[World]:
    def build() -> World:
        world = small_world()
        published(gate_check(), by=world.publisher)
        return world

    return prepare(build)


@pytest.fixture(autouse=True)
def small(prepared_tried: Prepared[World], db: None) -> World:
    """The small rubric, and next to it the gate check."""
    return prepared_tried.put_back()


def later(monkeypatch: pytest.MonkeyPatch, **more: float) -> None:
    moment = clock.now() + timedelta(**more)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_front_page_leads_to_it_while_there_is_one(small: World, client: Client) -> None:
    assert 'href="/try/"' in client.get("/").content.decode()
    assert f'href="{part("G1")}"' in client.get("/try/").content.decode()
    version = rubrics_of("gate-check")
    rubrics.retire(version=version, by=small.publisher)
    assert 'href="/try/"' not in client.get("/").content.decode()
    assert client.get("/try/").status_code == 404


def test_a_rubric_with_a_score_is_never_tried_even_where_every_question_has_a_gate(
    small: World, client: Client
) -> None:
    scored = replace(gate_check(), code="a-scored", title="A first, scored", shows_score=True)
    published(scored, by=small.publisher)
    assert client.get("/try/").context["spec"].code == "gate-check"
    rubrics.retire(version=rubrics_of("gate-check"), by=small.publisher)
    assert client.get("/try/").status_code == 404
    assert 'href="/try/"' not in client.get("/").content.decode()


def test_a_rubric_without_a_score_is_tried_though_a_question_has_no_gate(
    small: World, client: Client
) -> None:
    first, second = gate_check().dimensions
    ungated = replace(second.questions[-1], gates=(), critical=False)
    second = replace(second, questions=(*second.questions[:-1], ungated))
    published(replace(gate_check(), edition="2", dimensions=(first, second)), by=small.publisher)
    assert client.get("/try/").status_code == 200
    assert 'href="/try/"' in client.get("/").content.decode()


def rubrics_of(slug: str) -> Any:
    from assessments.queries.rubrics import versions_of

    return versions_of(slug).get()


def test_to_look_keeps_nothing_and_to_send_nothing_keeps_nothing(client: Client) -> None:
    for address in ("/", "/try/", part("G1"), part("G2"), RESULT):
        client.get(address)
    client.post(part("G1"), {"A-1-value": "", "A-1-revision": "0"})
    assert not Session.objects.exists()
    assert "sessionid" not in client.cookies


def test_answers_lead_part_by_part_to_what_would_hold_you_today(client: Client) -> None:
    assert client.post(part("G1"), FIRST).headers["Location"] == part("G2")
    assert client.post(part("G2"), SECOND).headers["Location"] == RESULT
    response = client.get(RESULT)
    assert Page(response.content.decode()).faults() == []
    text = text_of(response)
    assert "1 answer holds you back. The highest band still open to you is Emerging" in text
    assert "A-1 Question A-1 A-1 holds. No band above Emerging until this changes." in text
    assert "Not answered yet This could hold you back too. G-3" in text
    assert "What to do first" in text and "Leave level 1." in text
    assert " of 100" not in text and "Score" not in text and "Gain" not in text
    assert not Answer.objects.exists() and not Assessment.objects.exists()


def test_what_was_answered_is_there_on_the_way_back_and_can_be_cleared(client: Client) -> None:
    client.post(part("G1"), FIRST)
    checked = client.get(part("G1")).context["form"].initial["A-1-value"]
    assert checked == "1"
    client.post(part("G1"), {**FIRST, "clear": "A-1"})
    assert client.get(part("G1")).context["form"].initial["A-1-value"] != "1"
    assert not Session.objects.exists()


def test_notes_and_evidence_are_neither_asked_nor_kept(client: Client) -> None:
    assert "Note and evidence" not in text_of(client.get(part("G1")))
    client.post(part("G1"), {**FIRST, "A-1-note": "Secret", "A-1-evidence-0-title": "Minutes"})
    assert "Secret" not in str(client.session[KEY])
    assert "Minutes" not in str(client.session[KEY])


def test_after_a_day_it_is_gone_however_often_it_was_used(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(part("G1"), FIRST)
    later(monkeypatch, hours=23)
    client.post(part("G2"), SECOND)
    assert client.get(RESULT).status_code == 200
    row = Session.objects.get()
    assert row.expire_date <= clock.now() + timedelta(hours=1, seconds=5)
    later(monkeypatch, hours=1, seconds=1)
    assert client.get(RESULT).headers["Location"] == part("G1")


def test_clearsessions_takes_the_row_of_a_browser_that_never_came_back(client: Client) -> None:
    client.post(part("G1"), FIRST)
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    call_command("clearsessions")
    assert not Session.objects.exists()


def test_it_is_deleted_at_once_when_that_is_asked(client: Client) -> None:
    client.post(part("G1"), FIRST)
    assert client.post(RESULT).headers["Location"] == "/try/"
    assert not Session.objects.exists()


def test_another_browser_sees_nothing_of_it(client: Client) -> None:
    client.post(part("G1"), FIRST)
    assert Client().get(RESULT).headers["Location"] == part("G1")


@pytest.mark.parametrize("address", ["/try/nowhere/", "/try/nowhere/G1/", part("NO")])
def test_a_sector_or_a_part_that_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_large_body_is_refused_with_its_limit(client: Client) -> None:
    response = client.post(part("G1"), {**FIRST, "A-1-note": "x" * 40_000})
    assert response.status_code == 413
    assert "at most 32 KB" in text_of(response)
    assert not Session.objects.exists()


def test_too_many_posts_from_one_place_are_refused(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "try": "3/m/ip"}
    statuses = [client.post(part("G1"), FIRST).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]


def test_every_page_of_it_is_cheap(client: Client) -> None:
    client.post(part("G1"), FIRST)
    for address in ("/try/", part("G1"), RESULT):
        assert queries_of(client, address) <= MOST_QUERIES
    _, queries = counted(lambda: client.post(part("G2"), SECOND), status=302)
    assert queries <= MOST_QUERIES


def opened(client: Client, email: str = "new@wexcombe.example") -> User:
    """An account that is made and confirmed in this browser."""
    link = opening_address(email=email, name="New Person")
    client.post(link, {"name": "New Person", "password1": PASSWORD})
    return User.objects.get(email=email)


def test_it_moves_to_the_account_that_is_made_in_this_browser_and_is_offered(
    client: Client,
) -> None:
    client.post(part("G1"), FIRST)
    client.post(part("G2"), SECOND)
    user = opened(client)
    home = text_of(client.get("/"))
    assert "You tried a questionnaire without an account. Your 2 answers wait" in home
    client.post(
        reverse("organisation-create"),
        {"name": "Newtown Council", "sector": COUNCIL, "region": "south_west"},
    )
    slug = user.memberships.get().organisation.slug
    start = reverse("assessment-start", args=[slug])
    page = client.get(f"{start}?rubric=gate-check")
    assert "What you tried in this browser: 2 answers to questions asked here too" in text_of(page)
    form = page.context["form"]
    client.post(start, {**form.initial, "answers_from": form.fields["answers_from"].initial})
    assessment = Assessment.objects.get()
    assert stored_answers(assessment) == {}
    assert list(suggestions_of(assessment, {})) == ["A-1", "G-2"]
    assert "what was tried without an account" in text_of(
        client.get(f"{assessment.get_absolute_url()}dimensions/G1/")
    )
    assert ASIDE not in client.session
    assert "You tried" not in text_of(client.get("/"))


def test_it_is_only_offered_and_the_session_lasts_as_long_as_any(
    small: World, client: Client
) -> None:
    client.post(part("G1"), FIRST)
    opened(client)
    session = client.session
    assert session.get_expiry_age() > KEPT_FOR.total_seconds()
    assert KEY not in session, "which lasts longer than the answers may"
    assert not SuggestedAnswer.objects.exists()


def test_a_day_is_a_day_for_a_person_who_signed_in_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(part("G1"), FIRST)
    opened(client)
    aside = Session.objects.get(session_key=client.session[ASIDE])
    assert aside.expire_date <= clock.now() + KEPT_FOR
    later(monkeypatch, hours=24, seconds=1)
    Session.objects.filter(pk=aside.pk).update(expire_date=clock.now() - KEPT_FOR)
    call_command("clearsessions")
    assert "You tried" not in text_of(client.get("/"))
    client.post(part("G1"), FIRST)
    assert "Your 1 answer waits" in text_of(client.get("/"))
    client.post(RESULT)
    assert "You tried" not in text_of(client.get("/"))


def test_nothing_is_offered_to_another_persons_browser(small: World, signed_in: SignIn) -> None:
    Client().post(part("G1"), FIRST)
    assert "You tried" not in text_of(signed_in(small.contributor).get("/"))


def test_what_was_tried_can_be_suggested_in_any_questionnaire_that_shares_a_question(
    small: World, signed_in: SignIn
) -> None:
    client = signed_in(small.contributor)
    client.post(part("G1"), FIRST)
    start = reverse("assessment-start", args=[small.organisation.slug])
    form = client.get(f"{start}?rubric=small").context["form"]
    client.post(start, {**form.initial, "answers_from": "tried"})
    assert SuggestedAnswer.objects.get().question.code == "A-1"
    assert SuggestedAnswer.objects.get().source is None


@pytest.mark.parametrize("sector", ["local_authority", "nhs_trust", "academy_trust"])
def test_the_gate_check_that_ships_can_be_tried_to_its_end(
    small: World, client: Client, sector: str
) -> None:
    rubrics.retire(version=rubrics_of("gate-check"), by=small.publisher)
    spec = load((LIBRARY / "uk-gate-check-2026.yaml").read_bytes())
    published(spec, by=small.publisher)
    address = f"/try/{sector}/"
    for dimension in spec.dimensions:
        posted = {}
        for question in dimension.questions:
            posted |= {f"{question.code}-value": "dont_know", f"{question.code}-revision": "0"}
            posted |= {f"{question.code}-state": "dont_know"}
            if question.kind == "percentage":
                del posted[f"{question.code}-value"]
        response = client.post(f"{address}{dimension.code}/", posted)
        assert response.status_code == 302, text_of(response)
    text = text_of(client.get(address))
    assert "The highest band still open to you is Emerging" in text
    assert "What to do first" in text
    assert "Not answered yet" not in text
    assert "score" in spec.limits and "of 100" not in text and "None" not in text


def test_the_chooser_asks_for_those_whom_the_rubric_names_and_else_for_who_owns_its_actions(
    small: World, signed_in: SignIn
) -> None:
    published(load((LIBRARY / "uk-gate-check-2026.yaml").read_bytes()), by=small.publisher)
    start = reverse("assessment-start", args=[small.organisation.slug])
    client = signed_in(small.contributor)
    one, *rest = [
        offer for offer in text_of(client.get(start)).split("How long") if "one person" in offer
    ]
    assert not rest and one.startswith(", and who is needed 12 questions. About 10 to 15 minutes")
    assert "Who is needed" not in one and "Head of" not in one
    page = text_of(client.get(f"{start}?rubric=uk-gate-check-2026"))
    assert "Who should help" not in page and "How long it takes, and who should help" in page
    public = text_of(client.get("/rubrics/uk-gate-check-2026/1/"))
    assert "Who the actions are for" in public and "hold them to help you" not in public
    own = text_of(client.get(f"{start}?rubric=gate-check"))
    assert "Who should help" in own and "and who should help" not in own


def test_starting_an_assessment_of_it_promises_no_score(small: World, signed_in: SignIn) -> None:
    published(load((LIBRARY / "uk-gate-check-2026.yaml").read_bytes()), by=small.publisher)
    start = reverse("assessment-start", args=[small.organisation.slug])
    text = text_of(signed_in(small.contributor).get(f"{start}?rubric=uk-gate-check-2026"))
    assert "the highest band still open to you, and what to do first. There is no score." in text
    assert "A score out of 100" not in text


def test_a_gate_says_what_it_leaves_open_where_there_is_no_score_and_no_report(
    small: World, client: Client
) -> None:
    page = text_of(client.get(part("G1")))
    assert "the highest band still open is" in page
    assert "higher score" not in page and "report will say" not in page


UNFIT = ContradictionSpec(
    code="C",
    question="A-1",
    when_level_at_least=3,
    other="G-2",
    other_level_at_most=0,
    message="How can both be so?",
)


def test_answers_that_do_not_fit_together_are_said_at_both_and_at_the_end(
    small: World, client: Client
) -> None:
    spec = replace(gate_check(), edition="2", contradictions=(UNFIT,))
    published(spec, by=small.publisher)
    client.post(part("G1"), {"A-1-value": "4", "A-1-revision": "0"})
    client.post(part("G2"), {**SECOND, "G-2-value": "no"})
    said = "This does not fit your answer to G-2, Question G-2. How can both be so?"
    shown = client.get(part("G1"))
    assert said in text_of(shown) and "pair:C-why" not in shown.content.decode()
    gone = client.post(part("G1"), {"A-1-value": "4", "A-1-revision": "0", "go": "G-2"})
    assert gone["Location"] == f"{part('G2')}#question-G-2"
    result = client.get(RESULT)
    assert "A-1 and G-2 : How can both be so?" in text_of(result)
    assert f'href="{part("G1")}#question-A-1"' in result.content.decode()
    client.post(part("G1"), {"A-1-value": "2", "A-1-revision": "0"})
    assert "fit together" not in text_of(client.get(RESULT))

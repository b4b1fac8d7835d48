"""Answers that do not fit together: what both questions say, and the reason why both are right."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.test import Client

from assessments.models import ContradictionReason
from assessments.queries.answers import stored_answers
from assessments.services import members
from tests.contradictions import MEETS_BOTH, MEETS_HERE, explain
from tests.cost import counted
from tests.views.answering import address, autosave, part
from tests.views.pages import MOST_QUERIES, SignIn, text_of
from tests.worlds import World

WHY, REVISION = "pair:CON-01-why", "pair:CON-01-revision"
AT_FIRST = "This does not fit your answer to A-2, Question A-2. A-1 is high, but A-2 has nothing."
AT_SECOND = "This does not fit your answer to A-1, Question A-1. A-1 is high, but A-2 has nothing."
APART = "This does not fit your answer to B-1, Question B-1. A-1 is high, but B-1 is at its lowest."


def reason_of(world: World, code: str = "CON-01") -> str:
    stored = stored_answers(world.assessment).get(f"pair:{code}")
    return stored.reply.note if stored else ""


def page(client: Client, world: World, key: str = "A") -> HttpResponse:
    return client.get(address(world, key))


def send(client: Client, world: World, key: str = "A", **typed: Any) -> HttpResponse:
    named = {name.replace("__", "-").replace("PAIR", "pair:CON"): to for name, to in typed.items()}
    return client.post(address(world, key), named)


def test_both_questions_say_so_and_one_has_the_field(paired: World, signed_in: SignIn) -> None:
    client = signed_in(paired.contributor)
    shown = page(client, paired)
    assert AT_FIRST not in text_of(shown) and WHY in part(shown, "A-2")
    paired.answer(MEETS_BOTH)
    shown = page(client, paired)
    first, second = part(shown, "A-1"), part(shown, "A-2")
    assert f">{AT_FIRST}" in first and f">{AT_SECOND}" in second
    assert 'href="#question-A-2"' in first and 'href="#question-A-1"' in second
    assert f'name="{WHY}"' in second and f'name="{WHY}"' not in first
    assert 'href="#question-pair:CON-01"' in first and "Say why both are right" in first
    assert f">{APART}" in first and 'name="go" value="B-1"' in first
    assert 'name="pair:CON-02-why"' in first
    apart = page(client, paired, "B")
    assert "does not fit your answer to A-1" in part(apart, "B-1")
    assert 'name="pair:CON-02-why"' in part(apart, "B-1")
    assert "does not fit" not in part(apart, "B-2")


def test_a_reason_is_saved_with_everything_else_and_seen_at_both_questions(
    paired: World, signed_in: SignIn
) -> None:
    paired.answer(MEETS_BOTH)
    client = signed_in(paired.contributor)
    response = send(
        client,
        paired,
        **{
            "A-3-value": "Words.",
            "A-3-revision": "0",
            "pair:CON-02-why": " Two teams,\r\nand both are right. ",
            "pair:CON-02-revision": "0",
        },
    )
    assert response.status_code == 302
    assert stored_answers(paired.assessment)["A-3"].reply.value == "Words."
    assert reason_of(paired, "CON-02") == " Two teams,\nand both are right. "
    there = signed_in(paired.approver)
    shown = part(page(there, paired, "B"), "B-1")
    assert "and both are right." in shown and "Last saved by Connie Contributor" in shown
    send(
        there,
        paired,
        "B",
        **{"pair:CON-02-why": "Ours is newer.", "pair:CON-02-revision": "1"},
    )
    assert reason_of(paired, "CON-02") == "Ours is newer."
    rows = ContradictionReason.objects.order_by("revision")
    assert [(row.revision, row.saved_by) for row in rows] == [
        (1, paired.contributor),
        (2, paired.approver),
    ]


def test_a_reason_is_out_of_sight_but_not_lost_once_the_answers_fit(
    paired: World, signed_in: SignIn
) -> None:
    paired.answer(MEETS_HERE)
    explain(paired, "They measure other things.")
    paired.answer({"A-1": 1})
    client = signed_in(paired.contributor)
    shown = page(client, paired)
    assert AT_FIRST not in text_of(shown)
    hidden = part(shown, "A-2").partition('data-contradicted="CON-01" hidden')[2]
    assert "They measure other things." in hidden
    paired.answer({"A-1": 3})
    assert f">{AT_FIRST}" in part(page(client, paired), "A-1")
    assert reason_of(paired) == "They measure other things."


def test_a_reason_can_be_taken_back(paired: World, signed_in: SignIn) -> None:
    paired.answer(MEETS_HERE)
    explain(paired, "Wrong.")
    send(signed_in(paired.contributor), paired, **{WHY: "  \n", REVISION: "1"})
    assert reason_of(paired) == ""
    assert ContradictionReason.objects.count() == 2


def test_a_reason_that_is_refused_stays_as_it_was_typed(paired: World, signed_in: SignIn) -> None:
    client = signed_in(paired.contributor)
    for typed, said in (
        ("x" * 10_001, "Reason for A-1 and A-2: Enter 10,000 characters or fewer"),
        ("turned \u202e round", "Reason for A-1 and A-2: "),
        ("a\x00b", "Reason for A-1 and A-2: Remove the character that cannot be shown"),
    ):
        shown = send(
            client, paired, **{WHY: typed, REVISION: "0", "A-1-note": "Kept", "A-1-revision": "0"}
        )
        assert said in text_of(shown) and typed in shown.content.decode()
        assert f'href="#id_{WHY}"' in shown.content.decode()
        assert 'data-contradicted="CON-01" hidden' not in part(shown, "A-2")
        assert reason_of(paired) == "" and not ContradictionReason.objects.exists()
        assert stored_answers(paired.assessment)["A-1"].reply.note == "Kept"


def test_two_people_with_one_reason_choose_which_to_keep(paired: World, signed_in: SignIn) -> None:
    paired.answer(MEETS_HERE)
    explain(paired, "Theirs.", by=paired.approver)
    client = signed_in(paired.contributor)
    shown = send(client, paired, **{WHY: "Mine.", REVISION: "0"})
    words = text_of(shown)
    assert "Two people gave a reason here" in words
    assert "Ash Approver changed this reason on" in words and "Theirs." in words
    assert "The reason for A-1 and A-2: Ash Approver has saved another reason" in words
    assert "Mine." in part(shown, "A-2") and reason_of(paired) == "Theirs."
    send(client, paired, **{WHY: "Mine.", REVISION: "0", "pair:CON-01-overwrite": "1"})
    assert reason_of(paired) == "Mine."
    explain(paired, "Theirs again.", by=paired.approver)
    again = {WHY: "Mine again.", REVISION: "2", "pair:CON-01-use-theirs": "3"}
    response = send(client, paired, **again)
    assert response["Location"].endswith("#question-pair:CON-01")
    assert reason_of(paired) == "Theirs again."


def test_a_reason_that_was_not_touched_gives_way_to_a_newer_one(
    paired: World, signed_in: SignIn
) -> None:
    paired.answer(MEETS_HERE)
    explain(paired, "Mine.")
    explain(paired, "Theirs.", by=paired.approver)
    client = signed_in(paired.contributor)
    shown = client.post(address(paired, "A"), {WHY: "Mine.", REVISION: "1"}, follow=True)
    said = "Ash Approver changed the reason for A-1 and A-2 after you opened this page."
    assert said in text_of(shown) and reason_of(paired) == "Theirs."


def test_going_to_the_other_question_saves_first(paired: World, signed_in: SignIn) -> None:
    paired.answer(MEETS_BOTH)
    client = signed_in(paired.contributor)
    typed = {"A-3-value": "Typed just before.", "A-3-revision": "0", "go": "B-1"}
    response = client.post(address(paired, "A"), typed)
    assert response["Location"] == f"{address(paired, 'B')}?question=B-1#question-B-1"
    assert stored_answers(paired.assessment)["A-3"].reply.value == "Typed just before."
    response = client.post(f"{address(paired, 'A')}?question=A-1&from=check", {"go": "B-1"})
    assert response["Location"].endswith("?question=B-1&from=check#question-B-1")
    for elsewhere in ("B-2", "nowhere", "https://elsewhere.example"):
        response = client.post(address(paired, "A"), {"go": elsewhere})
        assert response["Location"].startswith(f"{address(paired, 'A')}")


def test_an_answer_with_a_fault_keeps_its_writer_on_the_page(
    paired: World, signed_in: SignIn
) -> None:
    typed = {"A-1-value": "99", "A-1-revision": "0", "A-1-note": "Not lost", "go": "B-1"}
    shown = signed_in(paired.contributor).post(address(paired, "A"), typed)
    assert shown.status_code == 200 and "Not lost" in shown.content.decode()


def test_without_scripts_one_stays_to_see_what_has_just_come_not_to_fit(
    paired: World, signed_in: SignIn
) -> None:
    client = signed_in(paired.contributor)
    typed = {"A-1-value": "3", "A-1-revision": "0", "A-2-value": "none", "A-2-revision": "0"}
    shown = client.post(address(paired, "A"), {**typed, "then": "continue"}, follow=True)
    assert shown.redirect_chain[0][0] == f"{address(paired, 'A')}#question-A-1"
    assert "Look again at A-1 and A-2, which do not fit together." in text_of(shown)
    typed |= {"A-1-revision": "1", "A-2-revision": "1", "then": "continue"}
    assert client.post(address(paired, "A"), typed)["Location"] == address(paired, "B")


def test_autosave_tells_what_fits_and_what_became_of_the_reason(
    paired: World, signed_in: SignIn
) -> None:
    client, url = signed_in(paired.contributor), address(paired, "A")
    reply = autosave(client, url, **{"A-1-value": "3", "A-1-revision": "0"}).json()
    assert reply["contradictions"] == {"CON-01": False, "CON-02": False}
    reply = autosave(client, url, **{"A-2-value": "none", "A-2-revision": "0"}).json()
    assert reply["contradictions"] == {"CON-01": True, "CON-02": False}
    reply = autosave(client, url, **{WHY: "Because.", REVISION: "0"}).json()
    saved = reply["questions"]["pair:CON-01"]
    assert (saved["state"], saved["revision"]) == ("saved", 1)
    assert "Last saved by Connie Contributor" in saved["saved"]
    explain(paired, "Theirs.", by=paired.approver)
    reply = autosave(client, url, seen="pair:CON-01:1 A-1:1").json()
    untouched = reply["questions"]["pair:CON-01"]
    assert untouched["state"] == "untouched"
    assert untouched["theirs"]["fields"] == {WHY: "Theirs."}
    reply = autosave(client, url, **{WHY: "Mine.", REVISION: "1"}).json()
    clash = reply["questions"]["pair:CON-01"]
    assert (clash["state"], clash["theirs"]["value_text"]) == ("clash", "Theirs.")
    reply = autosave(client, url, **{WHY: "a\x00", REVISION: "2"}).json()
    assert list(reply["questions"]["pair:CON-01"]["errors"]) == [WHY]


def test_readers_see_the_reason_and_who_gave_it(paired: World, signed_in: SignIn) -> None:
    paired.answer(MEETS_BOTH)
    explain(paired, "They measure <b>other</b> things.")
    shown = page(signed_in(paired.viewer), paired)
    assert "Why both are right: They measure &lt;b&gt;other" in " ".join(
        text_of(shown).replace("<", "&lt;").replace(">", "&gt;").split()
    )
    assert "Last saved by Connie Contributor" in part(shown, "A-2")
    assert "No reason is given yet." in part(shown, "A-1")
    assert "<textarea" not in shown.content.decode()


def test_only_those_who_answer_give_a_reason(paired: World, signed_in: SignIn) -> None:
    paired.answer(MEETS_HERE)
    for who in ("viewer", "stranger", "moderator"):
        response = send(
            signed_in(getattr(paired, who)), paired, **{WHY: "My words.", REVISION: "0"}
        )
        assert response.status_code == (403 if who == "viewer" else 404)
        assert "My words." in response.content.decode()
        assert reason_of(paired) == ""


def test_a_reason_comes_back_from_a_post_that_is_refused(paired: World, signed_in: SignIn) -> None:
    url, typed = address(paired, "A"), {WHY: "My words.", REVISION: "0", "go": "B-1"}
    gone = signed_in(None).post(url, typed)
    assert gone.status_code == 401
    assert "CON-01 reason why both are right" in text_of(gone) and "My words." in text_of(gone)
    member = signed_in(paired.contributor)
    membership = paired.organisation.memberships.get(user=paired.contributor)
    members.remove(membership=membership, by=paired.administrator)
    assert "My words." in text_of(member.post(url, typed))


def test_saving_answers_and_reasons_costs_eight_queries_at_most(
    paired: World, signed_in: SignIn
) -> None:
    paired.answer(MEETS_BOTH)
    explain(paired, "One.")
    explain(paired, "Two.", code="CON-02")
    client, url = signed_in(paired.contributor), address(paired, "A")
    typed = {
        "A-1-value": "4",
        "A-1-revision": "1",
        "A-2-value": "none",
        "A-2-note": "More.",
        "A-2-revision": "1",
        WHY: "Another.",
        REVISION: "1",
        "pair:CON-02-why": "Another.",
        "pair:CON-02-revision": "1",
    }
    response, queries = counted(partial(autosave, client, url, **typed))
    assert {one["state"] for one in response.json()["questions"].values()} == {"saved"}
    assert queries <= MOST_QUERIES
    for member in (paired.contributor, paired.viewer):
        response, queries = counted(partial(signed_in(member).get, url))
        assert queries <= MOST_QUERIES and "Another." in text_of(response)

"""Discussing a question, on its pages."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from assessments.forms.discussions import CommentForm
from assessments.models import Comment, Discussion, Mention
from assessments.services import discussions
from tests.cost import counted
from tests.discussions import SECRET, said_in, started
from tests.plugins.database import plan_for_these_rows
from tests.views.pages import MOST_QUERIES, SignIn, text_of, title_of
from tests.worlds import World, person


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


def at(world: World, name: str, *more: object) -> str:
    return reverse(name, args=[world.organisation.slug, world.assessment.reference, *more])


def of_question(world: World, discussion: Discussion | None = None) -> str:
    query = f"?discussion={discussion.pk}" if discussion else ""
    return at(world, "discussion-question", "BUD-01") + query


def test_two_members_discuss_a_question_until_it_is_resolved(
    world: World, signed_in: SignIn
) -> None:
    """A viewer asks, and draws the attention of a contributor, who answers and resolves it."""
    sent = {"text": SECRET, "people": world.contributor.email, "needs": "on", "action": "start"}
    asked = signed_in(world.viewer).post(of_question(world), sent, follow=True)
    assert SECRET in text_of(asked) and "Needs discussion" in text_of(asked)
    assert "For the attention of Connie Contributor" in text_of(asked)
    (made,) = Discussion.objects.all()

    answer = {"text": "She has, on Monday.", "action": "resolve"}
    client = signed_in(world.contributor)
    resolved = text_of(client.post(of_question(world, made), answer, follow=True))
    assert "She has, on Monday." in resolved and "Connie Contributor resolved it" in resolved
    assert "Reopen with this comment" in resolved

    again = {"text": "Not the second figure.", "action": "reopen"}
    assert "open again" in text_of(
        signed_in(world.viewer).post(of_question(world, made), again, follow=True)
    )
    made.refresh_from_db()
    assert made.is_open


@pytest.mark.parametrize(
    "typed", ["Connie Contributor", "connie  contributor", "@Connie", "CONNIE"]
)
def test_a_member_is_named_as_people_are_called(
    world: World, signed_in: SignIn, typed: str
) -> None:
    sent = {"text": SECRET, "people": f"{typed}, {world.viewer.email};", "action": "start"}
    signed_in(world.administrator).post(of_question(world), sent)
    assert {one.user for one in Mention.objects.all()} == {world.contributor, world.viewer}


def test_a_name_that_fits_several_members_is_asked_about(world: World, signed_in: SignIn) -> None:
    from assessments.access.roles import Role
    from assessments.services import members

    other = person("Connie Other")
    members.add(
        organisation=world.organisation, user=other, role=Role.VIEWER, by=world.administrator
    )
    sent = {"text": SECRET, "people": "Connie", "action": "start"}
    response = signed_in(world.administrator).post(of_question(world), sent)
    assert "2 members are called “Connie”" in text_of(response)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Ashdown, Tom (TRUST)", [1]),
        ("Grace, @ashdown,tom (trust); Whitlock, Jo, Grace", [3, 1, 2]),
        ("Whitlock, Jo", [2]),
        ("Jo Whitlock, Grace", [4, 3]),
    ],
)
def test_a_name_with_a_comma_is_one_person(typed: str, named: list[int]) -> None:
    names = ["Ashdown, Tom (TRUST)", "Whitlock, Jo", "Grace", "Jo Whitlock"]
    members = [(key, name, f"{key}@wexcombe.example") for key, name in enumerate(names, start=1)]
    form = CommentForm(data={"text": "Look", "people": typed}, members=members)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["people"] == named


def test_who_is_no_member_and_who_is_unknown_are_answered_alike(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.administrator)
    for who in ("Sam Stranger", "sam.stranger@wexcombe.example", "No One"):
        sent = {"text": SECRET, "people": who, "action": "start"}
        response = client.post(of_question(world), sent)
        words = text_of(response)
        assert f"“{who}” is not a member of this organisation." in words
        assert SECRET in words and not Comment.objects.exists()


def test_what_is_wrong_is_said_at_its_field_and_the_words_stay(
    world: World, signed_in: SignIn
) -> None:
    made = started(world)
    before = Comment.objects.count()
    for sent, said in (
        ({"text": " "}, "Enter a comment"),
        ({"text": "\u200b"}, "Enter a comment"),
        ({"text": "x" * 5_001}, "5,000 characters or fewer"),
        ({"text": "Pay \u202egnp"}, "Remove the hidden character"),
        ({"text": "Look", "people": ",".join(["x"] * 1_500)}, "2,000 characters or fewer"),
    ):
        for address in (of_question(world), of_question(world, made)):
            response = signed_in(world.contributor).post(address, {"action": "comment", **sent})
            words = text_of(response)
            assert said in words and sent["text"].strip("\u200b\u202e ")[:20] in words
            assert "There is a problem" in words
        assert Comment.objects.count() == before


def test_line_ends_of_browsers_count_once(world: World, signed_in: SignIn) -> None:
    sent = {"text": "a\r\n" * 2_498 + "end", "action": "start"}
    signed_in(world.contributor).post(of_question(world), sent)
    assert Comment.objects.get().text == "a\n" * 2_498 + "end"


def test_who_answers_too_late_keeps_the_words_and_may_reopen(
    world: World, signed_in: SignIn
) -> None:
    made = started(world)
    discussions.resolve(discussion=made, by=world.approver)
    sent = {"text": "One more thing.", "action": "comment"}
    response = signed_in(world.contributor).post(of_question(world, made), sent)
    words = text_of(response)
    assert response.status_code == 409
    assert "Ash Approver has resolved this discussion meanwhile" in words
    assert "One more thing." in words and "Reopen with this comment" in words


def test_a_viewer_resolves_only_what_they_started(world: World, signed_in: SignIn) -> None:
    theirs, own = started(world), started(world, by=world.viewer)
    client = signed_in(world.viewer)
    refused = client.post(of_question(world, theirs), {"text": "Done?", "action": "resolve"})
    assert refused.status_code == 403
    assert "Ask a contributor" in text_of(refused) and "Done?" in text_of(refused)
    assert client.post(of_question(world, own), {"action": "resolve"}).status_code == 302
    assert Discussion.objects.filter(resolved_at=None).get() == theirs


def test_looking_at_a_comment_takes_it_from_what_waits(world: World, signed_in: SignIn) -> None:
    said_in(world, None, world.contributor)
    signed_in(world.approver).get(of_question(world))
    assert Mention.objects.get().looked is None
    signed_in(world.contributor).get(of_question(world))
    assert Mention.objects.get().looked is not None


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
        ("get", {"Purpose": "prefetch"}),
        ("get", {"X-Moz": "prefetch"}),
        ("head", {}),
    ],
)
def test_a_page_that_is_fetched_before_it_is_read_leaves_the_comment_waiting(
    world: World, signed_in: SignIn, method: str, headers: dict[str, str]
) -> None:
    said_in(world, None, world.contributor)
    client = signed_in(world.contributor)
    assert client.generic(method.upper(), of_question(world), headers=headers).status_code == 200
    assert Mention.objects.get().looked is None
    client.get(of_question(world), headers={"Sec-Purpose": "navigate"})
    assert Mention.objects.get().looked is not None


def test_a_comment_is_removed_by_its_writer_or_an_administrator(
    world: World, signed_in: SignIn
) -> None:
    comment = started(world).comments.get()
    address = at(world, "comment-remove", "BUD-01", comment.pk)
    assert signed_in(world.approver).post(address).status_code == 403
    asked = signed_in(world.contributor).get(address)
    assert SECRET in text_of(asked) and "cannot be brought back" in text_of(asked)
    gone = text_of(signed_in(world.administrator).post(address, follow=True))
    assert SECRET not in gone and "Removed by Ada Administrator on" in gone
    assert signed_in(world.contributor).post(address).status_code == 409


def test_only_what_is_of_the_address_is_found_at_it(world: World, signed_in: SignIn) -> None:
    theirs = world.start(organisation=world.neighbour, by=world.stranger)
    other = started(world, theirs, by=world.stranger)
    mine = started(world)
    client = signed_in(world.administrator)
    for key, pk in (
        ("BUD-01", other.comments.get().pk),
        ("SEC-01", mine.comments.get().pk),
        ("BUD-01", 10**12),
        ("NO-99", mine.comments.get().pk),
    ):
        assert client.get(at(world, "comment-remove", key, pk)).status_code == 404
        assert client.post(at(world, "comment-remove", key, pk)).status_code == 404
    for query in (other.pk, 10**12, "x", ""):
        address = f"{of_question(world)}?discussion={query}"
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Mine now."}).status_code == 404
    assert client.get(at(world, "discussion-question", "NO-99")).status_code == 404
    assert Comment.objects.count() == 2


def test_a_list_is_narrowed_by_its_address(world: World, signed_in: SignIn) -> None:
    started(world, text="The first one")
    started(world, question="SEC-01", text="The second one", mentions=[world.viewer.pk])
    needed = started(world, text="The third one", needs=True)
    discussions.resolve(discussion=needed, by=world.contributor)
    client, where = signed_in(world.viewer), at(world, "discussion-list")
    for query, shown in (
        ("", {"first", "second", "third"}),
        ("?show=open", {"first", "second"}),
        ("?show=resolved", {"third"}),
        ("?show=needed", set()),
        ("?show=mine", {"second"}),
        ("?part=BUD", {"first", "third"}),
        ("?part=BUD&show=open", {"first"}),
        ("?part=nothing&show=nothing", {"first", "second", "third"}),
    ):
        words = text_of(client.get(where + query))
        assert {one for one in ("first", "second", "third") if f"The {one} one" in words} == shown


def test_a_question_is_found_by_its_code(world: World, signed_in: SignIn) -> None:
    client, where = signed_in(world.viewer), at(world, "discussion-list")
    assert client.get(f"{where}?question=BUD-01")["Location"] == of_question(world)
    assert client.get(f"{where}?question=bud-01")["Location"] == of_question(world)
    for typed, said in (("NO-99", "has the code “NO-99”"), ("", "Enter the code of the question")):
        page = client.get(f"{where}?question={typed}")
        assert text_of(page).count(said) == 2, "at the top of the page, and at the field"
        assert title_of(page).startswith("Error: ")
    assert "There is a problem" not in text_of(client.get(where))


def test_a_page_costs_the_same_with_more_than_a_page_of_comments(
    world: World, signed_in: SignIn
) -> None:
    made = said_in(world, None, world.contributor).discussion
    Comment.objects.bulk_create(
        [
            Comment(discussion=made, text=f"Said {number}", written_by=world.approver)
            for number in range(50)
        ]
    )
    Mention.objects.bulk_create(
        [
            Mention(comment=one, user=world.contributor)
            for one in Comment.objects.order_by("-pk")[:50]
        ]
    )
    plan_for_these_rows()
    client = signed_in(world.contributor)
    for address in (
        of_question(world),
        f"{of_question(world)}?page=2",
        at(world, "discussion-list"),
    ):
        client.get(address)
        Mention.objects.update(looked=None)
        response, queries = counted(partial(client.get, address))
        assert queries <= MOST_QUERIES
        assert len(response.content) < 120_000
    last = text_of(client.get(f"{of_question(world)}?page=2"))
    assert SECRET in last and "1 comment of 51" in last


def test_words_come_back_to_who_was_signed_out_or_signed_in_again(world: World) -> None:
    from django.test import Client

    sent = {"text": "An hour's work", "people": "Connie", "needs": "on", "action": "start"}
    out = Client().post(of_question(world), sent)
    assert out.status_code == 401 and "An hour's work" in text_of(out)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.contributor)
    old = strict.post(of_question(world), sent)
    assert old.status_code == 403
    assert "An hour's work" in text_of(old) and "Send it again" in text_of(old)
    assert not Comment.objects.exists()


def test_pages_that_look_at_the_whole_name_what_is_still_discussed(
    world: World, signed_in: SignIn
) -> None:
    started(world)
    started(world, question="SEC-01", needs=True)
    world.complete()
    client = signed_in(world.approver)
    tasks = text_of(client.get(at(world, "assessment-detail")))
    assert "2 open discussions, 1 to settle before submission" in tasks
    assert "1 open discussion, to settle before submission" in tasks
    for name in ("assessment-check", "assessment-submit"):
        words = text_of(client.get(at(world, name)))
        assert "Open discussions (2)" in words
        assert words.index("SEC-01 Multi") < words.index("BUD-01 Funded")
        assert "1 open discussion Needs discussion BUD-01" in words
    for one in Discussion.objects.all():
        discussions.resolve(discussion=one, by=world.approver)
    for name in ("assessment-check", "assessment-submit", "assessment-detail"):
        words = text_of(client.get(at(world, name)))
        assert "1 open discussion" not in words and "Open discussions (" not in words


def test_who_only_reads_the_answers_is_led_to_the_discussion(
    world: World, signed_in: SignIn
) -> None:
    page = signed_in(world.viewer).get(at(world, "dimension-answer", "BUD"))
    assert f'href="{of_question(world)}"' in page.content.decode()


def test_my_work_names_a_comment_for_my_attention_until_i_have_looked(
    world: World, signed_in: SignIn
) -> None:
    said_in(world, None, world.viewer)
    client = signed_in(world.viewer)
    waiting = client.get(reverse("my-work"))
    assert "Comments for your attention Ada Administrator on BUD-01" in text_of(waiting)
    assert "No work waits for you" not in text_of(waiting)
    client.get(of_question(world))
    assert "No work waits for you" in text_of(client.get(reverse("my-work")))

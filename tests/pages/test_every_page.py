"""Every page of ours: one h1, a title, a language, labelled fields; and its queries counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from html import unescape
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import User
from assessments.services.own_account import stop_path
from assessments.services.people import opening_address
from tests.access.matrix import REPORT_PARTS
from tests.assigning import given_to
from tests.attaching import attached
from tests.cost import counted
from tests.discussions import said_in
from tests.evidence import recorded
from tests.factories.rubrics import gate_check
from tests.factories.shipped import shipped_rubric
from tests.joining import asks, invite, invited
from tests.page import Page
from tests.plans import planned, supposed
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.publications import made_public
from tests.reviews import deputised
from tests.sharing import shared, shares, token_of
from tests.worlds import World, build_world, published, tried

SignIn = Callable[[User | None], Client]
Pages = dict[str, tuple[User | None, str]]
Site = tuple[World, Pages]
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def _as_in_development(settings: Any) -> None:
    """The gallery shows every component, and is for developers only."""
    settings.SHOW_GALLERY = True


def pages(world: World) -> Pages:
    """Every page by name: who looks at it, and where it is."""
    submission = world.submit()
    public = made_public(world, submission, listed=True)
    shares(world.organisation, by=world.administrator)
    token = token_of(shared(submission, by=world.approver))
    under_way = world.start()
    world.answer({"BUD-01": 2, "SEC-01": "dont_know"}, assessment=under_way)
    slug = world.organisation.slug
    inside = {"slug": slug, "reference": under_way.reference}
    sent = {"slug": slug, "reference": submission.assessment.reference}
    edition = {"slug": world.version.rubric.slug, "number": world.version.number}
    viewer = world.organisation.memberships.get(user=world.viewer)
    boss = world.administrator
    invitation, link = invited(world)
    request = asks(world, world.publisher)
    certificate = recorded(world)
    item = {"slug": slug, "reference": certificate.reference}
    action, scenario = planned(world), supposed(world, submission)
    file = {**item, "key": attached(certificate, by=world.contributor).reference}
    asked = world.spec.dimensions[0].questions[0].code
    work = {**inside, "pk": given_to(world, assessment=under_way, questions=[asked]).pk}
    comment = {**inside, "key": "BUD-01", "pk": said_in(world, under_way, world.contributor).pk}
    # The neighbour has one assessment only, which can be reopened.
    theirs = world.start(organisation=world.neighbour, by=world.stranger)
    world.submit(assessment=theirs, by=world.stranger)
    next_door = {"slug": world.neighbour.slug, "reference": theirs.reference}
    published(replace(shipped_rubric(), edition="2027"), by=world.publisher)
    published(gate_check(), by=world.publisher)
    council = {"slug": "local_authority"}
    trial = tried(replace(shipped_rubric(), edition="2028"), by=world.publisher)

    def at(name: str, **kwargs: object) -> str:
        return reverse(name, kwargs=kwargs)

    return {
        "landing": (None, at("home")),
        "home": (boss, at("home")),
        "help": (boss, at("help")),
        "accessibility": (None, at("accessibility")),
        "privacy": (None, at("privacy")),
        "gallery": (None, at("gallery")),
        "verify": (None, at("verify")),
        "links to a report": (boss, at("report-links", **sent, number=1)),
        "shared report": (None, at("shared-report", token=token)),
        "shared report, signed in": (boss, at("shared-report", token=token)),
        "shared actions": (None, at("shared-actions", token=token)),
        "shared dimensions": (None, at("shared-dimensions", token=token)),
        "shared answers": (None, at("shared-answers", token=token)),
        "shared method": (None, at("shared-method", token=token)),
        "try": (None, at("try")),
        "try a part": (None, at("try-answer", **council, key="G1")),
        "rubrics": (None, at("rubric-list")),
        "rubric": (None, at("rubric-detail", **edition)),
        "rubric dimension": (None, at("rubric-dimension", **edition, key="BUD")),
        "what counts towards a framework": (None, at("rubric-counts-towards", **edition)),
        "changes": (None, at("rubric-changes", **{**edition, "number": 2})),
        "sign in": (None, at("account_login")),
        "sign up": (None, at("account_signup")),
        "reset password": (None, at("account_reset_password")),
        "change password": (boss, at("account_change_password")),
        "your account": (boss, at("account-detail")),
        "your name": (boss, at("account-name")),
        "your address": (boss, at("account-email")),
        "your sessions": (boss, at("account-sessions")),
        "your reminders": (boss, at("account-reminders")),
        "what is held about you": (boss, at("account-data")),
        "end reminders": (None, stop_path(boss)),
        "close your account": (world.viewer, at("account-close")),
        "close your account, needed": (boss, at("account-close")),
        "open an account": (None, opening_address(email="new@wexcombe.example", name="New")),
        "new organisation": (boss, at("organisation-create")),
        "organisation": (boss, at("organisation-detail", slug=slug)),
        "edit organisation": (boss, at("organisation-edit", slug=slug)),
        "branding": (boss, at("organisation-branding", slug=slug)),
        "organisation history": (boss, at("organisation-history", slug=slug)),
        "my work": (world.contributor, at("my-work")),
        "who works on what": (boss, at("assignment-list", **inside)),
        "give work": (boss, at("assignment-add", **inside, key="BUD")),
        "a piece of work": (boss, at("assignment-detail", **work)),
        "change who works": (boss, at("assignment-change", **work)),
        "end an assignment": (boss, at("assignment-end", **work)),
        "discussions": (boss, at("discussion-list", **inside)),
        "discussions of a question": (boss, at("discussion-question", **inside, key="BUD-01")),
        "discussions, closed": (boss, at("discussion-question", **sent, key="BUD-01")),
        "remove a comment": (boss, at("comment-remove", **comment)),
        "evidence for an answer": (boss, at("answer-evidence", **inside, key="BUD-01")),
        "plan": (boss, at("plan-list", slug=slug)),
        "plan, every action": (boss, at("plan-list", slug=slug) + "?show=all&by=owner"),
        "plan, board": (boss, at("plan-board", slug=slug)),
        "plan, effort against gain": (boss, at("plan-weighed", slug=slug)),
        "plan, in numbers": (boss, at("plan-counts", slug=slug)),
        "add an action": (boss, at("plan-add", slug=slug)),
        "action": (boss, at("action-detail", slug=slug, reference=action.reference)),
        "change an action": (boss, at("action-change", slug=slug, reference=action.reference)),
        "evidence of an action": (
            boss,
            at("action-evidence", slug=slug, reference=action.reference),
        ),
        "take actions": (boss, at("submission-plan", **sent, number=1)),
        "what if": (boss, at("submission-what-if", **sent, number=1)),
        "what if, the plan": (boss, at("submission-what-if", **sent, number=1) + "?plan=all"),
        "shortest way": (boss, at("submission-way", **sent, number=1)),
        "scenarios": (boss, at("scenario-list", slug=slug)),
        "scenario": (boss, at("scenario-detail", slug=slug, reference=scenario.reference)),
        "what efforts take": (boss, at("plan-costs", slug=slug)),
        "evidence": (boss, at("evidence-list", slug=slug)),
        "record evidence": (boss, at("evidence-add", slug=slug)),
        "record evidence, details": (boss, at("evidence-add", slug=slug) + "?framework=ce-3.3"),
        "change evidence": (boss, at("evidence-change", **item)),
        "remove evidence": (boss, at("evidence-remove", **item)),
        "files of evidence": (boss, at("attachment-list", **item)),
        "remove a file": (boss, at("attachment-remove", **file)),
        "members": (boss, at("member-list", slug=slug)),
        "invite": (boss, at("member-invite", slug=slug)),
        "one who is invited": (boss, at("invitation-change", slug=slug, pk=invitation.pk)),
        "invitation": (None, link),
        "invitation, signed in as another": (boss, link),
        "one who asks to join": (boss, at("join-request", slug=slug, pk=request.pk)),
        "ask to join": (boss, at("join")),
        "name a deputy": (boss, at("deputy-name", slug=slug)),
        "end a deputy": (boss, at("deputy-end", slug=slug, pk=deputised(world).pk)),
        "member": (boss, at("member-change", slug=slug, pk=viewer.pk)),
        "task list": (boss, at("assessment-detail", **inside)),
        "task list, submitted": (boss, at("assessment-detail", **sent)),
        "dimension": (boss, at("dimension-answer", **inside, key="BUD")),
        "dimension, read only": (world.viewer, at("dimension-answer", **inside, key="SEC")),
        "check": (boss, at("assessment-check", **inside)),
        "submit": (boss, at("assessment-submit", **inside)),
        "draft report": (boss, at("assessment-draft", **inside)),
        **{
            f"draft report's {part}": (boss, at(f"assessment-draft-{part}", **inside))
            for part in REPORT_PARTS
        },
        "send for approval": (boss, at("assessment-send", **inside)),
        "withdraw": (boss, at("assessment-withdraw", **inside)),
        "carry over": (boss, at("assessment-carry-over", **inside)),
        "start": (boss, at("assessment-start", slug=slug)),
        "renewal": (boss, at("assessment-renewal", **inside)),
        "use earlier answers": (boss, at("assessment-suggest", **inside)),
        "reopen": (world.stranger, at("assessment-reopen", **next_door)),
        "history": (boss, at("assessment-history", **inside)),
        "report": (boss, at("submission-report", **sent, number=1)),
        **{
            f"report's {part}": (boss, at(f"submission-{part}", **sent, number=1))
            for part in REPORT_PARTS
        },
        "public versions": (boss, at("publication-list", **sent, number=1)),
        "choose what to publish": (boss, at("publication-add", **sent, number=1)),
        "public report": (boss, at("publication-report", **sent, number=1, pk=1)),
        "schedule": (boss, at("publication-schedule", **sent, number=1, pk=1)),
        "published": (None, at("published", reference=public.reference)),
        "compare reports": (boss, at("submission-compare", **sent, number=1)),
        "moderation": (world.moderator, at("moderation-queue")),
        "trial of a draft": (world.moderator, at("moderation-trial", pk=trial.pk)),
    }


@pytest.fixture(scope="module")
def prepared_pages(prepare: Prepare) -> Prepared[Site]:
    def build() -> Site:
        world = build_world()
        return world, pages(world)

    return prepare(build)


@pytest.fixture
def site(prepared_pages: Prepared[Site], db: None) -> Site:
    return prepared_pages.put_back()


def test_every_page_is_well_made_and_asks_little_of_the_database(
    site: Site, signed_in: SignIn
) -> None:
    faults, heavy, client_of = [], [], cache(signed_in)
    for name, (who, address) in site[1].items():
        ask = partial(client_of(who).get, address)
        response, queries = counted(ask)
        if queries > MOST_QUERIES:
            queries = counted(ask)[1]  # The first may have read the edition, once per process.
        faults += [f"{name}: {fault}" for fault in Page(response.content.decode()).faults()]
        if queries > MOST_QUERIES:
            heavy.append(f"{name}: {queries} queries")
    assert not faults, "\n".join(faults)
    assert not heavy, "\n".join(heavy)


PLACE = re.compile(r'href="([^"#]*)#([^"]+)"')


def test_links_to_a_place_on_a_page_lead_to_one(site: Site, signed_in: SignIn) -> None:
    """Of the links on a page that differ in their question only, one is followed."""
    client_of = cache(signed_in)

    @cache
    def html_of(who: User | None, address: str) -> str:
        return client_of(who).get(address).content.decode()

    lost = []
    for name, (who, address) in site[1].items():
        shapes = {
            (there.partition("?")[0], place.partition("-")[0]): (unescape(there), unquote(place))
            for there, place in PLACE.findall(html_of(who, address))
        }
        for there, place in shapes.values():
            target = urljoin(f"//here{address}", there)
            if target.startswith("//here/"):
                if f'id="{place}"' not in html_of(who, target.removeprefix("//here")):
                    lost.append(f"{name}: {there}#{place}")
    assert not lost, "\n".join(lost)


def test_a_page_costs_the_same_however_much_there_is(site: Site, signed_in: SignIn) -> None:
    """More people, assessments, submissions and answers add no query to any page."""
    from assessments.access.roles import Role
    from assessments.services import assessments, members
    from tests.worlds import person

    world, client_of = site[0], cache(signed_in)
    under_way = world.organisation.assessments.get(status="in_progress")
    listed = pages_again(world, under_way)
    before = {name: _count(client_of(who), address) for name, (who, address) in listed.items()}
    for number in range(3):
        members.add(
            organisation=world.organisation,
            user=person(f"Extra {number}"),
            role=Role.VIEWER,
            by=world.administrator,
        )
    for number in range(3):
        recorded(world, title=f"Certificate {number}")
    invite(world, *(f"extra{number}@northmoor.example" for number in range(3)))
    asks(world, world.moderator)
    world.submit(assessment=under_way)
    for _ in range(2):
        world.submit(assessment=world.start())
    last = world.start()
    assessments.withdraw(
        assessment=last, by=world.administrator, reason="Started by mistake, sorry."
    )
    world_pages = {}
    under_way = world.start()
    world.answer({"BUD-01": 2, "BUD-02": 1, "SEC-01": 3}, assessment=under_way)
    for name, (who, address) in pages_again(world, under_way).items():
        world_pages[name] = _count(client_of(who), address)
    grown = {
        name: (before[name], count) for name, count in world_pages.items() if count > before[name]
    }
    assert not grown


def pages_again(world: World, under_way: object) -> Pages:
    """The pages that lists grow on, in a fuller world."""
    slug = world.organisation.slug
    inside = {"slug": slug, "reference": under_way.reference}  # type: ignore[attr-defined]
    boss = world.administrator
    return {
        "home": (boss, reverse("home")),
        "organisation": (boss, reverse("organisation-detail", kwargs={"slug": slug})),
        "organisation history": (boss, reverse("organisation-history", kwargs={"slug": slug})),
        "evidence": (boss, reverse("evidence-list", kwargs={"slug": slug})),
        "members": (boss, reverse("member-list", kwargs={"slug": slug})),
        "task list": (boss, reverse("assessment-detail", kwargs=inside)),
        "dimension": (boss, reverse("dimension-answer", kwargs={**inside, "key": "BUD"})),
        "check": (boss, reverse("assessment-check", kwargs=inside)),
        "history": (boss, reverse("assessment-history", kwargs=inside)),
        "moderation": (world.moderator, reverse("moderation-queue")),
    }


def _count(client: Client, address: str) -> int:
    client.get(address)
    return counted(lambda: client.get(address))[1]


@pytest.mark.parametrize(
    ("breach", "fault"),
    [
        ("<h1>One</h1><h1>Two</h1>", "it has 2 h1 headings"),
        ("<h1>One</h1><input name=x id=x>", "the field x has no label"),
        ("<h1>One</h1><p id=a></p><p id=a></p>", "the id a is used twice"),
        ("<h1>One</h1><p style='x'></p>", "inline style or script in <p>"),
        ("<h1>One</h1><p aria-describedby=no></p>", "something refers to #no, which is not there"),
    ],
)
def test_a_badly_made_page_is_found_out(breach: str, fault: str) -> None:
    html = f"<html lang=en-GB><title>Planted - Readiness</title>{breach}</html>"
    assert fault in Page(html).faults()

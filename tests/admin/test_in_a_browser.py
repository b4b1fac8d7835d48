"""The admin in Chromium: no page breaks the policy, ours are clean for axe, and editing works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from assessments import clock
from assessments.models import (
    Answer,
    Assignment,
    AuditEvent,
    Band,
    Dimension,
    Level,
    Membership,
    Organisation,
    OutgoingMail,
    Question,
    Review,
    Rubric,
    RubricVersion,
    ScoreSnapshot,
    Submission,
    User,
)
from assessments.services import reviews
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address
from tests.assigning import given_to
from tests.plugins.browser import NARROW, WIDE
from tests.worlds import PASSWORD, World

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Check = Callable[[Page], None]


def pages_to_see(world: World, draft: RubricVersion) -> list[str]:
    """A page of every sort: lists, editable and read-only rows, adding, deleting, histories."""
    world.submit()
    listed = Question.objects.get(version=draft, code="BUD-06")
    gated = Level.objects.filter(version=draft, question__code="SEC-01").first()
    assert gated is not None
    rows: list[Any] = [draft, world.version, listed, gated.question, gated]
    rows += [Dimension.objects.filter(version=draft).first(), Rubric.objects.first()]
    rows += [world.organisation, world.viewer, Membership.objects.first()]
    rows += [Answer.objects.first(), Submission.objects.first(), ScoreSnapshot.objects.first()]
    return [
        "/admin/",
        *(address(model) for model in (Question, Band, User, Organisation, AuditEvent)),
        *(address(row) for row in rows),
        f"{address(listed)}?rows=checklistitem",
        address(Band, "add"),
        address(Group, "add"),
        f"{address(Question)}?q=BUD",
        address(listed, "delete"),
        address(listed, "history"),
        address(world.version, "retire"),
        *(address(listed, verb) for verb in ("duplicate", "move")),
        *(address(draft, name) for name in OF_A_DRAFT),
        f"{address(draft, 'put-back')}?state=1",
    ]


OF_A_DRAFT = ("publish", "soundness", "compare", "sensitivity", "impact", "history-of-draft")
OURS = ("question", "level", "dimension", "rubricversion", "band", "membership", "group")


@pytest.mark.usefixtures("whole")
def test_no_page_breaks_the_policy_and_ours_are_clean_for_axe_and_fit_a_small_screen(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    axe: Check,
    fits_its_width: Check,
    world: World,
    programme: Programme,
    draft: RubricVersion,
) -> None:
    """The fixture watches: a breach, or a script that fails, fails the test at its end."""
    Question.objects.filter(version=draft, code="BUD-01").update(weight=0)
    keep(draft, programme)
    sign_in(page, programme.superuser)
    for place in pages_to_see(world, draft):
        page.set_viewport_size(WIDE)
        answer = page.goto(live_server.url + place)
        assert answer is not None and answer.status == 200, place
        if place == "/admin/" or any(f"/{part}/" in place for part in OURS):
            axe(page)
            page.set_viewport_size(NARROW)
            fits_its_width(page)


CUT_OFF = "e => e.scrollWidth > e.clientWidth"
RIGHT_EDGE = "e => e.getBoundingClientRect().right"
SAID_BEFORE = "e => getComputedStyle(e, '::before').content"


def stuck_mail() -> OutgoingMail:
    """One with a long address and a long error."""
    return OutgoingMail.objects.create(
        recipient=f"{'administrator.' * 3}of-the-programme@wexcombe-borough-council.example",
        subject="Grace Whitlock invites you to join Wexcombe Borough Council on Readiness",
        last_error="550 5.1.1 The email account that you tried to reach does not exist " * 3,
        given_up=clock.now(),
    )


@pytest.mark.usefixtures("draft")
def test_lists_show_every_column_on_a_wide_screen_and_a_tick_only_what_was_done(
    live_server: Any, page: Page, sign_in: SignIn, world: World, programme: Programme
) -> None:
    stuck_mail()
    given_to(world)
    reviews.send(assessment=world.complete(), by=world.contributor)
    sign_in(page, programme.superuser)
    page.set_viewport_size(WIDE)
    for model in (OutgoingMail, Assignment, Review):
        page.goto(live_server.url + address(model))
        expect(page.locator("#result_list tbody tr").first).to_be_visible()
        assert not page.locator(".results").evaluate(CUT_OFF), model
    page.goto(live_server.url + address(Answer))
    tick = page.locator(".messagelist .info").evaluate("e => getComputedStyle(e).backgroundImage")
    assert tick == "none"
    page.goto(live_server.url + address(Group, "add"))
    label = page.locator("#id_permissions label").first.bounding_box()
    assert label is not None and label["width"] > 300


def test_a_small_screen_shows_the_edition_of_a_question_and_says_which_tables_scroll(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    fits_its_width: Check,
    programme: Programme,
    draft: RubricVersion,
) -> None:
    mail = stuck_mail()
    sign_in(page, programme.superuser)
    page.set_viewport_size(NARROW)
    page.goto(live_server.url + address(mail))
    fits_its_width(page)
    page.goto(live_server.url + address(Question))
    edition = page.locator("#result_list td.field-edition").first
    assert edition.evaluate(RIGHT_EDGE) < NARROW["width"]
    assert "sideways" in page.locator(".results").evaluate(SAID_BEFORE)
    page.goto(live_server.url + address(Question.objects.get(version=draft, code="BUD-01")))
    assert "sideways" in page.locator("#levels-group .rd-table").evaluate(SAID_BEFORE)


def test_shares_move_on_a_questions_own_page_and_in_a_table_of_several_pages(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    programme: Programme,
    draft: RubricVersion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What they come to while a weight is typed is what they are once it is saved."""
    monkeypatch.setattr("assessments.admin.part_formsets.MOST_ROWS", 2)
    sign_in(page, programme.editor)
    question = Question.objects.get(version=draft, code="BUD-01")
    others = sum(one.weight or 0 for one in question.dimension.questions.exclude(pk=question.pk))
    share = f"{100 * 40 / (others + 40):.1f}".replace(".0", "") + "%"

    page.goto(live_server.url + address(question))
    sentence = page.locator(".field-amounts_to .readonly")
    was = sentence.inner_text()
    page.locator("#id_weight").fill("40")
    expect(sentence).to_contain_text(f"{share} of Budget. It can move the overall score by")
    page.locator("#id_weight").fill(f"{question.weight:f}")
    expect(sentence).to_have_text(was, use_inner_text=True)

    page.goto(live_server.url + address(question.dimension))
    sentence = page.locator(".field-amounts_to .readonly")
    page.locator("#id_weight").fill("")
    expect(sentence).to_have_text("Nothing: it has no weight above 0.", use_inner_text=True)
    page.locator("#id_weight").fill("77")
    expect(sentence).to_contain_text("of the score. Save to see how many points that is.")
    page.reload()
    expect(page.locator("#questions-group .rd-pages")).to_be_visible()
    row = page.locator("#questions-0")
    page.locator("#id_questions-0-weight").fill("40")
    expect(row.locator(".field-share")).to_have_text(share)
    expect(row.locator(".field-worth")).to_have_text("Save to see")
    other = page.locator("#id_questions-1-weight")
    weight = other.input_value()
    other.fill("")
    expect(page.locator("#questions-1 .field-share")).to_have_text("Nothing")
    other.fill(weight)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(row.locator(".field-worth")).not_to_have_text("Save to see")
    expect(row.locator(".field-share")).to_have_text(share)


def test_points_of_a_question_and_of_its_levels_and_lines_move_as_they_will_be_saved(
    live_server: Any, page: Page, sign_in: SignIn, programme: Programme, draft: RubricVersion
) -> None:
    """TRA-01 counts for more in some sectors than in others; BUD-06 is a checklist."""
    sign_in(page, programme.editor)
    for code, table in (("TRA-01", "levels"), ("BUD-06", "checklistitems")):
        question = Question.objects.get(version=draft, code=code)
        page.goto(live_server.url + address(question))
        said = page.locator(
            f".field-amounts_to .readonly, #{table}-group .has_original > .field-worth"
        )
        saved = said.all_inner_texts()
        weight, points = page.locator("#id_weight"), page.locator(f"#id_{table}-1-points")
        assert len(saved) > 5 and (" to " in saved[0]) == (code == "TRA-01")

        weight.fill("2.35")
        points.fill("33")
        typed = said.all_inner_texts()
        for place in (0, 2, -1):
            assert typed[place] != saved[place]
        page.get_by_role("button", name="Save and continue editing").click()
        expect(page.locator(".messagelist .success")).to_be_visible()
        expect(said).to_have_text(typed, use_inner_text=True)

        weight.fill(f"{question.weight:f}")
        points.fill("")
        assert said.all_inner_texts()[2] == ""
        weight.fill("0")
        assert said.all_inner_texts()[0] == "Nothing: it has no weight above 0."
        assert {*said.all_inner_texts()[1:]} == {""}
        weight.fill("2.35")
        assert said.all_inner_texts()[0] == typed[0]


def test_copying_fits_a_small_screen_and_is_clean_for_axe(
    live_server: Any,
    narrow_page: Page,
    sign_in: SignIn,
    axe: Check,
    fits_its_width: Check,
    world: World,
    programme: Programme,
) -> None:
    """By itself, because it is offered only while the rubric has no draft."""
    page = narrow_page
    sign_in(page, programme.editor)
    page.goto(live_server.url + address(world.version, "copy"))
    axe(page, contrast=True)
    fits_its_width(page)
    page.get_by_label("Edition").fill("")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("link", name="This field is required.")).to_be_visible()
    axe(page, contrast=True)


def test_an_editor_signs_in_reaches_a_question_and_adds_a_gate(
    live_server: Any, page: Page, programme: Programme, draft: RubricVersion
) -> None:
    """From the address of the admin, through the product's sign-in page, down the tree."""
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Email").fill(programme.editor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/admin/")
    page.get_by_role("link", name="Rubric versions").click()
    page.get_by_role("link", name="Readiness, 2027 edition").click()
    page.locator("#dimensions-0").get_by_role("link", name="Change").click()
    page.locator("#questions-0").get_by_role("link", name="Change").click()
    page.get_by_role("button", name="Add another Gate").click()
    row = page.locator("#gates-0")
    row.get_by_label("When level at or below").fill("0")
    row.get_by_label("Highest band").select_option(index=1)
    page.get_by_label("Critical").check()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_role("list", name="What to correct")).to_be_focused()
    page.get_by_role("link", name="Gates, row 1, Message: This field is required.").click()
    expect(row.get_by_label("Message")).to_be_focused()
    row.get_by_label("Message").fill("Without a plan nothing starts.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    gate = Question.objects.get(version=draft, code="BUD-01").gates.get()
    assert gate.message == "Without a plan nothing starts."


def test_an_editor_without_scripts_adds_a_level(
    live_server: Any,
    plain_page: Page,
    sign_in: SignIn,
    programme: Programme,
    draft: RubricVersion,
) -> None:
    sign_in(plain_page, programme.editor)
    question = Question.objects.get(version=draft, code="BUD-01")
    plain_page.goto(live_server.url + address(question))
    plain_page.get_by_role("link", name="Levels", exact=True).click()
    row = plain_page.locator("#levels-5")
    row.get_by_label("Level").fill("5")
    row.get_by_label("Points").fill("120")
    row.get_by_label("Description").fill("Better than that.")
    plain_page.get_by_role("button", name="Save", exact=True).click()
    assert question.levels.get(number=5).position == 6


def test_signing_out_takes_one_press(
    live_server: Any, page: Page, sign_in: SignIn, programme: Programme
) -> None:
    sign_in(page, programme.editor)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("button", name="Log out").click()
    page.goto(f"{live_server.url}/admin/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def numbers_of(page: Page, rows: str) -> list[str]:
    """The codes of a table's rows from top to bottom."""
    texts = page.locator(f"#{rows}-group tr.has_original [name$='-code']")
    return [texts.nth(place).input_value() for place in range(texts.count())]


def test_rows_are_put_in_order_by_dragging_and_by_the_arrow_keys(
    live_server: Any, page: Page, sign_in: SignIn, programme: Programme, draft: RubricVersion
) -> None:
    sign_in(page, programme.editor)
    dimension = Dimension.objects.get(version=draft, code="BUD")
    before = list(dimension.questions.values_list("code", flat=True))
    page.goto(live_server.url + address(dimension))
    handles = page.get_by_role("button", name="with the up and down arrow keys")
    expect(handles).to_have_count(len(before))
    handles.nth(0).press("ArrowDown")
    expect(page.get_by_role("status")).to_contain_text(f"is now 2 of {len(before)}")
    expect(handles.nth(1)).to_be_focused()
    moved = [before[1], before[0], *before[2:]]
    assert numbers_of(page, "questions") == moved
    # The third row is dragged above the first.
    page.locator("#questions-group").evaluate("group => group.scrollIntoView()")
    top = page.locator("#questions-group tr.has_original").nth(0).bounding_box()
    grip = handles.nth(2).bounding_box()
    assert top is not None and grip is not None
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, top["y"] + top["height"] / 2, steps=4)
    page.mouse.move(grip["x"] + 5, top["y"] + 2, steps=4)
    page.mouse.up()
    dragged = [moved[2], *moved[:2], *moved[3:]]
    assert numbers_of(page, "questions") == dragged
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert list(dimension.questions.values_list("code", flat=True)) == dragged


def test_a_published_table_has_no_handles(
    live_server: Any, page: Page, sign_in: SignIn, programme: Programme, world: World
) -> None:
    sign_in(page, programme.editor)
    dimension = Dimension.objects.get(version=world.version, code="BUD")
    page.goto(live_server.url + address(dimension))
    expect(page.get_by_role("heading", name="Questions")).to_be_visible()
    expect(page.locator(".rd-handle")).to_have_count(0)

"""What a report recommends is handed out, worked on and finished, and outlives the assessment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments import clock
from assessments.queries.reports import recommended_in
from assessments.queries.scenarios import supposing_of
from tests.journeys.answering import SignIn
from tests.plans import planned
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

LookAt = Callable[[Page], None]


def type_day(page: Page, day: int, month: int, year: int) -> None:
    for name, number in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_label(name, exact=True).fill(str(number))


def test_actions_go_from_the_report_to_people_who_do_them(
    page: Page, world: World, live_server: Any, sign_in: SignIn, looks_right: LookAt
) -> None:
    submission = world.submit()
    first = recommended_in(submission)[0]
    report = f"{submission.assessment.get_absolute_url()}submissions/{submission.number}/report/"
    council = f"{live_server.url}{world.organisation.get_absolute_url()}"
    sign_in(page, world.administrator)
    page.goto(f"{live_server.url}{report}")
    page.get_by_role("link", name="Take actions into the plan").click()
    # `all` waits for nothing, and the page before has no box.
    page.get_by_label("Owner of all of them").wait_for()
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("checkbox", name=f"{first.code}: {first.title}").check()
    page.get_by_label("Owner of all of them").select_option(str(world.contributor.pk))
    type_day(page, 29, 2, 2027)
    page.get_by_role("button", name="Take into the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("must be a real date")
    looks_right(page)
    due = clock.today() + timedelta(days=5)
    type_day(page, due.day, due.month, due.year)
    page.get_by_role("button", name="Take into the plan").click()
    expect(page.get_by_text("1 action is in the plan.")).to_be_visible()
    looks_right(page)

    sign_in(page, world.contributor)
    page.get_by_role("link", name="My work").click()
    expect(page.get_by_role("heading", name="Due in the next 7 days")).to_be_visible()
    looks_right(page)
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    page.get_by_role("link", name="Add evidence").click()
    page.get_by_role("textbox", name="Title").fill("Cabinet minutes")
    page.get_by_role("textbox", name="Link or reference").fill("item 6")
    looks_right(page)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Back to the action").click()
    page.get_by_label("Note (optional)").fill("Cabinet agreed it on Tuesday.")
    page.get_by_role("radio", name="In progress").check()
    page.get_by_role("button", name="Note the progress").click()
    expect(page.get_by_text("Cabinet agreed it on Tuesday.")).to_be_visible()
    expect(page.get_by_role("link", name="Cabinet minutes")).to_be_visible()
    looks_right(page)
    page.goto(f"{council}plan/weighed/")
    expect(page.get_by_role("img", name="Effort against gain").first).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Board").click()
    looks_right(page)
    page.get_by_role("region", name="In progress (1)").get_by_role("button", name="Done").click()
    expect(page.get_by_role("region", name="Done (1)")).to_contain_text("Done on")

    following = world.start(title="Next year")
    page.goto(council)
    page.get_by_role("link", name="0 actions to do").click()
    page.get_by_role("link", name="Done", exact=True).click()
    expect(page.get_by_role("rowheader")).to_contain_text(first.code)
    part = next(one for one, question in world.spec.questions() if question.code == first.code)
    answering = f"{live_server.url}{following.get_absolute_url()}dimensions/{part.code}/"
    page.goto(f"{answering}?question={first.code}")
    expect(page.get_by_text("Your plan finished")).to_be_visible()
    looks_right(page)


def test_an_action_is_moved_without_javascript_and_by_keyboard(
    plain_page: Page, world: World, live_server: Any, sign_in: SignIn
) -> None:
    planned(world)
    sign_in(plain_page, world.contributor)
    plain_page.goto(f"{live_server.url}{world.organisation.get_absolute_url()}plan/board/")
    plain_page.get_by_role("button", name="Start").focus()
    plain_page.keyboard.press("Enter")
    expect(plain_page.get_by_role("region", name="In progress (1)")).to_be_visible()


def test_levels_are_tried_and_come_to_something_at_once(
    page: Page, world: World, live_server: Any, sign_in: SignIn, looks_right: LookAt
) -> None:
    submission = world.submit()
    first = next(one for one in supposing_of(submission, world.organisation).choices() if one.asked)
    level, cost = first.levels[-1]
    sign_in(page, world.contributor)
    report = f"{submission.assessment.get_absolute_url()}submissions/{submission.number}"
    page.goto(f"{live_server.url}{report}/what-if/")
    page.locator("summary", has=page.locator("[data-part]")).first.click()
    chosen = page.get_by_label(f"{first.code}: ")
    chosen.select_option(str(level))
    line = page.locator("#came-to-line")
    expect(line).to_contain_text(f"{cost.days} days, £")
    expect(chosen).to_have_value(str(level))
    expect(chosen).to_be_in_viewport()
    expect(page).to_have_url(f"{live_server.url}{report}/what-if/?{first.code}={level}")
    page.get_by_label("Name of the scenario").fill("Next year")
    looks_right(page)
    name = page.get_by_label("Name of the scenario")
    name.focus()
    chosen.evaluate(
        "(list, level) => { list.value = level; "
        "list.dispatchEvent(new Event('change', { bubbles: true })) }",
        str(first.levels[0][0]),
    )
    expect(line).to_contain_text(f"{first.levels[0][1].days} days, £")
    page.wait_for_url(f"**/what-if/?{first.code}={first.levels[0][0]}")
    expect(name).to_be_focused()
    page.keyboard.type(", perhaps")
    expect(name).to_have_value("Next year, perhaps")
    page.get_by_role("button", name="Save as a scenario").click()
    expect(page.get_by_text("The scenario is saved.")).to_be_visible()

"""From nothing to an organisation with a colleague, in a browser, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.access.roles import Role
from assessments.models import Membership, Organisation
from tests.journeys.test_coming_in import link_in_the_last_mail
from tests.views.small import submit_one, withdraw_one
from tests.worlds import PASSWORD, World

Check = Callable[[Page], None]
HOME = "/organisations/wexcombe-borough-council/"


def sign_up(page: Page, name: str, email: str) -> None:
    page.get_by_role("link", name="Create an account").first.click()
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Email address").fill(email)
    page.locator("main").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("email")
    page.goto(link_in_the_last_mail("/account/open/"))
    page.get_by_label(re.compile("password", re.I)).first.fill(PASSWORD)
    page.get_by_role("button", name="Open my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My organisations")


def create_organisation(page: Page) -> None:
    page.get_by_role("button", name="Create an organisation").click()
    page.get_by_role("button", name="Create organisation").click()
    expect(page).to_have_title("Error: Create an organisation - Readiness")
    page.get_by_role("link", name="Select the sector").click()
    expect(page.get_by_label("Local authority")).to_be_focused()
    page.get_by_label("Name of the organisation").fill("Ymddiriedolaeth Tŷ Gwyn")
    page.get_by_label("NHS trust").check()
    page.get_by_label("Official code").fill("rj1")
    page.get_by_label("Region or nation").select_option("Wales")
    page.get_by_role("button", name="Create organisation").click()
    expect(page.get_by_role("banner")).to_contain_text("Ymddiriedolaeth Tŷ Gwyn")
    expect(page.get_by_text("You are its administrator")).to_be_visible()


def invite_colleagues(page: Page, email: str) -> None:
    """The next step after creating an organisation."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("Invite colleagues")
    page.get_by_label("Email addresses").fill(f"{email}\nname@\n")
    page.get_by_label("Contributor").check()
    page.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_text("“name@” is not an email address").first).to_be_visible()
    page.get_by_label("Email addresses").fill(email)
    page.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_text(f"Invitation sent to {email}.")).to_be_visible()
    expect(page.get_by_role("row", name=email)).to_contain_text("Contributor")


def accept(page: Page, link: str) -> None:
    """The colleague has an account, signs in on the way and comes back."""
    page.goto(link)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Email address").fill("vic.viewer@wexcombe.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Accept and join").click()
    expect(page.get_by_text("Your role is contributor.")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["JavaScript", "plain"])
def test_a_newcomer_sets_up_an_organisation(
    small: World,
    live_server: Any,
    new_context: Callable[..., BrowserContext],
    scripted: bool,
) -> None:
    page = new_context(java_script_enabled=scripted).new_page()
    page.goto(live_server.url)
    sign_up(page, "Nia Newcomer", "nia@wexcombe.example")
    create_organisation(page)
    invite_colleagues(page, small.viewer.email)
    other = new_context(java_script_enabled=scripted).new_page()
    accept(other, link_in_the_last_mail("/invitations/"))
    made = Organisation.objects.get(slug="ymddiriedolaeth-ty-gwyn")
    assert (made.sector, made.official_code, made.region) == ("nhs_trust", "RJ1", "wales")
    roles = dict(Membership.objects.filter(organisation=made).values_list("user__name", "role"))
    assert roles == {"Nia Newcomer": Role.ADMINISTRATOR, "Vic Viewer": Role.CONTRIBUTOR}


def addresses(world: World) -> list[tuple[str, Any]]:
    """Pages of these rooms in states that the sweep of every page does not see."""
    submit_one(world, "Readiness 2025")
    withdraw_one(world, "Readiness by mistake")
    world.answer({"A-1": 2})
    viewer = world.viewer
    own = world.organisation.memberships.get(user=viewer).pk
    history = f"{world.assessment.get_absolute_url()}history/"
    return [
        *((f"{HOME}{part}", viewer) for part in ("", "members/", f"members/{own}/")),
        (f"{history}?question=A-1", viewer),
        ("/", world.moderator),
    ]


def test_what_a_viewer_and_a_moderator_see_is_accessible_and_fits(
    small: World,
    live_server: Any,
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[[Page, Any], None],
    looks_right: Check,
) -> None:
    page = new_context().new_page()
    for address, user in addresses(small):
        page.context.clear_cookies()
        if user is not None:
            sign_in(page, user)
        page.goto(f"{live_server.url}{address}")
        looks_right(page)
        assert page.get_by_role("heading", level=1).count() == 1, address


def test_the_shipped_questionnaire_and_a_dimension_of_it_are_accessible_and_print(
    world: World,
    live_server: Any,
    narrow_page: Page,
    axe: Check,
    fits_its_width: Check,
) -> None:
    narrow_page.goto(f"{live_server.url}/rubrics/uk-readiness-2026/1/")
    narrow_page.get_by_label("Show the wording for").select_option("NHS trust")
    narrow_page.get_by_role("button", name="Show").click()
    expect(narrow_page).to_have_url(re.compile(r"\?sector=nhs_trust$"))
    expect(narrow_page.get_by_text("Wording for: NHS trust")).to_be_visible()
    axe(narrow_page, contrast=True)
    fits_its_width(narrow_page)
    narrow_page.emulate_media(media="print")
    expect(narrow_page.get_by_role("button", name="Show")).to_be_hidden()
    narrow_page.emulate_media(media="screen")
    narrow_page.locator("main").locator('a[href*="dimensions/SEC/"]').click()
    expect(narrow_page.get_by_text("Wording for: NHS trust")).to_be_visible()
    axe(narrow_page, contrast=True)
    fits_its_width(narrow_page)
    narrow_page.emulate_media(media="print")
    expect(narrow_page.locator("#SEC-09 table").first).to_be_visible()

"""Saying what an organisation already has, and using it at a question, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.scoring.sheet import Reply, State
from assessments.services import evidence
from tests.attaching import keep_files_in
from tests.attachments.samples import PDF
from tests.evidence import details, recorded
from tests.journeys.answering import Answering, SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

LINE = "Cyber Essentials Plus (achieved 4 March 2026, good until 3 March 2036)"
USE = "Use it as evidence"
LookAt = Callable[[Page], None]


def test_a_certificate_is_recorded_and_used_with_one_press(
    page: Page,
    mapped: World,
    live_server: Any,
    sign_in: SignIn,
    axe: LookAt,
    looks_right: LookAt,
) -> None:
    sign_in(page, mapped.contributor)
    page.goto(f"{live_server.url}/organisations/{mapped.organisation.slug}/")
    page.get_by_role("link", name="Record evidence").click()
    looks_right(page)
    page.get_by_role("radio", name="Cyber Essentials, version 3.3").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the date achieved")
    page.get_by_role("link", name="Enter the date achieved").click()
    page.keyboard.type("4")
    page.get_by_role("group", name="Date achieved").get_by_label("Month").fill("March")
    page.get_by_role("group", name="Date achieved").get_by_label("Year").fill("2026")
    looks_right(page)
    page.get_by_label("Name").fill("Cyber Essentials Plus")
    page.get_by_role("checkbox", name="All of Cyber Essentials").check()
    for part, typed in (("Day", "3"), ("Month", "3"), ("Year", "2036")):
        page.get_by_role("group", name="Good until").get_by_label(part).fill(typed)
    page.get_by_label("Link").fill("https://certificates.example/1")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("row", name="Cyber Essentials Plus")).to_be_visible()
    looks_right(page)
    connie = Answering(page, mapped, live_server, "A").open()
    connie.choose("A-1", "0")
    misfit = connie.section("A-1").locator("[data-not-fitting]")
    expect(misfit).to_have_text(
        "You hold Cyber Essentials Plus, but the answer here is at its lowest level."
    )
    connie.choose("A-1", "3")
    expect(misfit).to_be_hidden()
    note = connie.open_note("A-1")
    note.fill("Typed just before")
    looks_right(page)
    connie.section("A-1").get_by_role("button", name=USE).press("Enter")
    expect(connie.section("A-1").get_by_text("It is in your evidence below.")).to_be_focused()
    expect(connie.field("A-1-evidence-0-title")).to_have_value(LINE)
    connie.saved()
    looks_right(page)
    reply = connie.reply("A-1")
    assert (reply.value, reply.note) == (3, "Typed just before")
    assert [item.title for item in reply.evidence] == [LINE]
    connie.open()
    expect(connie.section("A-1").get_by_role("button", name=USE)).to_have_count(0)


def test_it_goes_after_the_rows_in_use_and_into_a_new_one_where_none_is_blank(
    page: Page, mapped: World, live_server: Any, sign_in: SignIn
) -> None:
    recorded(mapped)
    recorded(mapped, title="Lapsed", achieved_on=date(2020, 1, 1), good_until=date(2021, 1, 1))
    sign_in(page, mapped.contributor)
    connie = Answering(page, mapped, live_server, "A").open()
    connie.open_note("A-1")
    connie.field("A-1-evidence-0-title").fill("Minutes")
    for _ in range(2):
        connie.section("A-1").get_by_role("button", name=USE).first.click()
    connie.saved()
    titles = [item.title for item in connie.reply("A-1").evidence]
    assert titles == [
        "Minutes",
        LINE,
        "Lapsed (achieved 1 January 2020, good until 1 January 2021)",
    ]


def test_one_press_without_javascript_saves_every_word(
    plain_page: Page, mapped: World, live_server: Any, sign_in: SignIn
) -> None:
    recorded(mapped)
    sign_in(plain_page, mapped.contributor)
    connie = Answering(plain_page, mapped, live_server, "A").open()
    connie.choose("A-1", "2")
    connie.section("A-2").locator("details:not(.rd-words) > summary").click()
    connie.field("A-2-note").fill("Elsewhere")
    connie.section("A-1").get_by_role("button", name=USE).click()
    expect(connie.section("A-1")).to_contain_text("It is in your evidence below.")
    assert [item.title for item in connie.reply("A-1").evidence] == [LINE]
    assert (connie.reply("A-1").value, connie.reply("A-2").note) == (2, "Elsewhere")


def test_what_another_changed_meanwhile_is_settled_by_keyboard_without_javascript(
    plain_page: Page, mapped: World, live_server: Any, sign_in: SignIn
) -> None:
    item = recorded(mapped)
    sign_in(plain_page, mapped.contributor)
    plain_page.goto(f"{live_server.url}/organisations/{mapped.organisation.slug}/evidence/")
    plain_page.get_by_role("link", name="Change Cyber Essentials Plus").press("Enter")
    evidence.change(evidence=item, details=details(title="Theirs"), by=mapped.approver)
    plain_page.get_by_label("Name").fill("Mine")
    plain_page.keyboard.press("Enter")
    alert = plain_page.get_by_role("alert")
    expect(alert).to_contain_text("Ash Approver changed the record of Theirs")
    expect(alert).to_contain_text("Yours is below and is not saved yet.")
    expect(plain_page.get_by_label("Name")).to_have_value("Mine")
    plain_page.get_by_role("button", name="Save").press("Enter")
    expect(plain_page.get_by_role("row", name="Mine")).to_be_visible()


def test_from_check_to_a_file_without_javascript_and_a_stranger_who_has_its_address(
    plain_page: Page,
    narrow_page: Page,
    mapped: World,
    live_server: Any,
    sign_in: SignIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep_files_in(tmp_path / "kept", monkeypatch)
    mapped.answer({"A-1": Reply(state=State.ANSWERED, value=3)})
    page, assessment = plain_page, mapped.assessment
    sign_in(page, mapped.contributor)
    page.goto(f"{live_server.url}{assessment.get_absolute_url()}check/")
    page.get_by_role("link", name="Add evidence for A-1").first.click()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a title")
    page.get_by_label("Title").fill("Access policy")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Access policy is evidence for A-1.")).to_be_visible()
    page.goto(f"{live_server.url}{mapped.organisation.get_absolute_url()}evidence/")
    page.get_by_role("link", name="Add a file of Access policy").click()
    policy = {"name": "policy.pdf", "mimeType": "text/html", "buffer": PDF}
    page.locator("input[type=file]").set_input_files(policy)  # type: ignore[arg-type]
    page.get_by_role("button", name="Add it").click()
    link = page.get_by_role("link", name="policy.pdf", exact=True)
    with page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == PDF
    address = f"{live_server.url}{link.get_attribute('href')}"
    sign_in(narrow_page, mapped.stranger)
    for theirs in (address, address[:-2] + "zz/", page.url, assessment.get_absolute_url()):
        narrow_page.goto(theirs if "//" in theirs else f"{live_server.url}{theirs}")
        expect(narrow_page.get_by_role("heading", name="Page not found")).to_be_visible()
        expect(narrow_page.get_by_text(mapped.organisation.name)).to_have_count(0)

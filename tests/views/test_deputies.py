"""Naming a deputy, and acting as one, as a browser meets them."""

from __future__ import annotations

from django.urls import reverse

from assessments import clock
from assessments.models import Deputy, Submission
from tests.reviews import deputised, sent, signed
from tests.views.pages import SignIn, text_of
from tests.views.test_assessments import address
from tests.worlds import World


def at(world: World, name: str, *more: int) -> str:
    return reverse(name, args=[world.organisation.slug, *more])


def days(world: World, last: int = 0) -> dict[str, str]:
    today = clock.today()
    parts = {"day": today.day, "month": today.month, "year": today.year}
    first = {f"first_day_{part}": str(value) for part, value in parts.items()}
    return first | {f"last_day_{part}": str(value) for part, value in parts.items()}


def test_an_approver_names_a_deputy_who_is_on_the_list(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.approver)
    posted = {"deputy": str(world.contributor.pk), **days(world)}

    assert browser.post(at(world, "deputy-name"), posted).status_code == 302

    listed = text_of(signed_in(world.viewer).get(at(world, "member-list")))
    assert "Connie Contributor acts for Ash Approver, from" in listed
    assert "Name a deputy" not in listed and "End it" not in listed
    made = Deputy.objects.get()
    assert browser.post(at(world, "deputy-end", made.pk)).status_code == 302
    assert not Deputy.objects.exists()


def test_days_that_have_passed_stay_as_they_were_typed(world: World, signed_in: SignIn) -> None:
    posted = {"deputy": str(world.contributor.pk), **days(world), "last_day_year": "2020"}

    page = signed_in(world.approver).post(at(world, "deputy-name"), posted)

    assert text_of(page).count("The last day must be the same as or after the first day") == 2
    assert 'value="2020"' in page.content.decode()


def test_a_deputy_signs_and_the_report_says_for_whom(world: World, signed_in: SignIn) -> None:
    sent(world)
    browser = signed_in(world.contributor)
    assert browser.get(address("assessment-submit", world.assessment)).status_code == 403
    deputised(world)

    posted = signed(world, name="Connie Contributor", job_title="Deputy Director")
    browser.post(address("assessment-submit", world.assessment), posted)

    submission = Submission.objects.get()
    assert submission.signed["decisions"][0]["acting_for"] == "Ash Approver"
    report = text_of(browser.get(address("submission-method", world.assessment, 1)))
    assert "Connie Contributor, Deputy Director, acting for Ash Approver," in report


def test_a_deputy_names_no_deputy(world: World, signed_in: SignIn) -> None:
    deputised(world)
    browser = signed_in(world.contributor)

    assert browser.get(at(world, "deputy-name")).status_code == 403
    assert browser.post(at(world, "deputy-name"), {"deputy": "1"}).status_code == 403


def test_an_administrator_requires_two_people(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.administrator)
    one = world.organisation
    details = {"name": one.name, "sector": one.sector, "region": one.region}
    details |= {"official_code": one.official_code, "two_people_sign": "on"}

    browser.post(at(world, "organisation-edit"), details)

    one.refresh_from_db()
    assert one.two_people_sign
    assert "People who must approve Two" in text_of(browser.get(one.get_absolute_url()))
    history = text_of(browser.get(at(world, "organisation-history")))
    assert "people who sign from one to two" in history

"""The pages of what an organisation already has."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from assessments import clock
from assessments.models import Evidence
from assessments.queries.evidence import seen_of
from assessments.scoring.sheet import EvidenceItem, Reply, State
from tests.attaching import attached
from tests.evidence import ACHIEVED, many, recorded
from tests.views.pages import SignIn, error_at, queries_of, text_of
from tests.worlds import World

HOME = "/organisations/wexcombe-borough-council/"
LIST = f"{HOME}evidence/"
NEW = f"{LIST}new/"
CE, CAF = f"{NEW}?framework=ce-3.3", f"{NEW}?framework=caf-4.0"


def typed(**other: Any) -> dict[str, Any]:
    standard = {
        "title": "Cyber Essentials Plus",
        "parts": ["*"],
        "strength": "tested",
        "achieved_on_day": "4",
        "achieved_on_month": "3",
        "achieved_on_year": "2026",
        "good_until_day": "3",
        "good_until_month": "March",
        "good_until_year": "2036",
        "link": "certificates.example.org/1",
    }
    return {**standard, **other}


def test_what_is_offered_is_what_questions_map_to(mapped: World, signed_in: SignIn) -> None:
    page = text_of(signed_in(mapped.contributor).get(NEW))
    assert "Cyber Essentials, version 3.3" in page
    assert "Data Security and Protection Toolkit" in page
    assert "that no question maps to" not in page


def test_a_certificate_is_recorded_in_two_steps(mapped: World, signed_in: SignIn) -> None:
    client = signed_in(mapped.contributor)
    details = client.get(CE)
    assert "All of Cyber Essentials, version 3.3" in text_of(details)
    saved = client.post(CE, typed(), follow=True)
    assert saved.redirect_chain == [(LIST, 302)]
    assert "It is now offered at every question that it supports." in text_of(saved)
    made = Evidence.objects.get()
    assert (made.title, made.parts, made.link) == (
        "Cyber Essentials Plus",
        (),
        "https://certificates.example.org/1",
    )
    page = text_of(client.get(HOME))
    assert "1 item of evidence" in page and "All within date, and each with an owner" not in page


def test_a_result_is_recorded_for_parts(mapped: World, signed_in: SignIn) -> None:
    client = signed_in(mapped.contributor)
    page = text_of(client.get(CAF))
    assert "All of B2" in page and "All of C1" not in page
    client.post(CAF, typed(title="CAF result", parts=["B2"]))
    assert Evidence.objects.get().parts == ("B2",)
    assert "B2 of Cyber Assessment Framework, version 4.0" in text_of(client.get(LIST))


def test_a_framework_of_one_part_asks_for_none(mapped: World, signed_in: SignIn) -> None:
    client = signed_in(mapped.contributor)
    assert "What does it cover?" not in text_of(client.get(f"{NEW}?framework=dspt"))
    given = typed(title="DSPT: Standards met")
    del given["parts"]
    client.post(f"{NEW}?framework=dspt", given)
    assert Evidence.objects.get().parts == ()


WRONG = [
    ("title", {"title": ""}, "Enter a name"),
    ("title", {"title": "x" * 121}, "The name must be 120 characters or fewer"),
    ("title", {"title": "x" * 600}, "The name must be 120 characters or fewer"),
    ("title", {"title": "\u200b-"}, "The name must have at least one letter or number"),
    ("title", {"title": "Bad\u202eName"}, "Remove the hidden character U+202E"),
    ("parts", {"parts": []}, "Select all of it, or the parts that are met"),
    ("parts", {"parts": ["*", "User access control"]}, "Select either all of it or the parts"),
    ("parts", {"parts": ["B2"]}, "Select the parts from this page"),
    (
        "achieved_on",
        {f"achieved_on_{part}": "" for part in ("day", "month", "year")},
        "Enter the date achieved",
    ),
    ("achieved_on", {"achieved_on_year": ""}, "The date achieved must include a year"),
    (
        "achieved_on",
        {"achieved_on_day": " ", "achieved_on_month": ""},
        "The date achieved must include a day and a month",
    ),
    ("achieved_on", {"achieved_on_day": "31", "achieved_on_month": "2"}, "must be a real date"),
    (
        "good_until",
        {"good_until_day": "29", "good_until_month": "2", "good_until_year": "2027"},
        "The date it is good until must be a real date",
    ),
    ("title", {"title": "x" * 2000}, "The name must be 120 characters or fewer"),
    ("achieved_on", {"achieved_on_day": "\u0664"}, "must be a real date"),
    ("achieved_on", {"achieved_on_month": "ma"}, "must be a real date"),
    ("achieved_on", {"achieved_on_day": "9" * 5000}, "must be a real date"),
    ("achieved_on", {"achieved_on_day": "9" * 12}, "must be a real date"),
    ("achieved_on", {"achieved_on_month": "9" * 19}, "must be a real date"),
    ("achieved_on", {"achieved_on_year": "9" * 12}, "must have 4 numbers, like 2026"),
    ("achieved_on", {"achieved_on_year": "26"}, "must have 4 numbers, like 2026"),
    ("achieved_on", {"achieved_on_year": "1900"}, "must be in 2000 or later"),
    (
        "achieved_on",
        {"achieved_on_day": "2", "achieved_on_month": "7"},
        "must be today or in the past",
    ),
    (
        "good_until",
        {"good_until_year": "2026", "good_until_month": "2"},
        "must be the same as or after the date achieved",
    ),
    ("good_until", {"good_until_year": "2047"}, "must be at most 20 years after"),
    ("good_until", {"good_until_year": "9999"}, "must be at most 20 years after"),
    ("link", {"link": "javascript:alert(1)"}, "Enter a web address that starts with https://"),
    ("link", {"link": "in the drawer"}, "Enter a web address that starts with https://"),
    ("link", {"link": f"https://a.example/{'x' * 2000}"}, "must be 2,000 characters or fewer"),
    ("link", {"link": "https://a.example/\x00"}, "Enter a web address"),
]


def test_bad_input_is_refused_at_its_field_and_nothing_typed_is_lost(
    mapped: World, signed_in: SignIn
) -> None:
    client = signed_in(mapped.contributor)
    for field, wrong, said in WRONG:
        given = typed(**wrong)
        # Early on 1 July in London.
        with clock.at(datetime.fromisoformat("2026-06-30T23:30:00+00:00")):
            response = client.post(CE, given)
        assert said in error_at(response, field)
        assert not Evidence.objects.exists()
        page = response.content.decode()
        kept = [value for name, value in given.items() if name not in wrong and name != "parts"]
        assert all(f'value="{value}"' in page for value in kept)


def test_the_29th_of_february_is_a_date_in_a_leap_year(mapped: World, signed_in: SignIn) -> None:
    leap = {"good_until_day": "29", "good_until_month": "feb", "good_until_year": "2028"}
    assert signed_in(mapped.contributor).post(CE, typed(**leap)).status_code == 302
    assert Evidence.objects.get().good_until == date(2028, 2, 29)


def test_the_same_twice_is_refused_at_its_name(mapped: World, signed_in: SignIn) -> None:
    client = signed_in(mapped.contributor)
    client.post(CE, typed())
    again = client.post(CE, typed(link=""))
    assert "has recorded this already" in error_at(again, "title")
    assert Evidence.objects.count() == 1


def test_an_unknown_framework_leads_back_to_the_first_step(
    mapped: World, signed_in: SignIn
) -> None:
    client = signed_in(mapped.contributor)
    for response in (client.get(f"{NEW}?framework=no"), client.post(f"{NEW}?framework=no", {})):
        assert error_at(response, "framework") == "Error: Select one of these"


def test_who_goes_on_without_a_choice_reads_what_is_missing(
    mapped: World, signed_in: SignIn
) -> None:
    client = signed_in(mapped.contributor)
    assert "There is a problem" not in text_of(client.get(NEW))
    missing = client.get(f"{NEW}?step=details")
    assert error_at(missing, "framework") == "Error: Select what you want to record"


def test_what_is_recorded_is_changed_and_removed(mapped: World, signed_in: SignIn) -> None:
    made = recorded(mapped, framework="caf-4.0", parts=("B2", "Z9.z"))
    client = signed_in(mapped.approver)
    page = client.get(f"{LIST}{made.reference}/")
    assert "Z9.z" in text_of(page)  # recorded once, and offered by no rubric any more
    assert 'value="https://certificates.example/1"' in page.content.decode()
    seen = page.context["seen"]
    again = typed(seen=seen, title="CAF 2026", parts=["B2", "C1.a"])
    client.post(f"{LIST}{made.reference}/", again)
    made.refresh_from_db()
    assert (made.title, made.parts) == ("CAF 2026", ("B2", "C1.a"))
    removing = f"{LIST}{made.reference}/remove/"
    assert "Answers and reports that use it keep its words" in text_of(client.get(removing))
    given = {"seen": opened(client, removing)}
    assert "CAF 2026 is removed." in text_of(client.post(removing, given, follow=True))
    assert not Evidence.objects.exists()


def opened(client: Client, address: str) -> str:
    """What the page says it has shown."""
    return str(client.get(address).context["seen"])


def test_what_another_changed_meanwhile_is_shown_and_nothing_typed_is_lost(
    mapped: World, signed_in: SignIn
) -> None:
    made = recorded(mapped)
    address = f"{LIST}{made.reference}/"
    mine, theirs = signed_in(mapped.contributor), signed_in(mapped.approver)
    seen = opened(mine, address)
    theirs.post(address, typed(seen=opened(theirs, address), title="CE Plus", link=""))
    clash = mine.post(address, typed(seen=seen, title="My own words"))
    assert clash.status_code == 409
    page = text_of(clash)
    assert (
        "Ash Approver changed the record of CE Plus: the name from Cyber Essentials Plus to "
        "CE Plus; the link from https://certificates.example/1 to nothing. That was on "
    ) in page
    assert "CE Plus, Cyber Essentials, version 3.3. Achieved 4 March 2026" in page
    assert 'value="My own words"' in clash.content.decode()
    made.refresh_from_db()
    assert made.title == "CE Plus"
    mine.post(address, typed(seen=clash.context["seen"], title="My own words"))
    made.refresh_from_db()
    assert made.title == "My own words"


def test_who_changed_nothing_leaves_what_another_wrote(mapped: World, signed_in: SignIn) -> None:
    made = recorded(mapped, link="https://certificates.example.org/1")
    address = f"{LIST}{made.reference}/"
    mine, theirs = signed_in(mapped.contributor), signed_in(mapped.approver)
    seen = opened(mine, address)
    theirs.post(address, typed(seen=seen, title="CE Plus"))
    assert mine.post(address, typed(seen=seen)).status_code == 302
    made.refresh_from_db()
    assert made.title == "CE Plus"


def test_what_another_changed_is_not_removed_unread(mapped: World, signed_in: SignIn) -> None:
    made = recorded(mapped)
    address, removing = f"{LIST}{made.reference}/", f"{LIST}{made.reference}/remove/"
    mine, theirs = signed_in(mapped.contributor), signed_in(mapped.approver)
    seen = opened(mine, removing)
    theirs.post(address, typed(seen=seen, title="CE Plus"))
    again = mine.post(removing, {"seen": seen})
    assert again.status_code == 409
    assert "Ash Approver changed the record of CE Plus" in text_of(again)
    assert "Nothing is removed yet." in text_of(again)
    mine.post(removing, {"seen": again.context["seen"]})
    assert not Evidence.objects.exists()


def test_words_for_what_was_removed_meanwhile_are_given_back(
    mapped: World, signed_in: SignIn
) -> None:
    made = recorded(mapped)
    client = signed_in(mapped.contributor)
    client.post(f"{LIST}{made.reference}/remove/", {"seen": seen_of(made)})
    lost = client.post(f"{LIST}{made.reference}/", typed(title="Words of mine"))
    assert lost.status_code == 404
    assert "Words of mine" in text_of(lost)


def test_another_organisations_item_is_not_there(mapped: World, signed_in: SignIn) -> None:
    recorded(mapped, organisation=mapped.neighbour, by=mapped.stranger, title="Theirs")
    assert "Theirs" not in text_of(signed_in(mapped.administrator).get(LIST))


def test_a_viewer_reads_and_is_offered_no_change(mapped: World, signed_in: SignIn) -> None:
    recorded(mapped)
    page = text_of(signed_in(mapped.viewer).get(LIST))
    assert "Cyber Essentials Plus" in page and "Record evidence" not in page


def test_what_is_past_its_date_says_so(mapped: World, signed_in: SignIn) -> None:
    recorded(mapped, good_until=timezone.localdate())
    client = signed_in(mapped.viewer)
    assert "Past its date" not in text_of(client.get(LIST))
    yesterday = timezone.localdate() - timedelta(days=1)
    recorded(mapped, title="Old one", good_until=yesterday)
    assert "Past its date" in text_of(client.get(LIST))


def test_the_page_of_the_organisation_counts_what_needs_something_and_leads_there(
    mapped: World, signed_in: SignIn
) -> None:
    mine, past = {"owner": mapped.contributor.pk}, ACHIEVED
    contributor, viewer = signed_in(mapped.contributor), signed_in(mapped.viewer)
    assert "is added here by itself" in text_of(contributor.get(HOME))
    recorded(mapped, **mine)
    assert "All within date, and each with an owner." in text_of(viewer.get(HOME))
    recorded(mapped, title="Lapsed", good_until=past, **mine)
    recorded(mapped, title="Theirs", good_until=past, owner=mapped.viewer.pk)
    recorded(mapped, title="No one’s")
    mapped.organisation.memberships.filter(user=mapped.viewer).delete()
    recorded(mapped, title="Elsewhere", organisation=mapped.neighbour, by=mapped.stranger)
    page = contributor.get(HOME).content.decode()
    for show, said in (
        ("", "4 items of evidence"),
        ("?show=past#items", "2 past their date"),
        ("?show=no-owner#items", "2 without an owner"),
    ):
        assert f'href="{LIST}{show}">{said}</a>' in page


def test_the_list_says_how_many_files_an_item_has(mapped: World, signed_in: SignIn) -> None:
    item = recorded(mapped)
    client = signed_in(mapped.contributor)
    assert "Add a file of Cyber Essentials Plus" in text_of(client.get(LIST))
    for name in ("minutes.pdf", "annex.pdf"):
        attached(item, by=mapped.contributor, name=name)
    assert "2 files of Cyber Essentials Plus" in text_of(client.get(LIST))


def test_two_thousand_are_listed_a_page_at_a_time(mapped: World, signed_in: SignIn) -> None:
    client = signed_in(mapped.administrator)
    recorded(mapped)
    before = [queries_of(client, address) for address in (LIST, HOME)]
    many(mapped, 1_999)
    assert [queries_of(client, address) for address in (LIST, HOME)] == before
    assert max(before) <= 8
    page = client.get(f"{LIST}?page=40")
    assert "Records 1,951 to 2,000 of 2,000." in text_of(page)
    assert len(page.content) < 120_000
    refused = client.post(CE, typed(title="One more"))
    assert "has recorded 2,000 already" in text_of(refused)


def test_where_no_framework_is_named_only_what_is_of_ones_own_is_offered(
    small: World, signed_in: SignIn
) -> None:
    client = signed_in(small.contributor)
    assert "How strong is it?" in text_of(client.get(NEW))
    for page in (client.get(CE), client.post(CE, typed())):
        assert "of your own" in text_of(page) and "Cyber Essentials" not in text_of(page)
        assert "error-summary" not in page.content.decode()


def plain(**other: Any) -> dict[str, Any]:
    """What is typed of an item that is of no framework."""
    given = {key: text for key, text in typed().items() if not key.startswith(("good", "parts"))}
    standard = {"title": "Cabinet minutes", "link": "", "cited": "14 March, item 6"}
    return {**given, "strength": "documented", **standard, **other}


def test_what_is_of_ones_own_is_recorded_with_an_owner_and_is_good_for_a_year(
    mapped: World, signed_in: SignIn
) -> None:
    client, own = signed_in(mapped.contributor), f"{NEW}?framework=own"
    assert f'value="{mapped.contributor.pk}" selected' in client.get(own).content.decode()
    for wrong, field, said in (
        ({"title": ""}, "title", "Enter a title"),
        ({"strength": "iron"}, "strength", "Select one of these"),
        ({"owner": mapped.stranger.pk}, "owner", "Select a person from this page"),
        ({"achieved_on_year": "2999"}, "achieved_on", "The date must be today or in the past"),
        ({"link": "shelf 3"}, "link", "Enter a web address"),
    ):
        assert said in error_at(client.post(own, plain(**wrong)), field)
    client.post(own, plain(owner=mapped.approver.pk))
    made = Evidence.objects.get()
    assert (made.owner, made.cited, made.strength) == (
        mapped.approver,
        "14 March, item 6",
        "documented",
    )
    assert made.good_until == date(2027, 3, 4)
    assert "has this already" in error_at(
        client.post(own, plain(title="cabinet  MINUTES")), "title"
    )
    assert "Ash Approver" in text_of(client.get(LIST))


def test_the_list_says_what_backs_which_answer_and_is_narrowed_by_its_address(
    mapped: World, signed_in: SignIn
) -> None:
    today = timezone.localdate()
    recorded(mapped, framework="", title="Old plan", good_until=today - timedelta(1))
    recorded(mapped, framework="", title="Ours", owner=mapped.viewer.pk)
    mapped.organisation.memberships.filter(user=mapped.viewer).delete()
    line = EvidenceItem(title="The head of IT says so")
    mapped.answer({"A-2": Reply(state=State.DONT_KNOW, evidence=(line,)), "A-1": 4})
    client = signed_in(mapped.contributor)
    titles = {"Old plan", "Ours", "The head of IT says so"}

    def listed(show: str) -> set[str]:
        page = text_of(client.get(f"{LIST}?show={show}"))
        return {title for title in titles if title in page.partition("All evidence")[2]}

    assert listed("") == listed("no-such") == titles
    meaning = "A document, a record or a decision shows it. Good for 12 months, unless"
    assert meaning in text_of(client.get(LIST))
    assert listed("past") == {"Old plan"}
    assert listed("no-owner") == {"Old plan", "Ours"}
    assert listed("asserted") == {"The head of IT says so"}
    assert listed("unused") == {"Old plan", "Ours"}
    assert "(left)" in text_of(client.get(LIST))
    page = client.get(LIST).content.decode()
    check = f"{mapped.assessment.get_absolute_url()}check/"
    assert f'href="{check}?question=A-2#answer-A-2"' in page
    assert "High answers without evidence (1)" in page

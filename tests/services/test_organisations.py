"""Creating organisations and changing their details."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse

from assessments import clock
from assessments.access.roles import Role
from assessments.models import AuditEvent, Membership, Organisation, User
from assessments.services import organisations
from assessments.services.organisations import CodeTaken
from assessments.workflow import Refused
from tests.services.together import together
from tests.worlds import person

Details = dict[str, Any]


@pytest.fixture
def creator(db: None) -> User:
    return person("Carys Creator")


def details(**other: Any) -> Details:
    standard = {"name": "Wexcombe Council", "sector": "local_authority", "region": "south_west"}
    return {**standard, **other}


def sentences() -> list[str]:
    events = AuditEvent.objects.exclude(target_kind="account").order_by("pk")
    return [event.sentence for event in events]


def test_who_creates_one_administers_it(creator: User) -> None:
    made = organisations.create(**details(official_code=" e0800 0003 "), by=creator)
    assert (made.slug, made.official_code) == ("wexcombe-council", "E08000003")
    assert made.memberships.get().role_details is Role.ADMINISTRATOR
    assert made.memberships.get().user == creator
    assert sentences() == [
        "Carys Creator created the organisation Wexcombe Council",
        "Carys Creator added Carys Creator as administrator",
    ]
    of_the_organisation = AuditEvent.objects.exclude(target_kind="account")
    assert set(of_the_organisation.values_list("organisation", flat=True)) == {made.slug}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Cyngor Tŷ’r Môr", "cyngor-tyr-mor"),
        ("  St.  Mary's\tTrust ", "st-marys-trust"),
        ("new", "new-2"),
        ("New", "new-2"),
        ("-- _ A _ --", "a"),
        ("W" * 200, "w" * 70),
    ],
)
def test_the_slug_follows_the_name(creator: User, name: str, slug: str) -> None:
    assert organisations.create(**details(name=name), by=creator).slug == slug


@pytest.mark.parametrize("name", ["مجلس المدينة", "🏛️", "東京", "–––8⃣".replace("8", "")])
def test_a_name_without_latin_letters_still_gets_an_address(creator: User, name: str) -> None:
    made = organisations.create(**details(name=name), by=creator)
    assert made.slug.startswith("organisation-")
    found = resolve(reverse("organisation-detail", args=[made.slug]))
    assert (found.url_name, found.kwargs) == ("organisation-detail", {"slug": made.slug})
    assert made.name == name


def test_equal_names_get_addresses_of_their_own(creator: User) -> None:
    slugs = [organisations.create(**details(), by=creator).slug for _ in range(3)]
    assert slugs == ["wexcombe-council", "wexcombe-council-2", "wexcombe-council-3"]


def test_a_code_belongs_to_one_organisation_of_a_sector(creator: User) -> None:
    organisations.create(**details(official_code="RJ1"), by=creator)
    with pytest.raises(CodeTaken, match=r"has the code RJ1 \(local authority\)"):
        organisations.create(**details(name="Other", official_code="rj1"), by=creator)
    organisations.create(**details(sector="nhs_trust", official_code="RJ1"), by=creator)
    organisations.create(**details(official_code=""), by=creator)
    organisations.create(**details(official_code=""), by=creator)
    assert Organisation.objects.count() == 4


def test_the_database_has_the_last_word_on_codes(
    creator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests that both found the code free: the second meets the constraint."""
    organisations.create(**details(official_code="RJ1"), by=creator)
    real, calls = organisations._check_code_free, []

    def blind_at_first(*args: Any, **kwargs: Any) -> None:
        calls.append(args)
        if len(calls) > 1:
            real(*args, **kwargs)

    monkeypatch.setattr(organisations, "_check_code_free", blind_at_first)
    with pytest.raises(CodeTaken):
        organisations.create(**details(name="Other", official_code="RJ1"), by=creator)
    assert len(calls) == 2
    assert not Organisation.objects.filter(name="Other").exists()
    assert Membership.objects.count() == 1


def test_a_slug_taken_meanwhile_gives_way_to_the_next(
    creator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisations.create(**details(), by=creator)
    real = organisations.free_slug
    answers = iter(["wexcombe-council"])
    monkeypatch.setattr(organisations, "free_slug", lambda name: next(answers, None) or real(name))
    assert organisations.create(**details(), by=creator).slug == "wexcombe-council-2"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_code_at_once_one_gets_it() -> None:
    creator = person("Carys Creator")

    def take(name: str) -> Callable[[], str]:
        named = details(name=name, official_code="RJ1")
        return lambda: organisations.create(**named, by=creator).slug

    outcomes = together(take("One"), take("Two"))
    assert sorted(type(one).__name__ for one in outcomes) == ["CodeTaken", "str"]
    assert Organisation.objects.get().official_code == "RJ1"


def test_a_change_is_recorded_in_words_and_keeps_the_address(creator: User) -> None:
    made = organisations.create(**details(), by=creator)
    changed = organisations.change(
        organisation=made,
        by=creator,
        **details(name="Wexcombe City Council", region="wales", official_code="w1"),
    )
    assert (changed.slug, changed.name) == ("wexcombe-council", "Wexcombe City Council")
    assert sentences()[-1] == (
        "Carys Creator changed the details of Wexcombe City Council: "
        "name from Wexcombe Council to Wexcombe City Council; "
        "official code from nothing to W1; region from South West to Wales"
    )


def test_no_change_is_no_event(creator: User) -> None:
    made = organisations.create(**details(official_code="W1"), by=creator)
    before = sentences()
    organisations.change(organisation=made, by=creator, **details(official_code="w1"))
    assert sentences() == before


def test_a_change_cannot_take_anothers_code(creator: User) -> None:
    organisations.create(**details(official_code="RJ1"), by=creator)
    other = organisations.create(**details(name="Other", official_code="RJ2"), by=creator)
    before = sentences()
    with pytest.raises(CodeTaken):
        organisations.change(
            organisation=other, by=creator, **details(name="Other", official_code="RJ1")
        )
    other.refresh_from_db()
    assert (other.official_code, sentences()) == ("RJ2", before)


def test_a_person_creates_five_a_day(creator: User) -> None:
    for number in range(5):
        organisations.create(**details(name=f"Council {number}"), by=creator)
    with pytest.raises(Refused, match="5 organisations in 24 hours"):
        organisations.create(**details(name="One more"), by=creator)
    organisations.create(**details(name="Another's"), by=person("Olga Other"))
    with clock.at(clock.now() + timedelta(hours=25)):
        organisations.create(**details(name="One more"), by=creator)


def test_a_superuser_sets_up_any_number_for_others(creator: User) -> None:
    creator.is_superuser = True
    creator.save()
    for number in range(6):
        organisations.create(**details(name=f"Council {number}"), by=creator)
    assert Organisation.objects.filter(created_by=creator).count() == 6


def test_the_page_says_so_and_keeps_what_was_typed(creator: User, client: Client) -> None:
    for number in range(5):
        organisations.create(**details(name=f"Council {number}"), by=creator)
    client.force_login(creator)
    page = client.post("/organisations/new/", details(name="One more")).content.decode()
    assert "You can create 5 organisations in 24 hours" in page
    assert 'value="One more"' in page

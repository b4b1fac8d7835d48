"""Recording what an organisation has, changing it and removing it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from unittest.mock import patch

import pytest

from assessments import clock
from assessments.models import AuditEvent, Evidence, User
from assessments.queries.evidence import holding_of, seen_of
from assessments.services import evidence
from assessments.services.evidence import ChangedMeanwhile, RecordedAlready
from assessments.workflow import Refused
from tests.evidence import details, recorded
from tests.services.together import together
from tests.worlds import World

EARLY_ON_1_JULY = datetime.fromisoformat("2026-06-30T23:30:00+00:00")
"""In London, while it is 30 June elsewhere."""


def sentences() -> list[str]:
    return [event.sentence for event in AuditEvent.objects.filter(target_kind="evidence")]


def test_what_is_recorded_belongs_to_the_organisation_and_is_in_its_history(small: World) -> None:
    made = recorded(small, title=" Cyber \n Essentials  Plus ", link="certificates.example.org/1")
    (held,) = holding_of(small.organisation).items
    assert (held.title, held.framework, held.parts) == ("Cyber Essentials Plus", "ce-3.3", ())
    assert held.link == "https://certificates.example.org/1"
    assert made.recorded_by == small.contributor
    assert sentences() == [
        "Connie Contributor recorded Cyber Essentials Plus, achieved on 4 March 2026 and good "
        "until 3 March 2036"
    ]
    assert AuditEvent.objects.get(target_kind="evidence").organisation == small.organisation.slug


def test_a_change_says_what_changed_and_no_change_says_nothing(small: World) -> None:
    made = recorded(small)
    evidence.change(evidence=made, details=details(), by=small.approver)
    assert len(sentences()) == 1
    new = details(parts=("B2",), good_until=date(2037, 3, 3), link="")
    evidence.change(evidence=made, details=new, by=small.approver)
    assert sorted(sentences())[0] == (
        "Ash Approver changed the record of Cyber Essentials Plus: the parts from all of it to B2; "
        "good until from 3 March 2036 to 3 March 2037; "
        "the link from https://certificates.example/1 to nothing"
    )
    made.refresh_from_db()
    assert made.parts == ("B2",)


def test_what_is_removed_is_gone_and_its_trace_stays(small: World) -> None:
    made = recorded(small)
    evidence.remove(evidence=made, by=small.approver)
    assert not Evidence.objects.exists()
    assert "removed the record of Cyber Essentials Plus, achieved on 4 March 2026" in str(
        sentences()
    )
    with pytest.raises(Refused, match="has been removed"):
        evidence.remove(evidence=made, by=small.approver)
    with pytest.raises(Refused, match="has been removed"):
        evidence.change(evidence=made, details=details(title="Other"), by=small.approver)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"good_until": date(2026, 3, 3)}, "must be the same as or after the date achieved"),
        ({"good_until": date(2047, 3, 3)}, "at most 20 years after the date achieved"),
        ({"achieved_on": date(2026, 7, 2)}, "must be today or in the past"),
        ({"achieved_on": date(1900, 1, 1)}, "must be in 2000 or later"),
        ({"link": "javascript:alert(1)"}, "starts with https:// or http://"),
        ({"link": "ftp://certificates.example/1"}, "starts with https:// or http://"),
        ({"link": "https://"}, "starts with https:// or http://"),
        ({"link": "https://certificates.example:port/"}, "starts with https:// or http://"),
        ({"link": "https://[::1/"}, "starts with https:// or http://"),
        ({"link": "https://gov.uk@evil.example/"}, "starts with https:// or http://"),
        ({"link": f"https://certificates.example/{'x' * 2000}"}, "2,000 characters or fewer"),
        ({"title": "x" * 121}, "120 characters or fewer"),
        ({"title": " "}, "at least one letter or number"),
    ],
)
def test_details_with_a_fault_are_refused_and_nothing_is_written(
    small: World, wrong: dict[str, Any], said: str
) -> None:
    with clock.at(EARLY_ON_1_JULY):
        with pytest.raises(Refused, match=said):
            recorded(small, **wrong)
        made = recorded(small)
        with pytest.raises(Refused, match=said):
            evidence.change(evidence=made, details=details(**wrong), by=small.contributor)
    made.refresh_from_db()
    assert made.title == "Cyber Essentials Plus"
    assert len(sentences()) == 1


def test_today_is_the_day_in_london(small: World) -> None:
    with clock.at(EARLY_ON_1_JULY):
        assert recorded(small, achieved_on=date(2026, 7, 1)).achieved_on == date(2026, 7, 1)


def test_the_same_is_recorded_once(small: World) -> None:
    made = recorded(small, parts=("B2", "C1"))
    with pytest.raises(RecordedAlready):
        recorded(small, title="cyber essentials PLUS", parts=("C1", "B2"))
    for other in ({"parts": ()}, {"title": "Cyber Essentials"}, {"achieved_on": date(2025, 3, 4)}):
        recorded(small, **{"parts": ("B2", "C1"), **other})
    recorded(small, parts=("B2", "C1"), framework="caf-4.0")
    recorded(small, parts=("B2", "C1"), organisation=small.neighbour, by=small.stranger)
    with pytest.raises(RecordedAlready):
        same = details(title="Cyber Essentials", parts=("B2", "C1"))
        evidence.change(evidence=made, details=same, by=small.contributor)


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_two_who_record_the_same_at_once_record_it_once(small: World) -> None:
    ends = together(*[lambda: recorded(small)] * 2)
    assert sorted(type(end) for end in ends if isinstance(end, Exception)) == [RecordedAlready]
    assert Evidence.objects.count() == 1


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_at_once_the_second_is_shown_the_first(small: World) -> None:
    made = recorded(small)
    seen = seen_of(made)

    def renamed(title: str, by: User) -> Any:
        return lambda: evidence.change(
            evidence=made, details=details(title=title), by=by, seen=seen
        )

    ends = together(renamed("One", small.contributor), renamed("Two", small.approver))
    (refused,) = [end for end in ends if isinstance(end, Exception)]
    (kept,) = [end for end in ends if not isinstance(end, Exception)]
    assert isinstance(refused, ChangedMeanwhile)
    assert refused.event.detail["changes"].endswith(f"to {kept.title}")
    made.refresh_from_db()
    assert made.title == kept.title


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_of_a_change_and_a_removal_at_once_one_is_refused(small: World) -> None:
    made = recorded(small)
    seen, new = seen_of(made), details(title="New")
    changed, removed = together(
        lambda: evidence.change(evidence=made, details=new, by=small.contributor, seen=seen),
        lambda: evidence.remove(evidence=made, by=small.approver, seen=seen),
    )
    assert isinstance(changed, Refused) is not isinstance(removed, ChangedMeanwhile)
    assert Evidence.objects.exists() is isinstance(removed, ChangedMeanwhile)


def test_an_organisation_records_so_many_and_no_more(small: World) -> None:
    with patch.object(evidence, "EACH_MOST", 2):
        recorded(small, title="One")
        recorded(small, title="Two")
        with pytest.raises(Refused, match="Remove those that it no longer needs"):
            recorded(small, title="Three")

"""What was given at answers before there were items becomes items of the organisation.

Each different line of the present answers becomes one, owned by who saved it first. No answer, no
revision and no submission changes: an item is known by its words. Words that are too long for an
item are kept whole in `formerly`, by which the answer finds it.
"""

import calendar
from typing import Any

from django.db import migrations
from django.db.models import F
from django.utils import timezone

from assessments.addresses import safe_web_address
from assessments.models.base import new_reference

MONTHS = {"asserted": 6, "documented": 12}
TITLE_MOST, PLACE_MOST = 200, 2000

Words = tuple[str, str]


def words_of(title: str, link: str) -> Words:
    link = link.strip()
    return " ".join(title.split()).casefold(), safe_web_address(link) or link


def said(day: Any) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def later(day: Any, months: int) -> Any:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def make_items(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("assessments", "Evidence").objects
    known: set[tuple[int, Words]] = set()
    for row in rows.iterator():
        dates = f"achieved {said(row.achieved_on)}, good until {said(row.good_until)}"
        known.add((row.organisation_id, words_of(f"{row.title} ({dates})", row.link)))
    present = (
        apps.get_model("assessments", "AnswerRevision")
        .objects.filter(revision=F("answer__revision"))
        .exclude(evidence=[])
        .order_by("saved_at", "pk")
        .values_list("answer__assessment__organisation", "evidence", "saved_at", "saved_by")
    )
    made = []
    for organisation, evidence, at, by in present.iterator():
        for line in evidence:
            key = organisation, words_of(line["title"], line["link"])
            if key not in known:
                known.add(key)
                made.append(rows.model(organisation_id=organisation, **item(line, at, by)))
    rows.bulk_create(made, batch_size=500)


def item(line: dict[str, str], at: Any, by: int) -> dict[str, Any]:
    title, where = " ".join(line["title"].split()), line["link"].strip()
    address = safe_web_address(where)
    day, strength = timezone.localdate(at), "documented" if where else "asserted"
    too_long = len(title) > TITLE_MOST or len(where) > PLACE_MOST
    return {
        "reference": new_reference(),
        "title": title[:TITLE_MOST],
        "link": address[:PLACE_MOST],
        "cited": "" if address else where[:PLACE_MOST],
        "formerly": [{"title": line["title"], "link": line["link"]}] if too_long else [],
        "strength": strength,
        "achieved_on": day,
        "good_until": later(day, MONTHS[strength]),
        "owner_id": by,
        "recorded_at": at,
        "recorded_by_id": by,
    }


def forget_items(apps: Any, schema_editor: Any) -> None:
    """The answers say all that these do but for what people have added since."""
    apps.get_model("assessments", "Evidence").objects.filter(framework="").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0027_evidence_of_every_kind"),
    ]

    operations = [
        migrations.RunPython(make_items, forget_items),
    ]

"""No page and no file about a submission shows a figure where the rubric shows no score.

Every address of the address book is asked and every export is read, so a new one is noticed.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import docx
import odfdo
import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from assessments.exports import FORMATS, export
from assessments.models import Submission, User
from assessments.queries.reports import build
from assessments.rubric.definition import RubricSpec
from assessments.rubric.workbook.reading import read_workbook
from assessments.services import assessments, organisations, reviews
from assessments.services.own_account import stop_path
from tests.access.matrix import MATRIX, MEMBERS
from tests.assigning import given_to
from tests.attaching import attached
from tests.discussions import said_in
from tests.evidence import recorded
from tests.exports.reading import rows as csv_rows
from tests.exports.reading import words
from tests.factories.shipped import shipped_rubric
from tests.joining import asks, invited
from tests.plans import planned, supposed
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.publications import made_public
from tests.reviews import deputised
from tests.scoring.worked_examples.test_corrected_rubric import COUNCIL, GATE_CHECK, at_level
from tests.sharing import shared as linked
from tests.sharing import shares, token_of
from tests.views.pages import SignIn
from tests.worlds import World, build_world, published, tried

FIGURES = re.compile(
    r"out of 100|between \d|\d points?\b|\d+(\.\d+)? of 100\b"
    r"|unconfirmed|high answer"
    r"|\b(score|scores|points|mark|gap|gain|share|weight)s?( of| is| are|:)? [+-]?\d",
    re.IGNORECASE,
)
"""Words with a number that only a score can give, and words of a high mark."""

NOTHING = re.compile(
    r"<(td|th|dd|dt|li|h\d)\b[^>]*>\s*</\1>|<(\w+)\b[^>]*>\s*(?:-|–|—|None)\s*</\2>"
)
"""An element with nothing in it, or with a dash where something should be."""

OF_ANOTHER = {
    "gallery": "shows every component, a bar for a score too, to developers only",
    "account-open": "takes a link from an email",
    "account-email-confirm": "takes a link from an email",
    "old-confirmation": "leads elsewhere",
    "account_email": "leads elsewhere",
    "account_signup": "is for those without an account",
    "invitation-kept": "is for those who followed a link",
    "second-step": "leads elsewhere",
    "health": "has no page",
    "ready": "has no page",
    "rubric-download": "is the rubric's own file, with its points",
    "report-download": "is read below",
    "shared-download": "is the same file as one of these",
    "publication-download": "is a file, whose words are those of the page",
    "published-download": "is a file, whose words are those of the page",
    "attachment-download": "gives out what people added",
    "submission-file": "gives out what people added",
    "assessment-draft-board": "is the same file as one of these",
    "assessment-draft-download": "is the same file as one of these",
}
"""Addresses that say nothing of a submission, and why."""


def answers(spec: RubricSpec, level: int, **changed: object) -> dict[str, object]:
    """Every question that a council is asked, at one level but for those given (SEC_01=1)."""
    asked = [q for _, q in spec.questions() if not q.applies_to or COUNCIL in q.applies_to]
    raw = {question.code: at_level(question, level) for question in asked}
    return raw | {code.replace("_", "-"): value for code, value in changed.items()}


@dataclass
class Site:
    """A world on the shipped gate check: submissions of two councils, and one under way."""

    world: World
    submission: Submission
    addresses: Mapping[str, list[tuple[User, str]]]


def build_site() -> Site:
    spec = shipped_rubric(GATE_CHECK)
    world = build_world(spec)
    world.answer(answers(spec, 4, SEC_01=1, DAT_03="dont_know", DAT_08=["none"]))
    submission = assessments.submit(assessment=world.assessment, by=world.approver)
    theirs = world.start(organisation=world.neighbour, by=world.stranger)
    world.answer(answers(spec, 4), assessment=theirs, by=world.stranger)
    assessments.submit(assessment=theirs, by=world.stranger)
    third = organisations.create(
        by=world.publisher, name="Third Council", sector=COUNCIL, region="south_west"
    )
    waits = world.start(organisation=third, by=world.publisher)
    world.answer(answers(spec, 4), assessment=waits, by=world.publisher)
    reviews.send(assessment=waits, by=world.publisher)
    public = made_public(world, submission, listed=True)
    shares(world.organisation, by=world.administrator)
    token = token_of(linked(submission, by=world.approver))
    under_way = world.start()
    world.answer({"SEC-01": 1}, assessment=under_way)
    published(replace(spec, edition="next"), by=world.publisher)
    trial = tried(replace(spec, edition="tried"), by=world.publisher)
    invitation, link = invited(world)
    item = recorded(world)
    shared = {"key": "SEC", "number": 1}
    compared = {"other": submission.assessment.reference, "other_number": 1}
    special: dict[str, dict[str, Any]] = {
        "rubric-": {"slug": world.version.rubric.slug, "number": 1},
        "rubric-changes": {"number": 2},
        "submission-compare-with": compared,
        "try-": {"slug": COUNCIL},
        "answer-evidence": {"key": "SEC-01"},
        "evidence-": {"reference": item.reference},
        "action-": {"reference": planned(world).reference},
        "plan-download": {"export": "csv"},
        "scenario-detail": {"reference": supposed(world, submission).reference},
        "attachment-": {
            "reference": item.reference,
            "key": attached(item, by=world.contributor).reference,
        },
        "invitation": {"token": link.strip("/").rpartition("/")[2], "pk": invitation.pk},
        "join-request": {"pk": asks(world, world.publisher).pk},
        "reminders-stop": {"token": stop_path(world.viewer).strip("/").rpartition("/")[2]},
        "moderation-trial": {"pk": trial.pk},
        "assignment-": {"pk": given_to(world, assessment=under_way).pk},
        "discussion-": {"key": "SEC-01"},
        "comment-remove": {"key": "SEC-01", "pk": said_in(world, under_way, on="SEC-01").pk},
        "publication-": {"pk": public.version},
        "shared-": {"token": token},
        "published": {"reference": public.reference},
        "deputy-end": {"pk": deputised(world).pk},
        "member-change": {"pk": world.organisation.memberships.get(user=world.viewer).pk},
    }
    mine = [(world.administrator, one) for one in (submission.assessment, under_way)]
    states = [*mine, (world.stranger, theirs), (world.publisher, waits)]
    found: dict[str, dict[tuple[User, str], None]] = {}
    for name in MATRIX.keys() - OF_ANOTHER.keys():
        [(_, wanted), *_] = get_resolver().reverse_dict.getlist(name)[0][0]
        for who, one in states:
            given = {**shared, "slug": one.organisation.slug, "reference": one.reference}
            for beginning, parts in special.items():
                given |= parts if name.startswith(beginning) else {}
            address = reverse(name, kwargs={part: given.get(part, "planted") for part in wanted})
            of_the_programme = not MATRIX[name].get & MEMBERS
            asked = (world.moderator if of_the_programme else who, address)
            # Of one who looks at an address that names no assessment, once says all.
            found.setdefault(name, {})[asked] = None
    return Site(world, submission, {name: [*asked] for name, asked in found.items()})


@pytest.fixture(scope="module")
def prepared_site(prepare: Prepare) -> Prepared[Site]:
    return prepare(build_site)


@pytest.fixture
def site(prepared_site: Prepared[Site], db: None) -> Site:
    return prepared_site.put_back()


def main_of(page: str) -> str:
    """The page's own part: the frame around it is the same for every rubric."""
    return page.partition("<main")[2].partition("</main>")[0]


def faults_of(page: str) -> list[str]:
    """Every figure on the page, and every place with nothing in it."""
    shown = main_of(page)
    text = " ".join(
        re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", shown, flags=re.S)).split()
    )
    found = [match[0] for match in FIGURES.finditer(text)]
    return found + [match[0] for match in NOTHING.finditer(shown)]


def test_no_page_shows_a_figure_or_a_place_with_nothing_in_it(
    site: Site, signed_in: SignIn
) -> None:
    faults, seen = [], set()
    client_of = cache(signed_in)
    for name, addresses in site.addresses.items():
        for who, address in addresses:
            client = client_of(who)
            if name.startswith("try-"):
                client.post(f"/try/{COUNCIL}/SEC/", {"SEC-01-value": "1", "SEC-01-revision": "0"})
            page = client.get(address)
            if page.status_code == 200:
                seen.add(name)
                faults += [f"{address}: {fault}" for fault in faults_of(page.content.decode())]
    assert not faults, "\n".join(faults)
    assert site.addresses.keys() == seen, "an address that no state of the world can open"


@pytest.mark.parametrize(
    "planted",
    [
        "<td>-</td>",
        "<p>67.4 out of 100</p>",
        "<dd></dd>",
        "<p>Gap: 2.4</p>",
        "<li>75 points</li>",
        "<p>(unconfirmed)</p>",
    ],
)
def test_a_figure_that_is_planted_is_found(planted: str) -> None:
    assert faults_of(f"<main>{planted}</main>")


KEYS = frozenset({"exact", "score", "share", "points", "full", "mark", "gap", "gain", "shortfall"})


def figures_in(document: Any) -> Iterator[str]:
    """Every number in a JSON document that a score, a share or points have."""
    if isinstance(document, list):
        for part in document:
            yield from figures_in(part)
    elif isinstance(document, dict):
        for key, value in document.items():
            if key in KEYS and value is not None:
                yield f"{key} {value}"
            yield from figures_in(value)


def of_json(content: bytes) -> list[str]:
    document = json.loads(content)
    figures = [*figures_in(document), *document["balance"], *document["unconfirmed"]]
    over = ("overall", "band_from_score", "band_after_balance", "final_band")
    assert document["highest_open_band"] == "developing"
    return figures + [document[key] for key in over if document[key] is not None]


HEADINGS = (
    "Points", "Full points", "Mark", "Weight", "Share of dimension", "Gap",
    "Share of overall score", "Gain of the next level",
)  # fmt: skip


def of_csv(content: bytes) -> list[str]:
    rows = csv_rows(content)
    assert rows
    marked = [row["Code"] for row in rows if row["Unconfirmed"] != "false"]
    return marked + [row[name] for row in rows for name in HEADINGS if row[name]]


def of_actions(content: bytes) -> list[str]:
    rows = csv_rows(content)
    assert rows
    return [row["Gain of the next level"] for row in rows if row["Gain of the next level"]]


def of_pdf(content: bytes) -> list[str]:
    text = words(content)
    assert "Highest band still open" in text
    assert "What to do first" in text or "What to do, by effort Small" in text
    return [match[0] for match in FIGURES.finditer(text)]


def of_workbook(content: bytes) -> list[str]:
    found = {sheet.name: sheet.rows for sheet in read_workbook(content)}
    assert [*found] == ["Summary", "Dimensions", "Answers", "Actions", "Bands"]
    figures = []
    for name, wanted in (("Dimensions", ("Weight", "Share", "Score")), ("Answers", HEADINGS)):
        for place, heading in found[name][1].items():
            if heading.text.startswith(wanted):
                figures += [row[place].text for row in [*found[name].values()][1:] if place in row]
    return figures


def of_docx(content: bytes) -> list[str]:
    paper = docx.Document(io.BytesIO(content))
    texts = [one.text for one in paper.paragraphs]
    texts += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "What holds the band" in texts
    return [match[0] for match in FIGURES.finditer(" ".join(texts))]


def of_odt(content: bytes) -> list[str]:
    body = odfdo.Document(io.BytesIO(content)).body
    texts = [one.inner_text for one in [*body.headers, *body.paragraphs]]
    assert "What holds the band" in texts
    return [match[0] for match in FIGURES.finditer(" ".join(texts))]


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "json": of_json,
    "csv": of_csv,
    "csvw": lambda content: re.findall("points of", content.decode()),
    "actions": of_actions,
    "charts-png": lambda content: [*zipfile.ZipFile(io.BytesIO(content)).namelist()][2:],
    "charts-svg": lambda content: [*zipfile.ZipFile(io.BytesIO(content)).namelist()][2:],
    "odt": of_odt,
    "docx": of_docx,
    "ods": of_workbook,
    "xlsx": of_workbook,
    "actions-csvw": lambda content: re.findall("points of", content.decode()),
    "board": of_pdf,
    "pdf": of_pdf,
}


def test_no_export_has_a_figure(site: Site) -> None:
    report = build(Submission.objects.get(pk=site.submission.pk))
    assert FORMATS.keys() == READERS.keys()
    assert not {
        key: found for key in FORMATS if (found := READERS[key](export(key).render(report)))
    }


def test_the_report_says_what_is_open_what_holds_it_and_what_to_do_first(
    site: Site, signed_in: SignIn
) -> None:
    client: Client = signed_in(site.world.viewer)
    kwargs = {"slug": site.world.organisation.slug, "number": 1}
    kwargs["reference"] = site.submission.assessment.reference

    def shown(part: str) -> str:
        return main_of(client.get(reverse(f"submission-{part}", kwargs=kwargs)).content.decode())

    summary, actions, dimensions = shown("report"), shown("actions"), shown("dimensions")
    verdict = "No band above Developing is open until three safety-critical answers are fixed."
    assert verdict in summary and "Highest band still open" in summary
    assert actions.index('id="gates"') < actions.index('id="actions"')
    assert "DAT-03 and DAT-08 hold you back." in dimensions
    assert "Nothing here holds you back." in dimensions
    assert "Strongest" not in summary + dimensions and "<svg" not in summary + dimensions

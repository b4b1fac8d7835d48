"""A dimension of many questions is answered page by page, and loses nothing between them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.test import Client

from assessments.models import Answer
from assessments.queries.answers import sheet_of
from assessments.rubric.definition import ConditionSpec, ItemSpec, OwnerRoleSpec, RubricSpec
from tests.cost import counted
from tests.factories import rubrics as r
from tests.page import Page
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.views.answering import address, autosave
from tests.views.pages import MOST_QUERIES, SignIn, text_of
from tests.worlds import World, build_world, published

pytestmark = pytest.mark.django_db

MOST_BYTES = 120_000
ROLES = [OwnerRoleSpec(code="digital", default="Head of digital")]


def long_spec() -> RubricSpec:
    """A dimension of 200 questions, of which the 60th waits for the 3rd, and one of 2."""
    many = [r.yes_no(f"L-{number}") for number in range(1, 201)]
    many[59] = replace(many[59], condition=ConditionSpec(question="L-3", level_at_least=4))
    few = [r.single("S-1"), r.single("S-2")]
    return r.rubric(r.dimension("L", 1, *many), r.dimension("S", 1, *few), roles=ROLES)


@pytest.fixture(scope="module")
def prepared_long(prepare: Prepare) -> Prepared[World]:
    return prepare(lambda: build_world(long_spec()))


@pytest.fixture
def long_world(prepared_long: Prepared[World], db: None) -> World:
    return prepared_long.put_back()


@pytest.fixture
def connie(long_world: World, signed_in: SignIn) -> Client:
    return signed_in(long_world.contributor)


def codes_of(response: Any) -> list[str]:
    return re.findall(r'data-question="([^"]+)"', response.content.decode())


def posted(page: Any, **fields: str) -> dict[str, str]:
    """What the page's form would send with these fields filled in."""
    held = Page(page.content.decode()).fields.items()
    revisions = {name: value for name, (value, *_) in held if name.endswith("-revision")}
    return {**revisions, **{name.replace("__", "-"): value for name, value in fields.items()}}


def test_a_page_has_25_questions_says_which_and_leads_to_its_neighbours(
    long_world: World, connie: Client
) -> None:
    at = address(long_world, "L")
    first, second = connie.get(at), connie.get(f"{at}?page=2")
    assert codes_of(first) == [f"L-{number}" for number in range(1, 26)]
    assert codes_of(second) == [f"L-{number}" for number in range(26, 51)]
    assert "Questions 26 to 50 of 200." in text_of(second)
    assert f'href="{at}?page=3"' in second.content.decode()
    assert f'action="{at}?page=2"' in second.content.decode()
    assert "Questions 1 to 25" not in text_of(connie.get(address(long_world, "S")))


def test_continue_walks_through_pages_of_little_weight_then_to_the_next_dimension(
    long_world: World, connie: Client
) -> None:
    """Each is small, has few fields and takes few queries."""
    at = address(long_world, "L")
    seen, here = [], at
    while here.startswith(at):
        page, queries = counted(partial(connie.get, here))
        assert queries <= MOST_QUERIES
        assert len(page.content) < MOST_BYTES and page.content.count(b" name=") < 400, here
        seen += codes_of(page)
        answers = {f"{code}-value": "yes" for code in codes_of(page)}
        action = re.search(r'action="([^"]+)" novalidate', page.content.decode())
        assert action
        to = action[1].replace("&amp;", "&")
        here = connie.post(to, {**posted(page), **answers, "then": "continue"})["Location"]
    assert seen == [f"L-{number}" for number in range(1, 201)]
    assert here == address(long_world, "S")
    assert Answer.objects.filter(state="answered").count() == 200


def test_save_stays_on_its_page(long_world: World, connie: Client) -> None:
    here = f"{address(long_world, 'L')}?page=3"
    fields = posted(connie.get(here), L__51__value="no", then="save")
    assert connie.post(here, fields)["Location"] == here
    assert sheet_of(long_world.assessment).reply("L-51").value == "no"


def test_a_page_on_which_nothing_is_asked_is_passed_over(signed_in: SignIn) -> None:
    waiting = [
        r.yes_no(f"L-{number}", condition=ConditionSpec(question="L-1", level_at_least=4))
        for number in range(26, 51)
    ]
    questions = [*(r.yes_no(f"L-{number}") for number in range(1, 26)), *waiting, r.yes_no("L-51")]
    world = build_world(r.rubric(r.dimension("L", 1, *questions), roles=ROLES))
    client, at = signed_in(world.contributor), address(world, "L")
    went = client.post(at, {"L-1-revision": "0", "L-1-value": "no", "then": "continue"})
    assert went["Location"] == f"{at}?page=3"
    went = client.post(at, {"L-1-revision": "1", "L-1-value": "yes", "then": "continue"})
    assert went["Location"] == f"{at}?page=2"


def test_a_question_is_opened_on_its_page_by_an_answer_on_another(
    long_world: World, connie: Client
) -> None:
    at = address(long_world, "L")
    hidden = re.compile(r'id="question-L-60"[^>]* hidden')
    page = connie.get(f"{at}?page=3")
    assert hidden.search(page.content.decode())
    assert "Some of them are asked only after certain answers." in text_of(page)
    connie.post(at, {"L-3-revision": "0", "L-3-value": "yes", "then": "save"})
    assert not hidden.search(connie.get(f"{at}?page=3").content.decode())


def test_a_question_in_the_address_brings_its_page(long_world: World, connie: Client) -> None:
    page = connie.get(f"{address(long_world, 'L')}?question=L-77")
    assert "L-77" in codes_of(page)
    assert "Questions 76 to 100 of 200." in text_of(page)


def test_an_error_stays_on_its_page_with_what_was_typed(long_world: World, connie: Client) -> None:
    here = f"{address(long_world, 'L')}?page=2"
    fields = posted(connie.get(here), L__30__value="perhaps", L__31__value="yes", then="continue")
    page = connie.post(here, fields)
    assert page.status_code == 200
    assert codes_of(page) == [f"L-{number}" for number in range(26, 51)]
    assert f'action="{here}"' in page.content.decode()
    assert 'href="#id_L-30-value' in page.content.decode()
    assert sheet_of(long_world.assessment).reply("L-31").value == "yes"


def test_a_clash_shows_on_the_page_it_is_on(long_world: World, connie: Client) -> None:
    here = f"{address(long_world, 'L')}?page=2"
    fields = posted(connie.get(here), L__40__value="no", then="save")
    long_world.answer({"L-40": "yes"}, by=long_world.approver)
    page = connie.post(here, fields)
    assert "Two people answered this question" in text_of(page)
    assert 'name="L-40-overwrite"' in page.content.decode()
    settled = connie.post(here, {**fields, "L-40-overwrite": "1"})
    assert settled["Location"] == f"{here}#question-L-40"
    assert sheet_of(long_world.assessment).reply("L-40").value == "no"


def test_a_post_may_bring_questions_of_other_pages(long_world: World, connie: Client) -> None:
    at = address(long_world, "L")
    everything = {f"L-{number}-revision": "0" for number in range(1, 201)}
    everything |= {f"L-{number}-value": "yes" for number in range(1, 201) if number != 60}
    # As the whole dimension once did, with its rows of evidence: more than a thousand fields.
    everything |= {f"L-{number}-note": "" for number in range(1, 201)}
    for row in ("title", "link"):
        everything |= {f"L-{number}-evidence-0-{row}": "" for number in range(1, 201)}
    assert len(everything) < 1_000 + 200
    assert connie.post(at, {**everything, "then": "save"}).status_code == 302
    assert Answer.objects.filter(state="answered").count() == 199


def test_an_autosave_brings_what_changed_and_hears_what_others_did(
    long_world: World, connie: Client
) -> None:
    here = f"{address(long_world, 'L')}?page=2"
    long_world.answer({"L-27": "yes"}, by=long_world.approver)
    seen = "L-27:0 L-28:0 L-29:x L-1:0 nonsense : "
    fields = {"L-26-revision": "0", "L-26-value": "no", "seen": seen}
    outcome = json.loads(autosave(connie, here, **fields).content)["questions"]
    assert outcome["L-26"]["state"] == "saved"
    assert outcome["L-27"]["state"] == "untouched"
    assert outcome["L-27"]["theirs"]["by"] == "Ash Approver"
    assert set(outcome) == {"L-26", "L-27"}


def test_people_who_may_only_read_turn_the_pages_too(long_world: World, signed_in: SignIn) -> None:
    at = address(long_world, "L")
    page = signed_in(long_world.viewer).get(f"{at}?page=8")
    assert "L-200" in text_of(page)
    assert "L-175" not in re.sub("Questions.*?200", "", text_of(page))
    assert f'href="{at}?page=7"' in page.content.decode()


def test_words_of_a_signed_out_person_go_back_to_their_page(
    long_world: World, client: Client
) -> None:
    here = f"{address(long_world, 'L')}?page=2"
    page = client.post(here, {"L-30-revision": "0", "L-30-note": "Ours", "then": "save"})
    assert page.status_code == 401
    assert f'action="{here}"' in page.content.decode()


def test_a_question_of_300_lines_has_a_page_of_its_own_and_can_be_saved(
    signed_in: SignIn,
) -> None:
    lines = [ItemSpec(code=f"i.{n}", text=f"Line {n}", points=r.Decimal(1)) for n in range(300)]
    table = r.rows((0, 99), (100, 199), (200, 300))
    levels = r.checklist_levels(3)
    long = [
        r.checklist(f"C{n}", items=lines, points_to_level=table, levels=levels) for n in range(4)
    ]
    world = build_world(r.rubric(r.dimension("C", 1, *long), roles=ROLES))
    client, at = signed_in(world.contributor), address(world, "C")
    page = client.get(f"{at}?page=2")
    assert codes_of(page) == ["C1"]
    assert len(page.content) < MOST_BYTES
    ticked = [line.code for line in lines]
    fields = {f"C{n}-value": ticked for n in range(4)} | {f"C{n}-revision": "0" for n in range(4)}
    assert client.post(at, {**fields, "then": "save"}).status_code == 302
    assert Answer.objects.filter(state="answered").count() == 4


def test_the_fields_of_a_question_are_not_those_of_one_whose_code_goes_on(
    signed_in: SignIn,
) -> None:
    """A and A-1 on one page: an error of A-1 is none of A, and A's other answer stays A's."""
    questions = (r.number("A"), r.number("A-1"))
    world = build_world(r.rubric(r.dimension("X", 1, *questions), roles=ROLES))
    fields = {"A-revision": "0", "A-value": "12", "A-1-revision": "0", "A-1-value": "twelve"}
    reply = autosave(signed_in(world.contributor), address(world, "X"), **fields)
    outcome = json.loads(reply.content)["questions"]
    assert outcome["A"]["state"] == "saved"
    page = signed_in(world.contributor).post(address(world, "X"), {**fields, "then": "save"})
    assert 'value="twelve"' in page.content.decode()


def test_codes_with_dots_are_answered_like_others(signed_in: SignIn) -> None:
    questions = (r.single("AC.L1-3.1.1"), r.checklist("A1.a"))
    world = build_world(r.rubric(r.dimension("A1.b", 1, *questions), roles=ROLES))
    client, at = signed_in(world.contributor), address(world, "A1.b")
    fields = {"AC.L1-3.1.1-revision": "0", "AC.L1-3.1.1-value": "3", "then": "save"}
    assert client.post(at, fields)["Location"] == at
    assert sheet_of(world.assessment).reply("AC.L1-3.1.1").value == 3


def test_of_codes_that_differ_in_case_the_exact_one_finds_its_page() -> None:
    """Such an edition can't be published any more, but one may have been."""
    from assessments.reports.questionnaire import dimension_of

    parts = (r.dimension("D1", 1, r.single("A")), r.dimension("d1", 1, r.single("B")))
    spec = r.rubric(*parts)
    assert dimension_of(spec, "d1") is parts[1]
    assert dimension_of(spec, "D1") is parts[0]
    assert dimension_of(r.rubric(parts[0]), "d1") is parts[0]
    assert dimension_of(spec, "D2") is None


def test_an_amount_is_forgiven_its_dress_or_comes_back_as_typed(signed_in: SignIn) -> None:
    block = r.number_block(0, 10, 20, 30, 1000, maximum=1_000_000, decimals=2, unit="pounds")
    questions = (r.number("N-1", number=block), r.number("N-2", number=block))
    world = build_world(r.rubric(r.dimension("N", 1, *questions), roles=ROLES))
    client, at = signed_in(world.contributor), address(world, "N")
    assert "Enter a number from 0 to 1,000,000 with at most 2 decimal places." in text_of(
        client.get(at)
    )
    fields = {"N-1-revision": "0", "N-1-value": "£1 000", "N-2-revision": "0", "N-2-value": "~£2"}
    page = client.post(at, {**fields, "then": "save"})
    assert sheet_of(world.assessment).reply("N-1").value == 1000
    assert 'value="~£2"' in page.content.decode()
    assert "Leave out “~£”" in text_of(page)


def test_a_part_that_asks_nothing_says_so(small: World, signed_in: SignIn) -> None:
    trusts = r.dimension("T", 1, r.single("T-1", applies_to=[r.TRUST]))
    spare = r.dimension("O", 1, r.single("O-1", required=False))
    spec = replace(small.spec, edition="2", dimensions=(*small.spec.dimensions, trusts, spare))
    begun = small.start(version=published(spec, by=small.publisher), title="Of two sectors")
    small.answer({"A-1": 2}, assessment=begun)
    client = signed_in(small.contributor)
    page = client.get(f"{begun.get_absolute_url()}dimensions/T/")
    assert "No question of this part is asked of your sector." in text_of(page)
    assert "data-rail" not in page.content.decode() and "rail.js" not in page.content.decode()
    page = client.get(f"{begun.get_absolute_url()}dimensions/O/")
    assert "is asked of your sector" not in text_of(page) and codes_of(page) == ["O-1"]
    whole = text_of(client.get(begun.get_absolute_url()))
    assert whole.count("No question has to be answered") == 2 and "of 0" not in whole
    for name in ("check/", "work/"):
        assert "of 0" not in text_of(client.get(f"{begun.get_absolute_url()}{name}"))

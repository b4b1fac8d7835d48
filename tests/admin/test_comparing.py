"""Two editions side by side in the admin."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from assessments.models import RubricVersion
from assessments.services import drafts
from tests.admin.conftest import Programme
from tests.admin.pages import address
from tests.cost import counted
from tests.factories.shipped import shipped_rubric
from tests.views.pages import SignIn, text_of
from tests.worlds import World, published

pytestmark = pytest.mark.django_db

MOST_QUERIES = 20
MOST_BYTES = 60_000


def changed(draft: RubricVersion, world: World, programme: Programme) -> RubricVersion:
    """The draft with two weights and one wording changed, as an editor would leave it."""
    spec = world.spec
    first, *rest = spec.dimensions
    question = replace(
        first.questions[0], text="Do you have a written programme?", weight=Decimal(20)
    )
    dimension = replace(first, weight=first.weight + 5, questions=[question, *first.questions[1:]])
    after = replace(spec, edition=draft.edition, title=draft.title, dimensions=[dimension, *rest])
    drafts.replace_content(draft=draft, spec=after)
    drafts.keep_state(draft=draft, by=programme.editor, summary="Changed for a test")
    return draft


@pytest.mark.usefixtures("whole")
def test_a_draft_is_compared_with_the_last_edition_unless_asked_otherwise(
    as_editor: Client, world: World, draft: RubricVersion, programme: Programme
) -> None:
    changed(draft, world, programme)
    response, queries = counted(lambda: as_editor.get(address(draft, "compare")))
    text = text_of(response)
    assert "From edition 2026.2 (published) to edition 2027 (draft)" in text
    assert "BUD-01" in text and "Weight 14 20" in text
    assert "programme" in text and '<ins class="rd-added">' in response.content.decode()
    assert queries < MOST_QUERIES
    assert len(response.content) < MOST_BYTES


def test_the_older_edition_is_the_one_before_whichever_page_is_asked(
    as_editor: Client, world: World, draft: RubricVersion
) -> None:
    for one, other in ((draft, world.version), (world.version, draft)):
        text = text_of(as_editor.get(address(one, "compare"), {"with": other.pk}))
        assert "From edition 2026.2 (published) to edition 2027 (draft)" in text
        assert "the same in both editions" in text


def test_any_other_edition_of_the_rubric_can_be_chosen(
    as_editor: Client, world: World, draft: RubricVersion, programme: Programme
) -> None:
    from assessments.services import rubrics

    rubrics.publish(version=draft, by=programme.publisher, change_note="The next year.")
    third = published(replace(shipped_rubric(), edition="2028"), by=programme.publisher)
    text = text_of(as_editor.get(address(third, "compare"), {"with": world.version.pk}))
    assert "From edition 2026.2 (published) to edition 2028 (published)" in text


@pytest.mark.parametrize("wanted", ["0", "x", "999999"])
def test_what_is_no_other_edition_of_it_is_not_found(
    as_editor: Client, draft: RubricVersion, wanted: str
) -> None:
    assert as_editor.get(address(draft, "compare"), {"with": wanted}).status_code == 404
    assert as_editor.get(address(draft, "compare"), {"with": draft.pk}).status_code == 404


def test_a_lone_edition_says_so(as_editor: Client, world: World) -> None:
    assert "the only edition" in text_of(as_editor.get(address(world.version, "compare")))


def test_the_edition_page_leads_there(as_editor: Client, draft: RubricVersion) -> None:
    html = as_editor.get(address(draft)).content.decode()
    for page in ("compare", "impact", "sensitivity"):
        assert address(draft, page) in html


@pytest.mark.parametrize("page", ["compare", "impact", "sensitivity", "preview", "soundness"])
def test_only_those_who_may_see_editions_may_see_what_is_said_of_them(
    page: str, draft: RubricVersion, world: World, programme: Programme, signed_in: SignIn
) -> None:
    where = address(draft, page)
    assert signed_in(programme.plain_staff).get(where).status_code == 403
    for user in (world.administrator, world.moderator, None):
        assert signed_in(user).get(where).status_code == 302
    assert signed_in(programme.publisher).get(where).status_code == 200

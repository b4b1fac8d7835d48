"""A published edition can be downloaded as a file without an account, and reads back the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import RubricVersion
from assessments.rubric.files.codec import content_hash, load
from assessments.rubric.workbook.codec import FORMATS, load_sheet
from assessments.services import rubrics
from assessments.views.rubrics import _file
from tests.cost import counted
from tests.worlds import World


def where(version: RubricVersion, key: str) -> str:
    return reverse("rubric-download", args=[version.rubric.slug, version.number, key])


def test_what_is_downloaded_has_the_content_hash_of_the_edition(
    client: Client, world: World
) -> None:
    for key in FORMATS:
        response = client.get(where(world.version, key))
        assert response.status_code == 200, key
        assert response["Content-Type"] == FORMATS[key].content_type, key
        assert (
            response["Content-Disposition"]
            == f'attachment; filename="uk-readiness-2026-2026.2.{key}"'
        )
        read = load(response.content) if key == "yaml" else load_sheet(response.content)
        assert content_hash(read) == world.version.content_hash, key


def test_a_reader_who_has_the_file_gets_a_304(client: Client, world: World) -> None:
    for key in FORMATS:
        first = client.get(where(world.version, key))
        assert first["Cache-Control"] == "public, no-cache", key
        again = client.get(where(world.version, key), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), key
        assert again["ETag"] == first["ETag"], key
        other = client.get(where(world.version, key), headers={"If-None-Match": '"another"'})
        assert other.status_code == 200 and other.content == first.content, key


def test_each_format_and_each_edition_has_a_tag_of_its_own(client: Client, world: World) -> None:
    spec = replace(world.spec, edition="2027")
    draft = rubrics.import_draft(spec=spec, by=world.publisher)
    later = rubrics.publish(version=draft, by=world.publisher, change_note="A new name for it.")
    files = [client.get(where(one, key)) for one in (world.version, later) for key in FORMATS]
    assert len({file["ETag"] for file in files}) == 6
    assert files[3]["Content-Disposition"].endswith('"uk-readiness-2026-2027.yaml"')


def test_a_file_is_made_once_and_then_costs_one_query(client: Client, world: World) -> None:
    client.get(where(world.version, "ods"))
    assert counted(lambda: client.get(where(world.version, "ods")))[1] == 1


def test_a_draft_an_unknown_format_and_an_unknown_edition_are_not_found(
    client: Client, world: World
) -> None:
    draft = rubrics.import_draft(spec=replace(world.spec, edition="2027"), by=world.publisher)
    rubric = world.version.rubric.slug
    for address in (
        where(draft, "yaml"),
        where(world.version, "pdf"),
        reverse("rubric-download", args=[rubric, 99, "yaml"]),
        reverse("rubric-download", args=["nothing-of-ours", 1, "yaml"]),
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(where(world.version, "yaml")).status_code == 405


def test_a_retired_edition_stays(client: Client, world: World) -> None:
    rubrics.retire(version=world.version, by=world.publisher)
    assert client.get(where(world.version, "yaml")).status_code == 200


def test_an_edition_too_long_for_a_cell_points_to_the_file_that_holds_it(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _file.cache_clear()
    monkeypatch.setattr("assessments.rubric.workbook.codec.MOST_TEXT", 20)
    response = client.get(where(world.version, "xlsx"))
    assert response.status_code == 409
    assert "Download the YAML file instead." in response.content.decode()
    assert client.get(where(world.version, "yaml")).status_code == 200


def test_the_page_of_an_edition_links_to_every_format(client: Client, world: World) -> None:
    page = reverse("rubric-detail", args=[world.version.rubric.slug, world.version.number])
    shown = client.get(page).content.decode()
    for one in FORMATS.values():
        assert f'href="{where(world.version, one.key)}">{one.label} ({one.key.upper()})' in shown

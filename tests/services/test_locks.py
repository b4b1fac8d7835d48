"""Every verb locks what it decides by, first of all, or there is a reason why it need not."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.architecture.source import APP, Source, sources
from tests.architecture.test_writers import writes_in
from tests.attaching import keep_files_in
from tests.services.locked import VERBS
from tests.services.scene import Locked, Scene
from tests.worlds import World

on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one write at a time in any case"
)

IN_ITS_CALLER = "called by a verb that holds the lock"
ONE_STATEMENT = "the database decides and writes in one statement"
A_KEY = "the second of two meets a key, which is seen to"
ADDS = "adds what is true in any case"
SETS = "writes what it is given, wherever it is"
OF_OTHERS = "calls verbs that are each on a list"

WITHOUT_A_LOCK = {
    "assessments.start": A_KEY,
    "assignments.look_at": ONE_STATEMENT,
    "attachments.delete_bytes": "bytes without a row, whose names are never given again",
    "attachments.delete_removed": "what was removed never comes back",
    "attachments.remove_all": IN_ITS_CALLER,
    "attachments.set_scan": ONE_STATEMENT,
    "discussions.look_at": ONE_STATEMENT,
    "members.forget_unconfirmed": IN_ITS_CALLER,
    "outbox.delete_before": ONE_STATEMENT,
    "outbox.put": ADDS,
    "outbox.send_due": "one statement claims a message: only one of two wins it",
    "outbox.take_back": ONE_STATEMENT,
    "outbox.try_again": ONE_STATEMENT,
    "people.appoint": SETS,
    "people.make_user": A_KEY,
    "people.system_user": A_KEY,
    "recovery.why_not_reset": "reads, and is asked again under the lock",
    "reminders.send": A_KEY,
    "retention.delete_old": OF_OTHERS,
    "reviews.end_with": IN_ITS_CALLER,
    "rubric_parts.step_aside": IN_ITS_CALLER,
    "rubric_uploads.compare_again": ONE_STATEMENT,
    "rubric_uploads.delete_old": ONE_STATEMENT,
    "rubric_uploads.keep": ADDS,
    "scenarios.delete": ONE_STATEMENT,
    "sessions.begin": A_KEY,
    "sessions.delete_before": ONE_STATEMENT,
    "sessions.end": "ended twice is ended",
    "sessions.end_all": "ended twice is ended",
    "sessions.end_aside": ONE_STATEMENT,
    "sessions.forget_ended": ONE_STATEMENT,
    "sessions.record": ADDS,
    "sessions.rename": ONE_STATEMENT,
    "sessions.set_aside": SETS,
    "submissions.freeze": IN_ITS_CALLER,
    "submissions.take_snapshot": IN_ITS_CALLER,
    "suggestions.begin_with": IN_ITS_CALLER,
    "suggestions.bring_tried": IN_ITS_CALLER,
    "suggestions.offer": IN_ITS_CALLER,
}
"""Verbs that take no lock of their own, and why two at the same moment do no harm."""

_LOCK = re.compile(r'FROM "(\w+)"((?:(?! FROM ).)*)FOR UPDATE', re.DOTALL)
"""The table, and what follows it: rows that are joined, and which rows are asked for."""
_KEY = re.compile(r'"id" = (\d+)')
_TABLE = re.compile(r'(?:FROM|INTO|UPDATE) "(?:assessments_)?(\w+)"')
_A_PERSON = 'JOIN "assessments_user"'


def _wanted(verb: Locked, scene: Scene) -> list[tuple[str, str]]:
    """The rows to be locked: their tables and keys, of which one is empty that is not known yet."""
    rows = []
    for name in verb.rows.split():
        if name[0].isupper():
            [model] = [one for one in apps.get_models() if one.__name__ == name]
            rows.append((model._meta.db_table, ""))
        else:
            row = getattr(scene, name)
            rows.append((row._meta.db_table, str(row.pk)))
    return rows


def _statements(verb: Locked, given: dict[str, Any], by: Any) -> list[str]:
    """The SQL of the verb, a statement at a time."""
    if "by" in inspect.signature(verb.verb).parameters:
        given.setdefault("by", by)
    with CaptureQueriesContext(connection) as queries:
        verb.verb(**given)
    every = [one for each in queries for one in each["sql"].split("; ")]
    return [one for one in every if "SAVEPOINT" not in one]


def fault_of(verb: Locked, world: World) -> str:
    """What is wrong with how the verb locks, when it is tried on a scene; empty if nothing is."""
    scene = Scene(world)
    given, wanted = dict(verb.given(scene)), _wanted(verb, scene)
    ran = _statements(verb, given, world.administrator)
    locks = [(at, *lock.groups()) for at, one in enumerate(ran) for lock in _LOCK.finditer(one)]
    found: list[tuple[str, str]] = []
    for _, table, rest in locks:
        key = _KEY.search(rest)
        known = [row for row in wanted if row[0] == table and row[1] in ("", key and key[1])]
        row = known[0] if known else (table, key[1] if key else "of no one row")
        if row not in found:
            found.append(row)
    if found != wanted:
        return f"locks {found}, not {wanted}"
    early = {table for one in ran[: locks[0][0]] for table in _TABLE.findall(one)[:1]}
    if early - set(verb.reads.split()):
        return f"reads {sorted(early)} before it locks anything"
    if any(_A_PERSON in rest for _, _, rest in locks):
        return "joins a person, who may be another one for whoever waited"
    return ""


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS, ids=[one.name for one in VERBS])
def test_a_verb_locks_what_it_decides_by_before_all_else(
    verb: Locked, short: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_files_in(tmp_path, monkeypatch)
    assert not fault_of(verb, short)


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["plans.add", "plans.change", "drafts.put_back"])
def test_a_verb_that_forgets_its_lock_is_found_out(
    name: str, short: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    [verb] = [one for one in VERBS if one.name == name]
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())
    assert fault_of(verb, short).startswith("locks []")


def verbs_in(source: Source) -> Iterator[str]:
    """The verbs of a service: its own functions that are given who does it, or that write."""
    own = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
    by_name = {node.name: node for node in own}

    def reached(name: str, seen: set[str]) -> set[str]:
        names = {part.id for part in ast.walk(by_name[name]) if isinstance(part, ast.Name)}
        for other in (names & by_name.keys()) - seen:
            seen |= reached(other, seen | {other})
        return seen

    for node in own:
        text = "\n".join(ast.unparse(by_name[each]) for each in reached(node.name, {node.name}))
        acts = any(one.arg == "by" for one in node.args.kwonlyargs)
        if not node.name.startswith("_") and (acts or writes_in(Source(source.place, text))):
            yield f"{Path(source.place).stem}.{node.name}"


def test_each_verb_of_a_service_says_what_it_locks_or_why_nothing() -> None:
    every = {name for one in sources(under=APP / "services") for name in verbs_in(one)}
    with_a_lock = {one.name for one in VERBS}
    assert not with_a_lock & WITHOUT_A_LOCK.keys()
    known = with_a_lock | WITHOUT_A_LOCK.keys()
    assert sorted(every - known) == [], "Say in locked.py what it locks, or here why nothing"
    assert sorted(known - every) == []


def test_a_verb_that_writes_by_another_function_is_known() -> None:
    text = "def put(row): _put(row)\n\ndef _put(row): row.save()\n\ndef look(row): row.name\n"
    assert list(verbs_in(Source("assessments/services/planted.py", text))) == ["planted.put"]

"""Services are the only writers: nothing else saves, creates, updates or deletes a row."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Source, sources

WRITERS = (
    "assessments/services/",
    "assessments/migrations/",
    # The guards themselves, and the manager through which Django makes users.
    "assessments/models/",
    # Called by services, inside their transactions.
    "assessments/audit/trail.py",
)

ALWAYS = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "create_user",
    "create_superuser",
    "set_password",
    "thin",
    "keep_in",
}
ON_QUERYSETS = {"update", "add", "set", "clear", "remove"}
QUERYSET_MARKS = {"objects", "filter", "exclude", "all", "groups", "user_permissions"}

ALLOWED: dict[str, str] = {
    # place:call -> why it writes no row
    "assessments/exports/word.py:paper.save": "writes the document into memory",
    "assessments/exports/opendocument.py:paper.save": "writes the document into memory",
    "assessments/exports/fonts/refresh.py:font.save": "writes a font file, when the fonts change",
}


def _names_in(node: ast.AST) -> set[str]:
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def services_in(source: Source) -> set[str]:
    """The names that a module has given to services: calling their verbs is what is wanted."""
    return {
        alias.asname or alias.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "") == "assessments.services"
        for alias in node.names
    }


def writes_in(source: Source) -> list[str]:
    """The calls in a module that write rows, as `place:line call`."""
    found = []
    services = services_in(source)
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, receiver = node.func.attr, node.func.value
        if isinstance(receiver, ast.Name) and receiver.id in services:
            continue
        on_rows = name in ON_QUERYSETS and _names_in(receiver) & QUERYSET_MARKS
        # `super().save(...)` hands on what Django called; it starts nothing.
        by_super = isinstance(receiver, ast.Call) and ast.unparse(receiver).startswith("super(")
        if (name in ALWAYS and not by_super) or on_rows:
            found.append(f"{source.place}:{node.lineno} {ast.unparse(node.func)}")
    return found


def test_only_services_write_rows() -> None:
    found = [
        write
        for source in sources(but_not=WRITERS)
        for write in writes_in(source)
        if f"{source.place}:{write.split()[-1]}" not in ALLOWED
    ]
    assert not found, "Write through a service instead:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "breach",
    [
        "answer.save()",
        "Answer.objects.create(value=1)",
        "Answer.objects.filter(pk=1).update(value=1)",
        "assessment.answers.all().delete()",
        "user.groups.add(group)",
        "form.save()",
        "Answer.objects.bulk_create([])",
    ],
)
def test_a_write_anywhere_else_is_found_out(breach: str) -> None:
    assert writes_in(Source("assessments/views/planted.py", f"def get():\n    {breach}\n"))


def test_a_verb_of_a_service_is_left_alone() -> None:
    text = "from assessments.services import organisations\norganisations.create(by=user)\n"
    assert not writes_in(Source("assessments/views/planted.py", text))


@pytest.mark.parametrize("harmless", ["seen.update(more)", "seen.add(1)", "super().save()"])
def test_what_writes_no_row_is_left_alone(harmless: str) -> None:
    assert not writes_in(Source("assessments/views/planted.py", f"def get():\n    {harmless}\n"))

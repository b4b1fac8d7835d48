"""The app says what its values are, and says everything in plain English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.source import ROOT, Source, sources

MOST_ANY = 59
"""How often a type is `Any`. To be lowered when it gets less, never raised."""

_STRANGE = re.compile(
    r"(?<![a-z])(nobody|somebody|everybody|stands|told|beside|whatever)(?![a-z])", re.IGNORECASE
)
"""In names too, which are words with `_` between them."""
_IN_TEXT = re.compile(r"\bAny\b(?=[\],])")
FOLDERS = ("assessments", "docs", "readiness", "static/css", "static/js", "templates", "tests")
KINDS = {".css", ".html", ".js", ".md", ".py", ".txt"}

SAID_HERE: dict[str, str] = {
    # place -> why one of these words is right there
    "assessments/migrations/0001_squashed_0054_words_kept_in_submissions.py": (
        "the name of a column"
    ),
    "assessments/migrations/0005_sign_in_events.py": "a migration is never edited",
    "assessments/migrations/0017_editions_stored_once.py": "a migration is never edited",
    "assessments/migrations/0037_codes_and_links.py": "a migration is never edited",
    "assessments/migrations/0053_shown_when_verified.py": "the name of a column",
    "assessments/models/organisation.py": "a column, and what a migration names",
    "assessments/rubric/soundness.py": "looked for in the levels of a rubric",
    "assessments/workflow.py": "what a migration names",
    "tests/architecture/test_words.py": "names them",
    "tests/interop/test_pgbouncer.py": "an account of the machine",
    "tests/rubric/test_soundness_levels.py": "looked for in the levels of a rubric",
}


def anys(modules: Iterable[Source]) -> Iterator[str]:
    """Each place where a type is `Any`, in an annotation that is a text too."""
    for module in modules:
        for node in ast.walk(module.tree):
            named = isinstance(node, ast.Name) and node.id == "Any"
            text = node.value if isinstance(node, ast.Constant) else ""
            if named or (isinstance(text, str) and _IN_TEXT.search(text)):
                yield f"{module.place}:{node.lineno}"


def strange_words(text: str) -> list[str]:
    """The words in a text that are better said otherwise."""
    return [found[0].lower() for found in _STRANGE.finditer(text)]


def written() -> Iterator[Path]:
    """Every file that people read or edit, but for rubrics, whose words are their editors'."""
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in KINDS and "node_modules" not in path.parts:
                yield path
    yield from ROOT.glob("*.md")


def test_few_types_are_any() -> None:
    ours = [*sources(but_not=("assessments/migrations/",)), *sources(under=ROOT / "readiness")]
    found = list(anys(ours))
    assert len(found) <= MOST_ANY, "\n".join(found)


def test_an_any_is_found_out() -> None:
    planted = Source("planted.py", "def f(x: Any) -> 'list[Any]':\n    '''Any other.'''\n")
    assert list(anys([planted])) == ["planted.py:1", "planted.py:1"]


def test_everything_is_said_in_plain_english() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in written()
        if strange_words(path.read_text(encoding="utf-8"))
    }
    assert found == set(SAID_HERE)


def test_a_strange_word_is_found_out() -> None:
    assert strange_words("Nobody stands test_it_is_told.") == ["nobody", "stands", "told"]

"""What a field is called where what was typed into it is given back, and no form is at hand."""

from __future__ import annotations

import pytest

from assessments.forms.typed import in_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("job_title", "Job title"),
        ("why-0", "Why 1"),
        ("question-11", "Question 12"),
        ("sample-BUD-01", "Sample BUD-01"),
        ("levels-2-action_text", "Levels 3, action text"),
    ],
)
def test_a_name_of_a_field_reads_as_words(name: str, words: str) -> None:
    assert in_words(name) == words

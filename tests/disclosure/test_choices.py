"""What the public reads of the reasons for keeping an answer back."""

from __future__ import annotations

import pytest

from assessments.disclosure.choices import EXEMPTIONS, for_readers
from tests.factories.shipped import shipped_rubric


def test_advice_to_whoever_chooses_is_left_out_and_the_law_stays() -> None:
    reasons = {q.exemption for _, q in shipped_rubric().questions() if q.exemption}
    assert reasons and all("You must still weigh" in one for one in reasons)
    assert {for_readers(one) for one in reasons} == {
        "Law enforcement (section 31 of the Freedom of Information Act 2000). "
        "In Scotland see section 35 of the 2002 Act."
    }


@pytest.mark.parametrize(
    ("why", "read"),
    [
        ("s. 31 of the 2000 Act. Your choice.", "s. 31 of the 2000 Act."),
        ("Ask your lawyer.", "Ask your lawyer."),
        ("Young people are named.", "Young people are named."),
        ("", ""),
    ],
)
def test_only_whole_sentences_are_left_out_and_never_all(why: str, read: str) -> None:
    assert for_readers(why) == read


def test_the_reasons_of_the_law_are_read_as_they_are() -> None:
    assert [for_readers(why) for why in EXEMPTIONS.values()] == [*EXEMPTIONS.values()]

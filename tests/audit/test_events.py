"""Every event of the trail can be read aloud."""

from __future__ import annotations

from assessments.audit.events import SENTENCES, Event


def test_every_event_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Event)

"""Adding files to evidence items, removing them, and what is kept when something fails."""

from __future__ import annotations

import errno
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError

from assessments import clock
from assessments.models import Attachment, AuditEvent
from assessments.queries.assessments import standing_of
from assessments.queries.attachments import opened, room_taken
from assessments.queries.evidence import holding_of
from assessments.scoring.engine import score
from assessments.services import attachments, evidence, reviews
from assessments.services.attachments import EACH_MOST, INFECTED, NO_ROOM
from assessments.workflow import Refused, Scan
from tests.attaching import attached, keep_files_in
from tests.attachments.samples import PDF, TEXT, png
from tests.evidence import recorded
from tests.views.small import submit_one
from tests.worlds import World


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are kept while the test runs."""
    keep_files_in(tmp_path, monkeypatch)
    return tmp_path


def bytes_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_whole_under_a_name_that_says_nothing(mapped: World, folder: Path) -> None:
    item = recorded(mapped)
    made = attached(item, by=mapped.contributor)
    (path,) = bytes_in(folder)
    assert path.read_bytes() == PDF
    assert made.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (made.name, made.size, made.kind, made.scan) == (
        "minutes.pdf", len(PDF), "pdf", Scan.UNSCANNED,
    )  # fmt: skip
    assert path.stat().st_mode & 0o777 == 0o600
    assert "minutes" not in str(path.relative_to(folder))
    assert AuditEvent.objects.latest("pk").sentence == (
        f"{mapped.contributor} added the file minutes.pdf to {item.title}"
    )


def test_a_file_that_is_refused_leaves_nothing(mapped: World, folder: Path) -> None:
    with pytest.raises(Refused, match="does not fit what is in it"):
        attached(recorded(mapped), by=mapped.contributor, content=png())
    assert not bytes_in(folder) and not Attachment.objects.exists()


def full(*_: Any, **__: Any) -> str:
    raise OSError(errno.ENOSPC, "No space left on device")


def half(self: FileSystemStorage, name: str, content: Any) -> str:
    path = Path(self.path(name))
    path.parent.mkdir()
    path.write_bytes(b"%PDF")
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("fails", [full, half], ids=["away", "full in the middle"])
def test_storage_that_fails_leaves_nothing(
    mapped: World, folder: Path, monkeypatch: pytest.MonkeyPatch, fails: Any
) -> None:
    monkeypatch.setattr(FileSystemStorage, "_save", fails)
    with pytest.raises(Refused) as refused:
        attached(recorded(mapped), by=mapped.contributor)
    assert refused.value.reason == NO_ROOM
    assert not bytes_in(folder) and not Attachment.objects.exists()


def test_bytes_whose_row_cannot_be_written_are_removed(
    mapped: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = recorded(mapped)

    def breaks(*_: Any, **__: Any) -> None:
        assert bytes_in(folder)
        raise DatabaseError

    monkeypatch.setattr(attachments, "record", breaks)
    with pytest.raises(DatabaseError):
        attached(item, by=mapped.contributor)
    assert not bytes_in(folder) and not Attachment.objects.exists()


def test_a_file_for_an_item_that_is_gone_is_not_kept(mapped: World, folder: Path) -> None:
    item = recorded(mapped)
    evidence.remove(evidence=item, by=mapped.contributor)
    item.pk = 1_000_000
    with pytest.raises(Refused, match="removed meanwhile"):
        attached(item, by=mapped.contributor)
    assert not bytes_in(folder)


def test_the_quota_is_asked_again_when_the_row_is_written(
    mapped: World, folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    item = recorded(mapped)
    settings.ATTACHMENTS_QUOTA = len(PDF) + len(TEXT)

    def another_is_added(file: Any) -> Scan:
        monkeypatch.setattr(attachments, "scan", lambda file: Scan.CLEAN)
        attached(item, by=mapped.approver)
        return Scan.CLEAN

    monkeypatch.setattr(attachments, "scan", another_is_added)
    with pytest.raises(Refused, match="has used its 0 MB"):
        attached(item, by=mapped.contributor)
    assert len(bytes_in(folder)) == Attachment.objects.count() == 1
    attached(item, by=mapped.contributor, name="note.txt", content=TEXT)
    assert room_taken(mapped.organisation) == len(PDF) + len(TEXT)


def test_an_item_has_so_many_files_and_no_more(
    mapped: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "EACH_MOST", 1)
    item = recorded(mapped)
    attached(item, by=mapped.contributor)
    with pytest.raises(Refused, match=f"has {EACH_MOST} files already"):
        attached(item, by=mapped.contributor)


def test_a_file_with_a_virus_is_not_kept(
    mapped: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "scan", lambda file: Scan.INFECTED)
    with pytest.raises(Refused) as refused:
        attached(recorded(mapped), by=mapped.contributor)
    assert refused.value.reason == INFECTED
    assert not bytes_in(folder)


def tomorrow() -> Any:
    return clock.now() + timedelta(days=1)


def test_a_removed_file_that_no_submission_froze_is_forgotten(mapped: World, folder: Path) -> None:
    item = recorded(mapped)
    made = attached(item, by=mapped.contributor)
    attachments.remove(attachment=made, by=mapped.approver)
    with pytest.raises(Refused, match="has been removed already"):
        attachments.remove(attachment=made, by=mapped.contributor)
    assert room_taken(mapped.organisation) == 0
    assert attachments.delete_removed(before=clock.now() - timedelta(hours=1)) == 0
    assert bytes_in(folder)
    assert attachments.delete_removed(before=tomorrow()) == 1
    assert not bytes_in(folder) and not Attachment.objects.exists()


def test_a_file_that_a_submission_froze_outlives_its_item(mapped: World, folder: Path) -> None:
    item = recorded(mapped)
    made = attached(item, by=mapped.contributor)
    submission = submit_one(mapped)
    later = attached(item, by=mapped.contributor, name="later.pdf")
    evidence.remove(evidence=item, by=mapped.contributor)
    assert attachments.delete_removed(before=tomorrow()) == 1
    assert not Attachment.objects.filter(pk=later.pk).exists()
    (frozen,) = submission.files.all()
    assert frozen.attachment == made
    with opened(frozen.attachment) as file:
        assert file.read() == PDF
    assert room_taken(mapped.organisation) == len(PDF)


def test_a_file_that_is_removed_while_its_submission_is_written_is_frozen_all_the_same(
    mapped: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name and hash are in the submission, so its bytes have to stay."""
    item = recorded(mapped)
    made = attached(item, by=mapped.contributor)

    def meanwhile(*given: Any) -> Any:
        attachments.remove(attachment=made, by=mapped.contributor)
        attached(item, by=mapped.contributor, name="later.pdf")
        return score(*given)

    monkeypatch.setattr(reviews, "score", meanwhile)
    submission = submit_one(mapped)
    assert [one["reference"] for one in submission.held[0]["files"]] == [made.reference]
    assert [one.attachment for one in submission.files.all()] == [made]
    assert attachments.delete_removed(before=tomorrow()) == 0


def test_bytes_that_will_not_go_keep_their_row(
    mapped: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = attached(recorded(mapped), by=mapped.contributor)
    attachments.remove(attachment=made, by=mapped.contributor)
    monkeypatch.setattr(FileSystemStorage, "delete", full)
    assert attachments.delete_removed(before=tomorrow()) == 0
    assert Attachment.objects.exists()


def test_an_approver_is_informed_of_a_file_that_came_or_went(mapped: World, folder: Path) -> None:
    item = recorded(mapped)

    def seen() -> str:
        standing = standing_of(mapped.assessment)
        return standing.to_submit(holding_of(mapped.organisation)).seen

    before = seen()
    made = attached(item, by=mapped.contributor)
    with_it = seen()
    attachments.remove(attachment=made, by=mapped.contributor)
    assert with_it != before == seen()


def test_a_submission_names_its_files_with_their_hashes(mapped: World, folder: Path) -> None:
    made = attached(recorded(mapped), by=mapped.contributor)
    (held,) = submit_one(mapped).held
    assert held["files"] == [
        {"reference": made.reference, "name": made.name, "size": made.size, "sha256": made.sha256}
    ]

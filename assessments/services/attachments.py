"""Verbs of files: add one to an evidence item, remove it, and forget what nothing needs.

The bytes are kept before the row that names them, and removed when the row cannot be written: a
row never speaks of bytes that are not there. What a crash leaves between the two has no row, and
`check_files` finds it.

Viruses are looked for by ClamAV's clamd where the operator has set one up. The protocol is a few
lines, and the packages that speak it are not kept any more.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models import QuerySet

from assessments import clock
from assessments.attachments.recognising import MEGABYTE, recognised
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Attachment, Evidence, Organisation, User
from assessments.queries.attachments import files_of, kept, room_taken, sha256_of, storage
from assessments.workflow import Refused, Scan

SCAN_PIECE = 65_536
"""Bytes given to clamd at a time."""
SCAN_PATIENCE = 20
"""Seconds that clamd has for each step. A person waits."""


def scans() -> bool:
    """Whether files are looked at when they arrive."""
    return bool(settings.CLAMAV_SOCKET)


def scan(file: BinaryIO) -> Scan:
    """What clamd says of a file. `UNSCANNED` where there is none, or it gave no verdict, which is
    logged: a scanner that is away must not lose what a person has at hand.
    """
    if not scans():
        return Scan.UNSCANNED
    try:
        said = _asked(file)
    except OSError as error:
        log.warning("clamd at %s gave no verdict: %s", settings.CLAMAV_SOCKET, error)
        return Scan.UNSCANNED
    if said.endswith("FOUND"):
        log.warning("clamd found something in a file: %s", said)
        return Scan.INFECTED
    if said == "stream: OK":
        return Scan.CLEAN
    log.warning("clamd at %s gave no verdict: %s", settings.CLAMAV_SOCKET, said or "no answer")
    return Scan.UNSCANNED


def _asked(file: BinaryIO) -> str:
    """The answer to `INSTREAM`: pieces with their lengths, then a length of nothing."""
    file.seek(0)
    with _connected() as clamd:
        try:
            clamd.sendall(b"zINSTREAM\0")
            while piece := file.read(SCAN_PIECE):
                clamd.sendall(len(piece).to_bytes(4, "big") + piece)
            clamd.sendall(bytes(4))
        except BrokenPipeError:
            # It has had enough before the end, and says why.
            pass
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < SCAN_PIECE:
            more = clamd.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    address: str = settings.CLAMAV_SOCKET
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SCAN_PATIENCE)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(SCAN_PATIENCE)
    try:
        clamd.connect(address)
    except OSError:
        clamd.close()
        raise
    return clamd


log = logging.getLogger("assessments.files")

EACH_MOST = 20
TOO_MANY = f"This has {EACH_MOST} files already. Remove one that is no longer needed first."
FULL = (
    "Your organisation has used its {quota} MB for files. Remove files that are no longer needed, "
    "or record a link instead."
)
NO_ROOM = (
    "The file was not kept, because Readiness cannot reach the place where files are kept, or it "
    "has no room. Nothing else was changed. Try again later, or record a link instead."
)
INFECTED = (
    "A virus was found in the file, so it was not kept. Tell whoever looks after your computer."
)
GONE = "This has been removed meanwhile, so the file was not kept."


def attach(*, evidence: Evidence, file: BinaryIO, name: str, size: int, by: User) -> Attachment:
    """The new file of an item; `size` is that of all its bytes.

    Raises `Refused`, with nothing kept, for a file that is not taken (`recognised`), that has a
    virus, or for which there is no room; and where the item is gone.
    """
    kind = recognised(file, name, size)
    _check_room(evidence, size)
    verdict = scan(file)
    if verdict is Scan.INFECTED:
        raise Refused(INFECTED)
    made = Attachment(
        name=name,
        kind=kind.key,
        size=size,
        sha256=sha256_of(file),
        stored_as=_kept(file),
        scan=verdict,
        uploaded_by=by,
    )
    try:
        _add(made, evidence)
    except BaseException:
        _forget(made.stored_as)
        raise
    return made


@transaction.atomic
def _add(made: Attachment, evidence: Evidence) -> None:
    """Writes the row of a file whose bytes are kept."""
    # The organisation's own lock: what is counted here holds until the row is written.
    locked = Organisation.objects.select_for_update().get(pk=evidence.organisation_id)
    item = Evidence.objects.select_related("organisation").filter(pk=evidence.pk).first()
    if item is None:
        raise Refused(GONE)
    _check_room(item, made.size)
    made.organisation, made.evidence, made.uploaded_at = locked, item, clock.now()
    made.save()
    if item.answer_id is not None:
        # It is more than the words of its answer now, and follows them no longer.
        item.answer = None
        item.save(update_fields=["answer"])
    record(Event.FILE_ADDED, item, by=made.uploaded_by, file=made.name, sha256=made.sha256)


def _check_room(evidence: Evidence, size: int) -> None:
    if files_of(evidence).count() >= EACH_MOST:
        raise Refused(TOO_MANY)
    if room_taken(evidence.organisation) + size > settings.ATTACHMENTS_QUOTA:
        raise Refused(FULL.format(quota=settings.ATTACHMENTS_QUOTA // MEGABYTE))


def _kept(file: BinaryIO) -> str:
    """Keeps the bytes under a random name, which it gives."""
    token = secrets.token_hex(20)
    name = f"{token[:2]}/{token}"
    file.seek(0)
    try:
        stored_as = storage().save(name, file if isinstance(file, File) else File(file))
        _to_disk(stored_as)
    except Exception:
        # Each storage has errors of its own.
        log.exception("a file could not be kept")
        _forget(name)
        raise Refused(NO_ROOM) from None
    return stored_as


def _to_disk(stored_as: str) -> None:
    """Waits until the bytes of a file on this machine would outlive a power cut."""
    place = storage()
    if isinstance(place, FileSystemStorage):
        with place.open(stored_as) as file:
            os.fsync(file.fileno())


def _forget(stored_as: str) -> bool:
    """Whether the bytes are gone. Where not, `check_files` will find them."""
    try:
        storage().delete(stored_as)
    except Exception:
        log.exception("the bytes of a file could not be removed: %s", stored_as)
        return False
    return True


@transaction.atomic
def remove(*, attachment: Attachment, by: User) -> None:
    """Takes the file off its item. Submissions that froze it keep it. Raises `Refused` where it is
    off already.
    """
    Organisation.objects.select_for_update().get(pk=attachment.organisation_id)
    rows = Attachment.objects.select_related("evidence__organisation")
    locked = rows.filter(pk=attachment.pk, removed_at__isnull=True).first()
    if locked is None or locked.evidence is None:
        raise Refused(f"{attachment.name} has been removed already.")
    item = locked.evidence
    _take_off(rows.filter(pk=locked.pk), by)
    record(Event.FILE_REMOVED, item, by=by, file=locked.name, sha256=locked.sha256)


def remove_all(*, evidence: Evidence, by: User) -> None:
    """Takes every file off an item that is removed itself, in the caller's transaction."""
    _take_off(files_of(evidence), by)
    evidence.attachments.update(evidence=None)


def _take_off(rows: QuerySet[Attachment], by: User) -> None:
    rows.update(removed_at=clock.now(), removed_by=by)


def delete_removed(before: datetime) -> int:
    """Deletes the files that were removed before a moment and that no submission froze, bytes and
    rows, and gives how many. The bytes go first: a row whose bytes would not go stays, and is
    tried again.
    """
    gone = Attachment.objects.filter(removed_at__lt=before).exclude(pk__in=kept().values("pk"))
    deleted = 0
    for row in gone:
        if _forget(row.stored_as):
            row.delete()
            deleted += 1
    return deleted


def set_scan(*, attachment: Attachment, verdict: Scan) -> None:
    """Notes what was found in a file that had not been looked at, unless it is gone by now."""
    Attachment.objects.filter(pk=attachment.pk).update(scan=verdict)


def delete_bytes(*, stored_as: str) -> bool:
    """Deletes bytes that no row names; whether they are gone. Raises `Refused` where one does."""
    if Attachment.objects.filter(stored_as=stored_as).exists():
        raise Refused(f"{stored_as} has a row.")
    return _forget(stored_as)

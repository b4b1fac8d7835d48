"""Files that wait to be taken into a rubric, and what each is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from assessments import clock
from assessments.models import DraftState, RubricUpload, RubricVersion, User
from assessments.queries.rubrics import spec_of, versions_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.findings import FileRefused
from assessments.rubric.workbook.codec import read_file
from assessments.workflow import Refused

KEPT = timedelta(days=1)
TOO_OLD = "This comparison is more than a day old. Upload the file again to compare it anew."
GONE = "This comparison was used already, or cannot be used. Upload the file again."


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rubric was when a file was compared with it: equal as long as nothing changed.

    Keys of the draft and of the newest published edition, and the number of the draft's last
    state; 0 for none.
    """

    draft: int = 0
    state: int = 0
    newest: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """The draft that a file would replace, if there is one, and the newest published edition."""

    draft: RubricVersion | None
    newest: RubricVersion | None
    standing: Standing

    @property
    def compared(self) -> RubricVersion | None:
        """What the file is compared with: the draft, else the newest edition, else nothing."""
        return self.draft or self.newest


def waiting_upload(pk: str, user: User) -> RubricUpload:
    """The file that the person uploaded and has not taken yet.

    Raises `Refused` when it was taken or is too old, and in the same words for any other key,
    whoever's it is.
    """
    rows = RubricUpload.objects.filter(uploaded_by=user)
    found = rows.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    if found is None:
        raise Refused(GONE)
    if found.uploaded_at < clock.now() - KEPT:
        raise Refused(TOO_OLD)
    return found


def spec_in(upload: RubricUpload) -> RubricSpec:
    """The rubric that the file holds; raises `Refused` when it can no longer be read."""
    try:
        return read_file(bytes(upload.content), upload.file_name)[0]
    except FileRefused:
        raise Refused(GONE) from None


def editions_of(code: str) -> list[RubricVersion]:
    """The editions of the rubric of that code, the newest first."""
    return list(versions_of(code).select_related("rubric", "edited_by"))


def target_of(
    spec: RubricSpec, into: RubricVersion | None = None, rows: list[RubricVersion] | None = None
) -> Target:
    """Where the rubric of a file belongs now.

    `into` is the draft to be replaced, `rows` are its rubric's editions, where they have just been
    read. Raises `Refused`, with what to do, when the
    file is another rubric's or another edition's, or an edition of that name is published.
    """
    rows = editions_of(spec.code) if rows is None else rows
    if into is not None:
        _check_draft(into, spec, rows)
    draft = next((one for one in rows if not one.is_published), None)
    newest = next((one for one in rows if one.is_published), None)
    _check_edition(spec, draft, rows)
    standing = Standing(
        draft=draft.pk if draft else 0,
        state=last_state(draft.pk) if draft else 0,
        newest=newest.pk if newest else 0,
    )
    return Target(draft, newest, standing)


def last_state(draft: int) -> int:
    """The number of the draft's last state; 0 when none was kept."""
    numbers = DraftState.objects.filter(version=draft).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


def newest_spec(rows: list[RubricVersion]) -> RubricSpec | None:
    """The newest published edition of these."""
    newest = next((one for one in rows if one.is_published), None)
    return spec_of(newest) if newest else None


def _check_draft(into: RubricVersion, spec: RubricSpec, rows: list[RubricVersion]) -> None:
    is_its_rubric = spec.code == into.rubric.slug
    if into.is_published or (
        is_its_rubric and not any(one.pk == into.pk and not one.is_published for one in rows)
    ):
        raise Refused(
            f"{into.title} has been published or deleted meanwhile, so it cannot be replaced. "
            "Nothing was changed."
        )
    if not is_its_rubric:
        raise Refused(
            f"The file is of the rubric {spec.code}, and this draft is of {into.rubric.slug}. "
            "Choose another file, or upload this one from the list of rubric versions."
        )


def _check_edition(
    spec: RubricSpec, draft: RubricVersion | None, rows: list[RubricVersion]
) -> None:
    published = any(one.is_published and one.edition == spec.edition for one in rows)
    reason = f"Edition {spec.edition} of {spec.code} is published, and a published edition "
    reason += "never changes. "
    if draft is None:
        if published:
            raise Refused(f"{reason}Give the file the name of a new edition to begin a draft.")
        return
    if spec.edition == draft.edition:
        return
    replace = f"To replace the draft, put edition {draft.edition} in the file."
    if published:
        raise Refused(f"{reason}{replace}")
    raise Refused(
        f"The file is edition {spec.edition}, and the draft of this rubric is edition "
        f"{draft.edition}. {replace} To begin edition {spec.edition}, publish or delete the "
        "draft first."
    )

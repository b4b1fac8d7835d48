"""Verbs of the plan: take recommended actions, add one's own, change them, say how far they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from assessments import clock
from assessments.assigning import fault_of_due
from assessments.audit.events import Event, changes_between
from assessments.audit.trail import record
from assessments.evidence import strength_typed, where_of
from assessments.models import (
    ActionEvidence,
    ActionNote,
    Evidence,
    Organisation,
    PlannedAction,
    Submission,
    User,
)
from assessments.names import fault_of_name, one_line
from assessments.planning.actions import (
    EACH_MOST,
    NOTE_MOST,
    TITLE_MOST,
    TOO_MANY,
    Details,
    Recommended,
    faults_of,
)
from assessments.queries.evidence import holding_of
from assessments.queries.members import who_may_own
from assessments.queries.plans import offered_to, open_actions
from assessments.queries.reports import recommended_in
from assessments.scoring.sheet import EvidenceItem
from assessments.services import evidence
from assessments.services.members import lock
from assessments.wording import counted, long_date, plain
from assessments.workflow import ACTION_OPEN, ActionState, Refused, checked_words

NOTHING_CHOSEN = "Select at least one action."
NOT_RECOMMENDED = "Select actions from this page: the report recommends no other."
NO_MEMBER = "The owner must be a member of your organisation."
NO_QUESTION = "Select a question from this page."
NOT_YOURS = "Select evidence of your organisation."
EVIDENCE_MOST = 50
ENOUGH = f"An action can have {EVIDENCE_MOST} pieces of evidence. Take one away first."
NOTHING_SAID = "Say how far it is, or choose another state."
CHANGED = (
    "{who} changed this action after you opened it, so nothing was changed. "
    "Read what it says now, then change it again."
)
_CHANGEABLE = (
    "title text rubric question to_level gain owner given_at given_by role due effort days pounds"
).split()


class ChangedMeanwhile(Refused):
    """Another person changed the action after it was shown."""


@transaction.atomic
def take(
    *,
    submission: Submission,
    codes: Collection[str],
    owner: int | None = None,
    due: date | None = None,
    by: User,
) -> list[PlannedAction]:
    """New actions for the questions of these codes, as the submission's report recommends them.

    A question that has an action in the plan that is not done is passed over. Raises `Refused` for
    none, for a code that the report recommends nothing for, an owner who is no member, a day that
    cannot be meant, and above `EACH_MOST` open actions.
    """
    if not codes:
        raise Refused(NOTHING_CHOSEN)
    organisation = lock(submission.assessment.organisation)
    recommended = {one.code: one for one in recommended_in(submission)}
    if set(codes) - set(recommended):
        raise Refused(NOT_RECOMMENDED)
    _check_owner(organisation, owner)
    if fault := fault_of_due(due, clock.today()):
        raise Refused(f"{fault}.")
    rubric = submission.assessment.rubric_id
    open_now = open_actions(organisation)
    there = set(open_now.filter(rubric=rubric).values_list("question", flat=True))
    chosen = [one for code, one in recommended.items() if code in codes and code not in there]
    _check_room(organisation, len(chosen))
    of_all = {"submission": submission, "rubric_id": rubric, "due": due, **_given(owner, by)}
    made = PlannedAction.objects.bulk_create(
        PlannedAction(organisation=organisation, **of_all, **_recommended(one), **_stamps(by))
        for one in chosen
    )
    if made:
        what, reference = counted(len(made), "action"), submission.reference
        record(Event.ACTIONS_TAKEN, organisation, by=by, what=what, reference=reference)
    return made


def _recommended(one: Recommended) -> dict[str, object]:
    """The action's own words are its title where they fit in one, else that of its question is."""
    fits = len(one.text) <= TITLE_MOST and "\n" not in one.text and not fault_of_name(one.text)
    return {
        "title": one.text if fits else one.title[:TITLE_MOST],
        "text": "" if fits else one.text,
        "question": one.code,
        "to_level": one.to_level,
        "gain": one.gain,
        "role": one.role,
        "effort": one.effort,
        "days": one.days,
        "pounds": one.pounds,
    }


@transaction.atomic
def add(*, organisation: Organisation, details: Details, by: User) -> PlannedAction:
    """The new action of the organisation's own. Raises `Refused` for details that have faults, an
    owner who is no member, a question that is not asked, and above `EACH_MOST` open actions.
    """
    locked = lock(organisation)
    _check_room(locked, 1)
    made = PlannedAction(organisation=locked, **_stamps(by))
    _fill(made, details, by)
    made.save()
    record(Event.ACTION_ADDED, made, by=by)
    return made


@transaction.atomic
def change(*, action: PlannedAction, details: Details, seen: int, by: User) -> PlannedAction:
    """The action with new details. Nothing changed, nothing recorded.

    `seen` is the revision that the writer was shown: raises `ChangedMeanwhile` where it is another
    now and something would change; else as `add` does.
    """
    locked = _reread(action)
    before = _said(locked)
    _fill(locked, details, by)
    changes = changes_between(before, _said(locked))
    if changes:
        _check_seen(locked, seen)
        _stamp(locked, by, _CHANGEABLE)
        record(Event.ACTION_CHANGED, locked, by=by, changes="; ".join(changes))
    return locked


@transaction.atomic
def report_progress(
    *, action: PlannedAction, state: ActionState, said: str = "", seen: int, by: User
) -> PlannedAction:
    """The action in that state, with what was said of it. Raises `Refused` where neither is new,
    for words that are too long, and above `EACH_MOST` open actions where it is opened again; and
    `ChangedMeanwhile` as `change` does where the state changes.
    """
    organisation = lock(action.organisation)  # whoever adds actions waits
    locked = _reread(action)
    words, before = checked_words(said, "what you say", NOTE_MOST), ActionState(locked.state)
    if state is before and not words:
        raise Refused(NOTHING_SAID)
    if state is not before:
        _check_seen(locked, seen)
        if state in ACTION_OPEN and before not in ACTION_OPEN:
            _check_room(organisation, 1)
        locked.state = state
        locked.done_on = clock.today() if state is ActionState.DONE else None
        _stamp(locked, by, ["state", "done_on"])
        record(Event.ACTION_MOVED, locked, by=by, before=before.label, after=state.label)
    if words:
        ActionNote.objects.create(
            action=locked, said=words, state=state, said_at=clock.now(), said_by=by
        )
        if state is before:
            record(Event.ACTION_NOTED, locked, by=by)
    return locked


@transaction.atomic
def back(
    *, action: PlannedAction, added: Collection[str] = (), removed: Collection[str] = (), by: User
) -> None:
    """Adds and removes evidence items, by reference, among those that show how far the action is;
    the others stay. Raises `Refused` for one to add that the organisation does not have, and for
    more than `EVIDENCE_MOST` of them.
    """
    lock(action.organisation)  # whoever removes evidence waits
    locked = _reread(action)
    found = Evidence.objects.filter(organisation=locked.organisation_id, reference__in=added)
    wanted = dict(found.values_list("reference", "title"))
    if len(wanted) != len(set(added)):
        raise Refused(NOT_YOURS)
    before = dict(locked.evidence.values_list("item__reference", "item__title"))
    gone, new = before.keys() & set(removed), wanted.keys() - before.keys()
    if not gone and not new:
        return
    if new and len(before) - len(gone) + len(new) > EVIDENCE_MOST:
        raise Refused(ENOUGH)
    locked.evidence.filter(item__reference__in=gone).delete()
    ActionEvidence.objects.bulk_create(
        [ActionEvidence(action=locked, item=one) for one in found.filter(reference__in=new)]
    )
    _stamp(locked, by, [])
    changes = [f"evidence {wanted[key]} added" for key in sorted(new)]
    changes += [f"evidence {before[key]} taken away" for key in sorted(gone)]
    record(Event.ACTION_CHANGED, locked, by=by, changes="; ".join(changes))


@transaction.atomic
def back_with(*, action: PlannedAction, line: EvidenceItem, by: User) -> None:
    """Adds the evidence item that has the words of the line, which is recorded where there is none.
    Raises as `back` and `evidence.add` do.
    """
    held = holding_of(action.organisation).item(line)
    if held is None:
        link, cited = where_of(line)
        details = evidence.Details(
            title=line.title,
            achieved_on=clock.today(),
            link=link,
            cited=cited,
            strength=strength_typed(line),
        )
        made = evidence.add(organisation=action.organisation, details=details, by=by)
    back(action=action, added=[held.reference if held else made.reference], by=by)


def _reread(action: PlannedAction) -> PlannedAction:
    # Not with who changed or has it: PostgreSQL finds no row for whoever waited where that is
    # another person now.
    rows = PlannedAction.objects.select_for_update(of=("self",))
    return rows.select_related("organisation").get(pk=action.pk)


def _stamps(by: User) -> dict[str, object]:
    now = clock.now()
    return {"added_at": now, "added_by": by, "changed_at": now, "changed_by": by}


def _stamp(row: PlannedAction, by: User, fields: Sequence[str]) -> None:
    """Saves these fields, as the next revision."""
    row.revision += 1
    row.changed_at, row.changed_by = clock.now(), by
    row.save(update_fields=[*fields, "revision", "changed_at", "changed_by"])


def _check_seen(row: PlannedAction, seen: int) -> None:
    if seen != row.revision:
        raise ChangedMeanwhile(CHANGED.format(who=row.changed_by))


def _check_room(organisation: Organisation, more: int) -> None:
    if open_actions(organisation).count() + more > EACH_MOST:
        raise Refused(TOO_MANY)


def _check_owner(organisation: Organisation, owner: int | None) -> None:
    if owner is not None and not who_may_own(organisation).filter(user=owner).exists():
        raise Refused(NO_MEMBER)


def _given(owner: int | None, by: User) -> dict[str, object]:
    """The owner, by key, and who gave it to them when."""
    when, who = (None, None) if owner is None else (clock.now(), by)
    return {"owner_id": owner, "given_at": when, "given_by": who}


def _fill(row: PlannedAction, details: Details, by: User) -> None:
    title, text, role = one_line(details.title), details.text.strip(), one_line(details.role)
    due, days, pounds = details.due, details.days, details.pounds
    found = faults_of(
        title=title,
        text=text,
        role=role,
        due=due,
        due_before=row.due,
        days=days,
        pounds=pounds,
        today=clock.today(),
    )
    for fault in found.values():
        raise Refused(f"{fault}.")
    if details.owner != row.owner_id:
        _check_owner(row.organisation, details.owner)
        for name, value in _given(details.owner, by).items():
            setattr(row, name, value)
    asked = (details.rubric, details.question) if details.question else (None, "")
    if asked != (row.rubric_id, row.question):
        if details.question and asked not in offered_to(row.organisation).questions:
            raise Refused(NO_QUESTION)
        row.rubric_id, row.question = asked
        row.to_level = row.gain = None
    row.title, row.text, row.role, row.effort = title, text, role, one_line(details.effort)
    row.due, row.days, row.pounds = due, days, pounds


def _said(row: PlannedAction) -> dict[str, str]:
    """What an action says, in words."""
    return {
        "title": row.title,
        "description": row.text,
        "question": row.question,
        "owner": str(User.objects.get(pk=row.owner_id)) if row.owner_id else "",
        "job title": row.role,
        "due": long_date(row.due) if row.due else "",
        "effort": row.effort,
        "days": "" if row.days is None else plain(row.days),
        "pounds": "" if row.pounds is None else f"{row.pounds:,}",
    }

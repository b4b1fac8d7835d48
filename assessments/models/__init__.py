"""Rows and their own constraints. Business verbs live in `assessments.services`."""

from assessments.models.answer import (
    Answer,
    AnswerRevision,
    ContradictionReason,
    SuggestedAnswer,
)
from assessments.models.assessment import (
    Assessment,
    AssignedPerson,
    Assignment,
    DimensionScore,
    ScoreSnapshot,
    Submission,
)
from assessments.models.audit import AuditEvent
from assessments.models.drafting import DraftState, ImpactTrial, RubricUpload
from assessments.models.joining import Invitation, InvitationState, JoinRequest
from assessments.models.organisation import Evidence, Membership, Organisation
from assessments.models.outbox import OutgoingMail, Reminder, ReminderRefusal
from assessments.models.question import (
    ChecklistItem,
    FrameworkMapping,
    Gate,
    Level,
    NumberBand,
    PointsToLevel,
    Question,
    QuestionOption,
    SectorGuidance,
    SectorVariant,
)
from assessments.models.rubric import Rubric, RubricVersion
from assessments.models.rubric_parts import (
    Band,
    Comparator,
    ContextFigure,
    Contradiction,
    Dimension,
    Effort,
    Framework,
    OwnerRole,
    OwnerRoleTitle,
    ScaleLevel,
    Sector,
    Source,
    Term,
)
from assessments.models.user import SignedInDevice, SignInEvent, User

__all__ = [
    "Answer",
    "AnswerRevision",
    "Assessment",
    "AssignedPerson",
    "Assignment",
    "AuditEvent",
    "Band",
    "ChecklistItem",
    "Comparator",
    "ContextFigure",
    "Contradiction",
    "ContradictionReason",
    "Dimension",
    "DimensionScore",
    "DraftState",
    "Effort",
    "Evidence",
    "Framework",
    "FrameworkMapping",
    "Gate",
    "ImpactTrial",
    "Invitation",
    "InvitationState",
    "JoinRequest",
    "Level",
    "Membership",
    "NumberBand",
    "Organisation",
    "OutgoingMail",
    "OwnerRole",
    "OwnerRoleTitle",
    "PointsToLevel",
    "Question",
    "QuestionOption",
    "Reminder",
    "ReminderRefusal",
    "Rubric",
    "RubricUpload",
    "RubricVersion",
    "ScaleLevel",
    "ScoreSnapshot",
    "Sector",
    "SectorGuidance",
    "SectorVariant",
    "SignInEvent",
    "SignedInDevice",
    "Source",
    "Submission",
    "SuggestedAnswer",
    "Term",
    "User",
]

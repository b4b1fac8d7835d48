"""The programme team's rooms: edits drafts, reads everything else.

Empty on purpose: Django loads `admin.site` before any room may register with it. `ROOMS` are
loaded by `assessments.apps.ReadinessAdminConfig`, once the site exists.
"""

ROOMS = (
    "assessments",
    "audit",
    "evidence",
    "organisations",
    "outbox",
    "plans",
    "questions",
    "rubric_parts",
    "rubrics",
    "users",
)

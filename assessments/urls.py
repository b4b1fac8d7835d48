"""The whole address book. Names are noun-verb; the tenant is in the address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from assessments.views import (
    account,
    actions,
    answering,
    answering_news,
    approving,
    assessments,
    assignments,
    attachments,
    branding,
    checking,
    dashboard,
    deputies,
    discussions,
    evidence,
    evidence_of_answers,
    gallery,
    health,
    history,
    home,
    invitations,
    members,
    moderation,
    organisations,
    own_data,
    plans,
    publications,
    publishing,
    reports,
    rubrics,
    scenarios,
    second_step,
    sharing,
    sign_up,
    starting,
    statements,
    submissions,
    trying,
    verifying,
)
from assessments.views.base import Page
from assessments.views.report_parts import PARTS, SUMMARY


class CodeConverter(StringConverter):
    """A code of a rubric in an address: it may hold dots, as "A1.a" does."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]*"


register_converter(CodeConverter, "code")

Paths = list[URLPattern | URLResolver]


def parts(route: str, view: type[Page], named: str) -> list[URLPattern]:
    """The parts of a report but for the summary, which is at the address of the report itself."""
    below = [part for part in PARTS if part != SUMMARY]
    return [path(f"{route}{one}/", view.as_view(part=one), name=f"{named}-{one}") for one in below]


in_submission = [
    path("report/", reports.SubmissionReport.as_view(), name="submission-report"),
    *parts("report/", reports.SubmissionReport, "submission"),
    path("plan/", actions.SubmissionPlan.as_view(), name="submission-plan"),
    path("what-if/", scenarios.WhatIf.as_view(), name="submission-what-if"),
    path("way/", scenarios.ShortestWay.as_view(), name="submission-way"),
    path("public/", publications.PublicationList.as_view(), name="publication-list"),
    path("public/new/", publishing.PublicationAdd.as_view(), name="publication-add"),
    path("public/<int:pk>/", publications.PublicationReport.as_view(), name="publication-report"),
    path(
        "public/<int:pk>/schedule/",
        publications.PublicationSchedule.as_view(),
        name="publication-schedule",
    ),
    path(
        "public/<int:pk>/download/<slug:export>/",
        publishing.PublicationDownload.as_view(),
        name="publication-download",
    ),
    path("report/links/", sharing.ReportLinks.as_view(), name="report-links"),
    path("report/compare/", reports.SubmissionCompare.as_view(), name="submission-compare"),
    path(
        "report/compare/<slug:other>/<int:other_number>/",
        reports.SubmissionCompare.as_view(),
        name="submission-compare-with",
    ),
    path("report/files/<slug:key>/", attachments.SubmissionFile.as_view(), name="submission-file"),
    path(
        "report/download/<slug:export>/", reports.ReportDownload.as_view(), name="report-download"
    ),
]

in_assessment: Paths = [
    path("", assessments.AssessmentDetail.as_view(), name="assessment-detail"),
    path("dimensions/<code:key>/", answering.DimensionAnswer.as_view(), name="dimension-answer"),
    path(
        "answers/<code:key>/evidence/",
        evidence_of_answers.AnswerEvidence.as_view(),
        name="answer-evidence",
    ),
    path(
        "dimensions/<code:key>/news/",
        answering_news.DimensionNews.as_view(),
        name="dimension-news",
    ),
    path("check/", checking.AssessmentCheck.as_view(), name="assessment-check"),
    path("draft/", reports.AssessmentDraft.as_view(), name="assessment-draft"),
    *parts("draft/", reports.AssessmentDraft, "assessment-draft"),
    path(
        "draft/download/board/",
        reports.AssessmentDraftDownload.as_view(key="board"),
        name="assessment-draft-board",
    ),
    path(
        "draft/download/",
        reports.AssessmentDraftDownload.as_view(),
        name="assessment-draft-download",
    ),
    path("send/", submissions.AssessmentSend.as_view(), name="assessment-send"),
    path("recall/", submissions.AssessmentRecall.as_view(), name="assessment-recall"),
    path("return/", approving.AssessmentReturn.as_view(), name="assessment-return"),
    path("submit/", approving.AssessmentSubmit.as_view(), name="assessment-submit"),
    path("reopen/", submissions.AssessmentReopen.as_view(), name="assessment-reopen"),
    path("withdraw/", submissions.AssessmentWithdraw.as_view(), name="assessment-withdraw"),
    path("carry-over/", assessments.AssessmentCarryOver.as_view(), name="assessment-carry-over"),
    path("renewal/", starting.AssessmentRenewal.as_view(), name="assessment-renewal"),
    path("suggest/", starting.AssessmentSuggest.as_view(), name="assessment-suggest"),
    path("history/", history.AssessmentHistory.as_view(), name="assessment-history"),
    path(
        "history/download/",
        history.AssessmentHistoryDownload.as_view(),
        name="assessment-history-download",
    ),
    path("work/", assignments.AssignmentList.as_view(), name="assignment-list"),
    path("work/new/<code:key>/", assignments.AssignmentAdd.as_view(), name="assignment-add"),
    path("work/<int:pk>/", assignments.AssignmentDetail.as_view(), name="assignment-detail"),
    path("work/<int:pk>/change/", assignments.AssignmentChange.as_view(), name="assignment-change"),
    path("work/<int:pk>/end/", assignments.AssignmentEnd.as_view(), name="assignment-end"),
    path("discussions/", discussions.DiscussionList.as_view(), name="discussion-list"),
    path(
        "discussions/<code:key>/",
        discussions.QuestionDiscussions.as_view(),
        name="discussion-question",
    ),
    path(
        "discussions/<code:key>/comments/<int:pk>/remove/",
        discussions.CommentRemove.as_view(),
        name="comment-remove",
    ),
    path("submissions/<int:number>/", include(in_submission)),
]

in_organisation: Paths = [
    path("", dashboard.OrganisationDetail.as_view(), name="organisation-detail"),
    path("edit/", organisations.OrganisationEdit.as_view(), name="organisation-edit"),
    path("branding/", branding.OrganisationBrandingEdit.as_view(), name="organisation-branding"),
    path("history/", history.OrganisationHistory.as_view(), name="organisation-history"),
    path("members/", members.MemberList.as_view(), name="member-list"),
    path("members/invite/", invitations.MemberInvite.as_view(), name="member-invite"),
    path(
        "members/invitations/<int:pk>/",
        invitations.InvitationChange.as_view(),
        name="invitation-change",
    ),
    path("members/requests/<int:pk>/", members.JoinDecision.as_view(), name="join-request"),
    path("members/deputies/new/", deputies.DeputyName.as_view(), name="deputy-name"),
    path("members/deputies/<int:pk>/", deputies.DeputyEnd.as_view(), name="deputy-end"),
    path("members/<int:pk>/", members.MemberChange.as_view(), name="member-change"),
    path("evidence/", evidence.EvidenceList.as_view(), name="evidence-list"),
    path("evidence/new/", evidence.EvidenceAdd.as_view(), name="evidence-add"),
    path("evidence/<slug:reference>/", evidence.EvidenceChange.as_view(), name="evidence-change"),
    path(
        "evidence/<slug:reference>/remove/",
        evidence.EvidenceRemove.as_view(),
        name="evidence-remove",
    ),
    path(
        "evidence/<slug:reference>/files/",
        attachments.AttachmentList.as_view(),
        name="attachment-list",
    ),
    path(
        "evidence/<slug:reference>/files/<slug:key>/",
        attachments.AttachmentDownload.as_view(),
        name="attachment-download",
    ),
    path(
        "evidence/<slug:reference>/files/<slug:key>/remove/",
        attachments.AttachmentRemove.as_view(),
        name="attachment-remove",
    ),
    path("plan/", plans.PlanList.as_view(), name="plan-list"),
    path("scenarios/", scenarios.ScenarioList.as_view(), name="scenario-list"),
    path("scenarios/<slug:reference>/", scenarios.ScenarioDetail.as_view(), name="scenario-detail"),
    path("plan/download/<slug:export>/", plans.PlanDownload.as_view(), name="plan-download"),
    path("plan/counts/", plans.PlanCounts.as_view(), name="plan-counts"),
    path("plan/costs/", scenarios.PlanCosts.as_view(), name="plan-costs"),
    path("plan/board/", plans.PlanBoard.as_view(), name="plan-board"),
    path("plan/weighed/", plans.PlanWeighed.as_view(), name="plan-weighed"),
    path("plan/new/", actions.PlanAdd.as_view(), name="plan-add"),
    path("plan/<slug:reference>/", actions.ActionDetail.as_view(), name="action-detail"),
    path("plan/<slug:reference>/change/", actions.ActionChange.as_view(), name="action-change"),
    path(
        "plan/<slug:reference>/evidence/", actions.ActionEvidence.as_view(), name="action-evidence"
    ),
    path("assessments/new/", starting.AssessmentStart.as_view(), name="assessment-start"),
    path("assessments/<slug:reference>/", include(in_assessment)),
]

in_account = [
    path("", account.AccountDetail.as_view(), name="account-detail"),
    path("name/", account.AccountName.as_view(), name="account-name"),
    path("email/", account.AccountEmail.as_view(), name="account-email"),
    path("email/<str:token>/", account.AccountEmailConfirm.as_view(), name="account-email-confirm"),
    path("sessions/", account.AccountSessions.as_view(), name="account-sessions"),
    path("reminders/", account.AccountReminders.as_view(), name="account-reminders"),
    path("data/", own_data.AccountData.as_view(), name="account-data"),
    path("close/", account.AccountClose.as_view(), name="account-close"),
    path("open/<str:token>/", sign_up.AccountOpen.as_view(), name="account-open"),
]

# In the place of allauth's own: see readiness/urls.py.
instead_of_allauth = [
    path("email/", account.AccountEmail.as_view(), name="account_email"),
    path("signup/", sign_up.SignUp.as_view(), name="account_signup"),
    path("confirm-email/<str:key>/", sign_up.OldConfirmation.as_view(), name="old-confirmation"),
]

urlpatterns = [
    path("account/", include(in_account)),
    path("accounts/", include(instead_of_allauth)),
    path("", home.Home.as_view(), name="home"),
    # Before organisations/<slug>/: `new` is a reserved slug.
    path(
        "organisations/new/", organisations.OrganisationCreate.as_view(), name="organisation-create"
    ),
    path("organisations/<slug:slug>/", include(in_organisation)),
    path("my-work/", assignments.MyWork.as_view(), name="my-work"),
    path("join/", members.OrganisationJoin.as_view(), name="join"),
    path("shared/<str:token>/", sharing.SharedReport.as_view(), name="shared-report"),
    *parts("shared/<str:token>/", sharing.SharedReport, "shared"),
    path(
        "shared/<str:token>/download/<slug:export>/",
        sharing.SharedDownload.as_view(),
        name="shared-download",
    ),
    path("verify/", verifying.ReportVerify.as_view(), name="verify"),
    path("try/", trying.TryStart.as_view(), name="try"),
    path("try/<slug:slug>/", trying.TryResult.as_view(), name="try-result"),
    path("try/<slug:slug>/<code:key>/", trying.TryAnswer.as_view(), name="try-answer"),
    path("invitations/", invitations.InvitationAnswer.as_view(), name="invitation-kept"),
    path("invitations/<str:token>/", invitations.InvitationAnswer.as_view(), name="invitation"),
    path("reminders/stop/<str:token>/", account.RemindersStop.as_view(), name="reminders-stop"),
    path("published/<slug:reference>/", publications.PublishedReport.as_view(), name="published"),
    path(
        "published/<slug:reference>/download/<slug:export>/",
        publishing.PublishedDownload.as_view(),
        name="published-download",
    ),
    path("rubrics/", rubrics.RubricList.as_view(), name="rubric-list"),
    path("rubrics/<code:slug>/<int:number>/", rubrics.RubricDetail.as_view(), name="rubric-detail"),
    path(
        "rubrics/<code:slug>/<int:number>/dimensions/<code:key>/",
        rubrics.RubricDimension.as_view(),
        name="rubric-dimension",
    ),
    path(
        "rubrics/<code:slug>/<int:number>/counts-towards/",
        rubrics.RubricCountsTowards.as_view(),
        name="rubric-counts-towards",
    ),
    path(
        "rubrics/<code:slug>/<int:number>/changes/",
        rubrics.RubricChanges.as_view(),
        name="rubric-changes",
    ),
    path(
        "rubrics/<code:slug>/<int:number>/download/<slug:key>/",
        rubrics.RubricDownload.as_view(),
        name="rubric-download",
    ),
    path("accounts/second-step/", second_step.SecondStep.as_view(), name="second-step"),
    path("moderation/", moderation.ModerationQueue.as_view(), name="moderation-queue"),
    path(
        "moderation/trials/<int:pk>/", moderation.ModerationTrial.as_view(), name="moderation-trial"
    ),
    path("health/", health.Health.as_view(), name="health"),
    path("ready/", health.Ready.as_view(), name="ready"),
    path("help/", statements.Help.as_view(), name="help"),
    path("accessibility/", statements.Accessibility.as_view(), name="accessibility"),
    path("privacy/", statements.Privacy.as_view(), name="privacy"),
    path("gallery/", gallery.Gallery.as_view(), name="gallery"),
]

"""What members say to one another about the questions of an assessment. For members only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Unpack

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from assessments.access.doors import Access
from assessments.access.roles import Permission
from assessments.forms.discussions import OFFERED_MOST, CommentForm, QuestionForm
from assessments.names import whole_number
from assessments.queries import discussions as queries
from assessments.queries.prepared import added
from assessments.services import discussions as services
from assessments.views.base import Address, AssessmentView, KeepsWords, is_read
from assessments.views.refused_posts import SIGNED_IN_AGAIN
from assessments.workflow import Refused

if TYPE_CHECKING:
    from assessments.forms.typed import Given

ON_A_PAGE = 25
COMMENTS_ON_A_PAGE = 50

FILTERS = {
    "open": "Open",
    "needed": "Needs discussion",
    "mine": "Draws my attention",
    "resolved": "Resolved",
}
"""What a list of discussions can be narrowed to, by what `?show=` says."""

MAY_NOT_RESOLVE = (
    "Your role lets you comment, but not resolve or reopen a discussion that another person "
    "started. Ask a contributor of your organisation to do it."
)
MAY_NOT_REMOVE = (
    "Only the person who wrote a comment, or an administrator of your organisation, can remove it."
)


class DiscussionList(AssessmentView):
    """The discussions of an assessment.

    `?show=` narrows it to one of `FILTERS`, and `?part=` to a part, by its code. `?question=` leads
    to the discussions of a question.
    """

    permission = Permission.VIEW
    template_name = "discussions/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        show, part = request.GET.get("show", ""), request.GET.get("part", "")
        asked = queries.questions_of(self.assessment)
        form = QuestionForm(codes=asked, data=request.GET if "question" in request.GET else None)
        if form.is_valid():
            return redirect(self.to("discussion-question", form.cleaned_data["question"]))
        parts = {dimension.code: dimension.name for dimension, _ in asked.values()}
        show, part = show if show in FILTERS else "", part if part in parts else ""
        found = queries.discussions_of(
            self.assessment,
            questions=[c for c, (d, _) in asked.items() if d.code == part] if part else None,
            resolved={"open": False, "needed": False, "resolved": True}.get(show),
            needed=show == "needed",
            mentioned=self.access.user if show == "mine" else None,
        )
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
        narrowed = {name: value for name, value in (("show", show), ("part", part)) if value}
        return self.render(
            {
                "page": page,
                "rows": [(one, asked[one.question]) for one in page if one.question in asked],
                "show": show,
                "shown": FILTERS.get(show, ""),
                "filters": FILTERS.items(),
                "part": part,
                "parts": parts.items(),
                "form": form if self.assessment.is_open else None,
                "questions": [one for _, one in asked.values()],
                "query": f"{urlencode(narrowed)}&" if narrowed else "",
            }
        )


class OfQuestion(AssessmentView, abstract=True):
    """A page about the discussions of one question."""

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = queries.questions_of(self.assessment).get(kwargs["key"])
        if found is None:
            raise Http404
        self.dimension, self.question = found

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "dimension": self.dimension,
            "question": self.question,
            "asks": self.question.wording_for(self.assessment.sector).text,
            "here": self.address(),
            "why_closed": services.why_closed(self.assessment),
        }

    def address(self) -> str:
        return self.to("discussion-question", self.question.code)


class QuestionDiscussions(OfQuestion, KeepsWords):
    """The discussions of a question, the newest comments first by page, and what can be said.

    `?discussion=` narrows it to one of them, which a post is about; a post without it starts one.
    """

    permission = Permission.VIEW
    template_name = "discussions/question.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        asked = request.GET.get("discussion")
        self._choose(whole_number(asked))
        if asked is not None and self.chosen is None:
            raise Http404

    def _choose(self, key: int | None) -> None:
        self.chosen = next((one for one in self.every if one.pk == key), None)

    @cached_property
    def every(self) -> Sequence[queries.Discussion]:
        """All discussions of the question."""
        return list(queries.discussions_of(self.assessment, questions=[self.question.code]))

    @cached_property
    def members(self) -> Sequence[tuple[int, str, str]]:
        return queries.people_of(self.access.organisation)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        action = request.POST.get("action", "")
        form = self._form(data=request.POST, needs_text=action != "resolve")
        if self.stale_token:
            return self._page(form, notice=SIGNED_IN_AGAIN, status=403)
        if not form.is_valid():
            return self._page(form)
        try:
            done, place = self._do(action, form)
        except Refused as refusal:
            del self.every
            self._choose(self.chosen.pk if self.chosen else None)
            form.add_error("text", refusal.reason.rstrip("."))
            return self._page(form, status=409)
        messages.success(request, done)
        return redirect(f"{self.address()}#{place}")

    def _do(self, action: str, form: CommentForm) -> tuple[str, str]:
        """Does what was asked for; returns what to say, and the place to go to."""
        text, people = form.cleaned_data["text"], form.cleaned_data["people"]
        needs, by = form.cleaned_data["needs"], self.access.user
        if self.chosen is None:
            made = services.start(
                assessment=self.assessment,
                question=self.question.code,
                text=text,
                mentions=people,
                needs=needs,
                by=by,
            )
            return "The discussion is started.", f"discussion-{made.pk}"
        place = f"discussion-{self.chosen.pk}"
        if action in ("resolve", "reopen"):
            if not self._may_resolve(self.chosen):
                raise PermissionDenied(MAY_NOT_RESOLVE)
            step = services.resolve if action == "resolve" else services.reopen
            step(discussion=self.chosen, text=text, mentions=people, by=by)
            return (
                f"The discussion is {'resolved' if action == 'resolve' else 'open again'}.",
                place,
            )
        services.comment(discussion=self.chosen, text=text, mentions=people, needs=needs, by=by)
        return "Your comment is added.", place

    def _may_resolve(self, discussion: queries.Discussion) -> bool:
        return self.access.can(Permission.ANSWER) or discussion.opened_by == self.access.user

    def _form(
        self, at: str = "new", needs_text: bool = True, **given: Unpack[Given]
    ) -> CommentForm:
        given["auto_id"] = f"{at}-%s"
        return CommentForm(members=self.members, needs_text=needs_text, **given)

    def _page(
        self, form: CommentForm | None = None, *, notice: str = "", status: int = 200
    ) -> HttpResponse:
        listed = [self.chosen] if self.chosen else self.every
        pages = Paginator(queries.comments_of(listed), COMMENTS_ON_A_PAGE)
        pages.count = sum(added(one, "number") for one in listed)  # known: no query to count them
        page = pages.get_page(self.request.GET.get("page"))
        comments = list(page.object_list)
        if is_read(self.request):
            services.look_at(comments, by=self.access.user)
        known = {one.pk: one for one in listed}
        return self.render(
            {
                "form": form,
                "new_form": None if self.chosen else form or self._form(),
                "sections": [
                    self._section(known[key], list(said), form if self.chosen else None)
                    for key, said in groupby(comments, lambda one: one.discussion_id)
                ],
                "every": self.every,
                "chosen": self.chosen,
                "page": page,
                "neighbours": self._neighbours(page),
                "members": self.members if len(self.members) <= OFFERED_MOST else (),
                "notice": notice,
            },
            status=status,
        )

    def _neighbours(self, page: Page[queries.Comment]) -> dict[str, dict[str, str]]:
        """The pages of later and of earlier comments, as links."""
        found, which = {}, {"discussion": self.chosen.pk} if self.chosen else {}
        if page.has_previous():
            number = page.previous_page_number()
            href = f"?{urlencode({**which, 'page': number})}"
            found["previous"] = {"href": href, "label": "Later comments"}
        if page.has_next():
            number = page.next_page_number()
            href = f"?{urlencode({**which, 'page': number})}"
            found["next"] = {"href": href, "label": "Earlier comments"}
        return found

    def _section(
        self,
        discussion: queries.Discussion,
        said: Sequence[queries.Comment],
        form: CommentForm | None,
    ) -> dict[str, object]:
        """A discussion with the comments of it that this page has, in the order of writing."""
        may_resolve = self._may_resolve(discussion)
        may_comment = "Comment or resolve" if may_resolve else "Comment"
        return {
            "discussion": discussion,
            "comments": [(one, may_remove(self.access, one)) for one in reversed(said)],
            "part_of_it": len(said) < added(discussion, "number"),
            "form": form or self._form(at=f"d{discussion.pk}"),
            "may_resolve": may_resolve,
            "folded": may_comment if discussion.is_open else "Reopen",
            "may_need": discussion.is_open and not discussion.needed,
        }


class CommentRemove(OfQuestion):
    """Takes the words of a comment away, after a page that says what stays."""

    permission = Permission.VIEW
    template_name = "discussions/remove.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = queries.comment_of(self.assessment, self.question.code, kwargs["pk"])
        if found is None:
            raise Http404
        if found.removed_at is None and not may_remove(self.access, found):
            raise PermissionDenied(MAY_NOT_REMOVE)
        self.comment = found

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if self.comment.removed_at:
            raise Refused(services.REMOVED_ALREADY)
        return self.render({"comment": self.comment})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        services.remove(comment=self.comment, by=self.access.user)
        messages.success(request, "The comment is removed.")
        return redirect(f"{self.address()}#comment-{self.comment.pk}")


def may_remove(access: Access, comment: queries.Comment) -> bool:
    """Whether the reader may take the words of a comment away."""
    if comment.removed_at:
        return False
    mine = comment.written_by_id == access.user.pk
    return mine or access.can(Permission.MANAGE_MEMBERS)

"""Where the page of a part leads: to itself, to the pages around it, and on to what follows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from assessments.forms.answering import Asking


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The addresses of one page of questions.

    `back` names the page that led here and that is gone back to, "check" or "renewal", or is empty.
    """

    slug: str
    reference: str
    asking: Asking
    back: str = ""

    def to(self, name: str, *more: str) -> str:
        """The address of that name, of this assessment."""
        return reverse(name, args=[self.slug, self.reference, *more])

    def page_at(self, dimension: str, **where: str | int) -> str:
        """The address of a page of a dimension, named by its number or by a question on it."""
        query = urlencode({name: value for name, value in where.items() if value})
        address = self.to("dimension-answer", dimension)
        return f"{address}?{query}" if query else address

    def leaf_at(self, number: int) -> str:
        """The address of a page of this dimension by its number."""
        return self.page_at(self.asking.dimension.code, page=number)

    @property
    def here(self) -> str:
        """This page's address, which a save comes back to."""
        asking = self.asking
        if self.back:
            place = {"question": asking.question, "from": self.back}
            return self.page_at(asking.dimension.code, **place)
        number = asking.leaf.number if asking.leaf.count > 1 else ""
        return self.page_at(asking.dimension.code, page=number)

    def place_of(self, code: str) -> str:
        """Where a button leads: to evidence, to a question that does not fit, or nowhere."""
        one, _, what = code.partition(" ")
        if what and one in {question.code for question in self.asking.every}:
            return self.to("answer-evidence", one)
        paired = {each for one in self.asking.pairs for each in (one.question, one.other)}
        for dimension, question in self.asking.spec.questions():
            if question.code == code and code in paired:
                back = {"from": self.back}
                return f"{self.page_at(dimension.code, question=code, **back)}#question-{code}"
        return ""

    def onward(self, asked: Collection[str]) -> tuple[str, str]:
        """The address after this one and its name, while the questions of these codes are asked.

        From the check it leads back there, and from renewal to what is to be looked at next. Else
        to the dimension's next page on which anything is asked, to the next dimension, or to the
        check after the last.
        """
        asking = self.asking
        if self.back == "renewal":
            onward = f"{self.to('assessment-renewal')}?{urlencode({'next': asking.question})}"
            return onward, "what else is to be looked at"
        if self.back:
            code = asking.question
            back = f"{self.to('assessment-check')}?{urlencode({'question': code})}"
            return f"{back}#answer-{code}", "check your answers"
        for leaf in asking.pages[asking.leaf.number :]:
            if any(question.code in asked for question in leaf.items):
                return self.leaf_at(leaf.number), leaf.said("question")
        dimensions = asking.spec.dimensions
        place = dimensions.index(asking.dimension)
        if place + 1 == len(dimensions):
            return self.to("assessment-check"), "check your answers"
        following = dimensions[place + 1]
        return self.page_at(following.code), following.name

    @property
    def history(self) -> str:
        """Where the saves of a question are, whose code is to follow."""
        return f"{self.to('assessment-history')}?question="

    @property
    def neighbours(self) -> dict[str, dict[str, str]]:
        """The pages of the dimension before and after this one, as links."""
        asking, found = self.asking, {}
        for name, number in (("previous", asking.leaf.before), ("next", asking.leaf.after)):
            if number is not None:
                label = asking.pages[number - 1].said("question")
                found[name] = {"href": self.leaf_at(number), "label": label}
        return found

"""The parts of the answering page that its scripts know: save bar, clash, evidence rows.

static/js/autosave.js, replies.js and evidence.js read the data attributes written here. The form
itself needs these (`helper.attrs`):

    {"data-autosave": True, "data-csrf-url": …, "autocomplete": "off"}

and data-autosave-url where it is not the form's action. autocomplete="off" matters: on reload some
browsers put old revisions back into hidden inputs. Send the page with Cache-Control: no-store.
"""

from __future__ import annotations

from typing import Any

from . import page
from .html import NOTHING, Child, Html, classes, el, join
from .layout import Box, Fixed, Part, Piece


class SaveBar(Part):
    """The buttons that save, and beside them how saving goes. It stays at the window's foot."""

    def __init__(self, *buttons: Piece, signin_url: str, said: str = "") -> None:
        super().__init__(*buttons)
        self.signin_url, self.said = signin_url, said

    def wrap(self, inner: Html) -> Html:
        link = el(
            "a",
            {
                "class": "govuk-link",
                "href": self.signin_url,
                "target": "_blank",
                "rel": "noopener",
                "data-signin": True,
                "hidden": True,
            },
            "Sign in (opens in a new tab)",
        )
        said = el("span", {"role": "status", "data-autosave-said": True}, self.said)
        trouble = el(
            "a",
            {"class": "govuk-link", "href": "#", "data-trouble": True, "hidden": True},
            "Go to the question",
        )
        working = el("span", {"data-autosave-working": True, "aria-hidden": "true"})
        status = el(
            "p",
            {"class": "rd-status", "data-autosave-status": True},
            join([said, working, trouble, link], " "),
        )
        row = el("div", {"class": "rd-savebar__row"}, inner, status)
        return el("div", {"class": "rd-savebar"}, row)


def _part(title: str, key: str, content: Child) -> Html:
    """A named text of the other person; the script hides it where it is empty."""
    shown = el("p", {"class": "govuk-body rd-typed", "data-clash-text": key}, content)
    heading = el("p", {"class": "govuk-body govuk-!-font-weight-bold"}, title)
    empty = content == ""
    return el("div", {"data-clash-part": True, "hidden": empty}, heading, shown)


def _clash_buttons(code: str | None, revision: int | None) -> Html:
    """With a code they send the choice themselves; without, a script acts on them."""
    alone = code is not None
    keep: dict[str, Any] = {"name": f"{code}-overwrite", "value": str(revision)} if alone else {}
    use: dict[str, Any] = {"name": f"{code}-use-theirs", "value": str(revision)} if alone else {}
    kind, quiet = "submit" if alone else "button", "govuk-button--secondary"
    mine, theirs = {"data-clash-keep": True}, {"data-clash-theirs": True}
    return el(
        "div",
        {"class": "govuk-button-group"},
        page.button("Keep mine", type=kind, attributes=mine, **keep),
        page.button("Use theirs", type=kind, css=quiet, attributes=theirs, **use),
    )


def clash(
    *,
    by: str = "",
    at: str = "",
    value_text: str = "",
    note: str = "",
    evidence: str = "",
    code: str | None = None,
    revision: int | None = None,
) -> Html:
    """Somebody else changed the same question: their words, and the choice between the two.

    With `code` and `revision` (theirs) the buttons work without JavaScript: they send
    `<code>-overwrite=<revision>` to keep mine, or `<code>-use-theirs=<revision>`.
    """
    who = join(
        [
            el("span", {"data-clash-text": "by"}, by),
            " changed this answer on ",
            el("span", {"data-clash-text": "at"}, at),
            ", after you opened it. Yours is below and is not saved yet. Choose which to keep.",
        ]
    )
    texts = el(
        "div",
        {"class": "rd-clash__text"},
        _part("Their answer", "value_text", value_text),
        _part("Their note", "note", note),
        _part("Their evidence", "evidence", evidence),
    )
    title = el("p", {"class": "govuk-heading-s"}, "Two people answered this question")
    return el(
        "div",
        {"class": "rd-clash", "data-clash": str(revision or "")},
        title,
        el("p", {"class": "govuk-body"}, who),
        el("div", {"class": "rd-clash__texts"}, texts),
        _clash_buttons(code, revision),
    )


class Clash(Fixed):
    """`clash(…)` as a layout object, to stand first in a question's section."""

    def __init__(self, **told: Any) -> None:
        super().__init__(clash(**told))


class ClashTemplate(Fixed):
    """What the script copies when an autosave clashes. Once on the page, anywhere."""

    def __init__(self) -> None:
        super().__init__(el("template", {"data-clash-template": True}, clash()))


class EvidenceRow(Box):
    """The inputs of one piece of evidence; their names hold `-evidence-<number>`."""

    def __init__(self, code: str, *fields: Piece, css: str = "") -> None:
        super().__init__(
            *fields,
            css=classes("rd-evidence-row", css),
            attributes={"data-evidence-row": code},
        )


class AddEvidence(Fixed):
    """The button for one more row. Scripts show it; without them a save gives another row."""

    def __init__(self, code: str, about: str = "", most: int = 20) -> None:
        hidden = el("span", {"class": "govuk-visually-hidden"}, f" {about}") if about else NOTHING
        super().__init__(
            page.button(
                join(["Add more evidence", hidden]),
                type="button",
                css="govuk-button--secondary",
                attributes={"data-add-evidence": code, "data-most": most, "hidden": True},
            )
        )

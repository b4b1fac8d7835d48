"""A page as a browser and a screen reader have it: what its forms would post, and what is wrong."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"input", "br", "img", "meta", "link", "hr", "rect", "line", "path", "circle", "use"}
NOT_SENT = {"submit", "button", "file"}


class Page(HTMLParser):
    """A page's forms and what makes it well made.

    `fields` is what a browser would post untouched, by name, of all its forms together; `named`
    the name of every field, those that would send nothing included.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.named: list[str] = []
        self.lang = ""
        self.h1 = 0
        self.title = ""
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.described: list[str] = []
        self.inline: list[str] = []
        self._open: list[str] = []
        self._area: str | None = None
        self._select: tuple[str, bool] = ("", False)
        self._options: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        self._look(tag, given)
        if tag in ("input", "textarea", "select"):
            self._field(tag, given)
        elif tag == "option":
            self._options.append((given.get("value", ""), "selected" in given))

    def _look(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "h1":
            self.h1 += 1
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.add(given.get("for", ""))
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            self.described += given.get(name, "").split()
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.inline.append(tag)
        # JSON for a script to read is data: a browser never runs it.
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append(tag)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        if name:
            self.named.append(name)
        if tag != "input" or kind not in ("hidden", "submit", "button"):
            self.controls.append(given)
        if tag == "textarea":
            self._area = name
            self.fields.setdefault(name, []).append("")
        elif tag == "select":
            self._select, self._options = (name, "multiple" in given), []
        elif name and kind not in NOT_SENT:
            box = kind in ("checkbox", "radio")
            if not box or "checked" in given:
                value = given.get("value", "on" if box else "")
                self.fields.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields[self._area][-1] += data
        elif self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            # A browser drops the first line end after the tag, and sends CRLF.
            typed = self.fields[self._area][-1].removeprefix("\n")
            self.fields[self._area][-1] = typed.replace("\n", "\r\n")
            self._area = None
        elif tag == "select":
            name, multiple = self._select
            chosen = [value for value, selected in self._options if selected]
            if not chosen and not multiple:
                chosen = [value for value, _ in self._options[:1]]
            if chosen:
                self.fields.setdefault(name, []).extend(chosen)
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def faults(self) -> list[str]:
        """What is wrong with the page."""
        found = []
        if self.lang != "en-GB":
            found.append(f"its language is {self.lang!r}")
        if self.h1 != 1:
            found.append(f"it has {self.h1} h1 headings")
        if not self.title.strip().endswith("Readiness") or len(self.title.strip()) < 10:
            found.append(f"its title is {self.title.strip()!r}")
        found += [
            f"the field {control.get('name')} has no label"
            for control in self.controls
            if control.get("id") not in self.labels and "aria-label" not in control
        ]
        twice = {one for one in self.ids if self.ids.count(one) > 1}
        found += [f"the id {one} is used twice" for one in sorted(twice)]
        found += [
            f"something refers to #{one}, which is not there"
            for one in sorted(set(self.described) - set(self.ids))
        ]
        found += [f"inline style or script in <{tag}>" for tag in self.inline]
        return found

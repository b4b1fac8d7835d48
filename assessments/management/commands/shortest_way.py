"""`shortest_way FILE ANSWERS --to BAND`: the least that has to be raised to reach a band."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from textwrap import fill
from typing import Any

from django.core.management.base import CommandParser

from assessments.management.base_commands import FileCommand
from assessments.planning.raising import DAY_PRICE, Cost
from assessments.planning.searching import TooManyWays
from assessments.planning.shortest_way import (
    Answer,
    Wanted,
    WayRefused,
    likely_efforts,
    shortest_way,
    way_to_document,
)
from assessments.question_types import MARKER
from assessments.rubric.definition import RubricSpec
from assessments.rubric.findings import Finding
from assessments.wording import counted, figure

WIDTH = 100
FIGURE_MOST = 10**12
A_FIGURE = f"a number from 0 to {FIGURE_MOST:,} with at most 6 decimals"
PLAIN = re.compile(r"[0-9]+(\.[0-9]{0,6})?")


class Command(FileCommand):
    """Exits with 0 when there is a way, 2 when there is none, and 1 for faults."""

    help = "Find the shortest way from a complete assessment to a band. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the rubric file, in YAML")
        parser.add_argument("answers", metavar="ANSWERS", help="the answers file, in JSON")
        parser.add_argument("--to", metavar="BAND", required=True, help="the code of the band")
        for name in ("days", "pounds"):
            parser.add_argument(
                f"--{name}", metavar="S=5,M=30", default="", help=f"{name} that each effort takes"
            )
            parser.add_argument(f"--most-{name}", metavar="N", help=f"the most {name} in all")
        parser.add_argument("--day-price", metavar="POUNDS", default=str(DAY_PRICE))
        for name, what in (("keep", "stay as they are"), ("must", "have to be raised")):
            parser.add_argument(
                f"--{name}", metavar="CODE", nargs="+", default=[], help=f"questions that {what}"
            )
        parser.add_argument("--json", action="store_true", help="print JSON, and nothing else")

    def handle(self, *args: object, **options: Any) -> None:
        spec, sheet = self.answered(options["file"], options["answers"])
        try:
            answer = shortest_way(spec, sheet, MARKER, _wanted(spec, options))
        except WayRefused as refused:
            self.stop(*refused.reasons)
        except TooManyWays as refused:
            self.refuse(options["file"], [Finding("", f"is refused. {refused}".rstrip("."))])
        if options["json"]:
            document = way_to_document(spec, options["to"], answer)
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_in_words(spec, options["to"], answer)))
        if answer.reached is None:
            sys.exit(2)


def _wanted(spec: RubricSpec, options: dict[str, Any]) -> Wanted:
    """What the options ask for; raises `WayRefused` with all that cannot be read."""
    refused: list[str] = []

    def number(name: str, text: str | None) -> Fraction | None:
        found = None if text is None else _figure(text)
        if text is not None and found is None:
            refused.append(f"--{name} must be {A_FIGURE}, got “{text}”.")
        return found

    own = likely_efforts(spec)
    days, pounds = (_by_effort(name, options[name], number, refused) for name in ("days", "pounds"))
    efforts = {}
    for code in sorted(days.keys() | pounds.keys()):
        likely_days, likely_pounds = own.get(code, (None, None))
        of = days.get(code, likely_days), pounds.get(code, likely_pounds)
        if of[0] is None or of[1] is None:
            refused.append(f"Give both days and pounds for {code}.")
        else:
            efforts[code] = Cost(Fraction(of[0]), Fraction(of[1]))
    wanted = Wanted(
        to=options["to"],
        efforts=efforts,
        day_price=number("day-price", options["day_price"]) or Fraction(0),
        most_days=number("most-days", options["most_days"]),
        most_pounds=number("most-pounds", options["most_pounds"]),
        keep=frozenset(options["keep"]),
        must=frozenset(options["must"]),
    )
    if refused:
        raise WayRefused(refused)
    return wanted


def _by_effort(
    name: str, text: str, number: Callable[[str, str], Fraction | None], refused: list[str]
) -> dict[str, Fraction]:
    """`S=5,M=30` by code; adds to what is refused."""
    found: dict[str, Fraction] = {}
    for part in filter(None, text.split(",")):
        code, _, figure_text = part.partition("=")
        code = code.strip()
        if code in found:
            refused.append(f"--{name} gives {code} twice.")
        found[code] = number(name, figure_text) or Fraction(0)
    return found


def _figure(text: str) -> Fraction | None:
    """A number in plain digits, of 0 or more; `None` for anything else."""
    plain = text.strip()
    found = Fraction(plain) if PLAIN.fullmatch(plain) else None
    return found if found is not None and found <= FIGURE_MOST else None


def _in_words(spec: RubricSpec, to: str, answer: Answer) -> Iterator[str]:
    name = spec.band(to).name
    if answer.reached is None:
        yield f"{name} cannot be reached"
        for block in answer.blocked_by:
            yield fill(block.message, WIDTH, subsequent_indent="  ")
        return
    yield f"To {name}: {counted(len(answer.raises), 'raise')}, {_cost(answer.cost)}"
    yield f"In all £{figure(answer.total, 2)[0]}, days at their price"
    texts = {question.code: question.title for _, question in spec.questions()}
    for one in answer.raises:
        step = f"  {one.code}  level {one.before} to {one.after}, {_cost(one.cost)}: "
        yield fill(step + texts[one.code], WIDTH, subsequent_indent="    ")


def _cost(cost: Cost) -> str:
    days = figure(cost.days, 2)[0]
    return f"{days} {'day' if days == '1' else 'days'} and £{figure(cost.pounds, 2)[0]}"

"""Fills an empty database with the cast, and prints as JSON who saves what, and where.

Run as a program with DATABASE_URL set: `python -m tests.outages.prepare PEOPLE`.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(_people(int(sys.argv[1]))))


def _people(number: int) -> list[dict[str, object]]:
    """That many people who write in one assessment, each in a question of their own."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from tests.worlds import build_world

    world = build_world()
    cookies = []
    for writer in (world.contributor, world.approver):
        client = Client()
        client.force_login(writer)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session}")
    here = [world.organisation.slug, world.assessment.reference]
    places = [
        (question.code, reverse("dimension-answer", args=[*here, dimension.code]))
        for dimension in world.spec.dimensions
        for question in dimension.questions
        if question.kind == "single" and world.organisation.sector in question.applies_to
    ]
    return [
        {"cookie": cookies[turn % 2], "code": code, "path": path}
        for turn, (code, path) in enumerate(places[:number])
    ]


if __name__ == "__main__":
    main()

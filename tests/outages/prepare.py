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
    print(json.dumps(_site(int(sys.argv[1]))))


def _site(number: int) -> dict[str, object]:
    """People who write in one assessment, each in a question of their own; and a superuser."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from tests.worlds import build_world, person

    world = build_world()
    superuser = person("Root", is_staff=True, is_superuser=True)
    cookies = []
    for user in (world.contributor, world.approver, superuser):
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session}")
    here = [world.organisation.slug, world.assessment.reference]
    places = [
        (question.code, reverse("dimension-answer", args=[*here, dimension.code]))
        for dimension in world.spec.dimensions
        for question in dimension.questions
        if question.kind == "single" and world.organisation.sector in question.applies_to
    ]
    people = [
        {"cookie": cookies[turn % 2], "code": code, "path": path}
        for turn, (code, path) in enumerate(places[:number])
    ]
    page = reverse("admin:assessments_user_change", args=[world.contributor.pk])
    return {"people": people, "admin": {"cookie": cookies[2], "code": "", "path": page}}


if __name__ == "__main__":
    main()

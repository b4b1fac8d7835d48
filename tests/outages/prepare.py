"""Fills an empty database with the cast, and prints as JSON who saves what, and where.

Run as a program with DATABASE_URL set: `python -m tests.outages.prepare PEOPLE`.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    import django

    django.setup()
    _make_tables()
    print(json.dumps(_site(int(sys.argv[1]))))


def _make_tables() -> None:
    """Those of today's models at once, and each migration written down as run: that takes a third
    of the time, and what an outage does to a save does not depend on it.
    """
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder
    from django.test import override_settings

    without = {one.label: None for one in apps.get_app_configs()}
    with override_settings(MIGRATION_MODULES=without):
        call_command("migrate", run_syncdb=True, verbosity=0)
    for one in MigrationLoader(None).disk_migrations:
        MigrationRecorder(connection).record_applied(*one)
    call_command("migrate", check_unapplied=True, verbosity=0)


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

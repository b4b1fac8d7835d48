"""`seed_demo`: the demonstration world, made once and left alone after that."""

from __future__ import annotations

from django.conf import settings

from assessments.management.base_commands import DatabaseCommand
from assessments.management.demo import build
from assessments.management.demo_world.cast import PASSWORD
from assessments.workflow import Refused


class Command(DatabaseCommand):
    """Builds what is missing and prints who can sign in. Never runs on a real service."""

    help = "Build the demonstration world and print its sign-ins. Refuses in production."

    def handle(self, *args: object, **options: object) -> None:
        if settings.IN_PRODUCTION:
            self.stop(
                "The demonstration has a public password, so it is never built in "
                "production. Set READINESS_MODE=development to try it on your own machine."
            )
        try:
            sign_ins = build()
        except Refused as refusal:
            self.stop(refusal.reason)
        width = max(len(one.email) for one in sign_ins)
        self.stdout.write(f"\nDemonstration sign-ins, all with the password {PASSWORD}\n\n")
        for one in sign_ins:
            self.stdout.write(f"  {one.email:<{width}}  {one.what}")
        self.stdout.write("")

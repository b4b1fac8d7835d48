"""Prepares the demonstration's database and serves it on this machine.

One process does it all, because each start of Django costs a second. With READINESS_DEBUG=on the
server restarts when code changes and shows Django's own error pages; without it, visitors see what
they would see in production.
"""

import logging
import os
import sys
import threading
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def prepare() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command

    print("Preparing the database, the questionnaire and the demonstration.", flush=True)
    try:
        django.setup()
        from assessments.management.demo import WHAT_CHANGED
        from assessments.rubric.files import SHIPPED

        # What the seeding does is no event that a person at a terminal has to read.
        logging.disable(logging.INFO)
        call_command("migrate", verbosity=0)
        # First, so that the shipped questionnaire is published before the oldest submission; a
        # database that has the demonstration without it gets it from the second line.
        call_command("seed_demo")
        took = {"publish": True, "note": WHAT_CHANGED, "stdout": StringIO()}
        call_command("import_rubric", str(SHIPPED), **took)
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(str(error))


def serve(port: str) -> None:
    # Browsers make passkeys for a name, and none for a number.
    address = f"localhost:{port}"
    python = sys.executable
    if os.environ.get("READINESS_DEBUG"):
        os.execv(python, [python, "manage.py", "runserver", address])  # noqa: S606
    print(f"\nReadiness is at http://{address}/ - stop it with Ctrl-C.\n", flush=True)
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"]
    options += ["--log-level", "warning", "--graceful-timeout", "3"]
    os.execv(python, [python, "-m", "gunicorn", *options, "readiness.wsgi"])  # noqa: S606


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("READINESS_MODE", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")
    prepare()
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            # It prints the emails of the demonstration, and the server takes this process over.
            thread.join(10)
    serve(os.environ.get("PORT", "8000"))

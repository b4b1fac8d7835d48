"""Loaded before Django's settings are read: the suite decides its settings, not the shell.

Everything but the database address is dropped from the environment, so a developer's own
READINESS_DEBUG or SECRET_KEY cannot change what a test sees.
"""

import os
import tempfile
from functools import partial
from pathlib import Path

import pytest
import yaml

OURS = (
    "READINESS_DEBUG SECRET_KEY SECRET_KEY_FALLBACKS SECOND_STEP_KEYS STAFF_SECOND_STEP"
    " ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS"
    " DATABASE_POOL DATABASE_POOL_SIZE STATEMENT_SECONDS TRUSTED_PROXY_COUNT HTTPS_REDIRECT"
    " REPLICA_DATABASE_URL HSTS_SECONDS"
    " HSTS_INCLUDE_SUBDOMAINS HSTS_PRELOAD EMAIL_HOST EMAIL_PORT"
    " EMAIL_HOST_USER EMAIL_HOST_PASSWORD EMAIL_USE_TLS EMAIL_FROM STATIC_ROOT LOG_LEVEL"
    " RUBRIC_FOUR_EYES SITE_URL REASSESS_AFTER_MONTHS KEEP_SIGN_INS_DAYS"
    " KEEP_INVITATIONS_DAYS KEEP_REPORT_LINKS_DAYS KEEP_REQUESTS_DAYS KEEP_COMMENTS_DAYS"
    " KEEP_EMAILS_DAYS"
    " KEEP_REMOVED_FILES_DAYS KEEP_REMINDERS_DAYS"
    " SERVICE_CONTACT"
    " ATTACHMENTS_ROOT ATTACHMENTS_QUOTA_MB PAPERS_ROOT PAPERS_MB"
    " ATTACHMENTS_S3_BUCKET ATTACHMENTS_S3_ENDPOINT ATTACHMENTS_S3_REGION CLAMAV_SOCKET"
).split()

for name in OURS:
    os.environ.pop(name, None)
os.environ["READINESS_MODE"] = "test"
# Playwright's synchronous interface keeps an event loop in the thread that also uses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

if yaml.__with_libyaml__:
    # The same, ten times as fast.
    yaml.safe_load = partial(yaml.load, Loader=yaml.CSafeLoader)
    yaml.safe_dump = partial(yaml.dump, Dumper=yaml.CSafeDumper)

_folder: tempfile.TemporaryDirectory[str] | None = None
if not os.environ.get("DATABASE_URL"):
    # A folder of its own, so that two runs at once never share a database.
    _folder = tempfile.TemporaryDirectory(prefix="readiness-tests-")
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(_folder.name) / 'suite.sqlite3'}"


def pytest_report_header() -> str:
    scheme = os.environ["DATABASE_URL"].partition(":")[0]
    return f"readiness: the database is {'SQLite' if scheme == 'sqlite' else 'PostgreSQL'}"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if _folder is not None:
        _folder.cleanup()

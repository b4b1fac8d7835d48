"""For hosts that only speak ASGI. Every view is synchronous, so prefer `readiness.wsgi`."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connections

from readiness.databases import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")

application = get_asgi_application()
for alias in connections:
    limit_statements(connections[alias].settings_dict, settings.STATEMENT_SECONDS)

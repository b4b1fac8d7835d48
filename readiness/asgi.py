"""For hosts that only speak ASGI. Every view is synchronous, so prefer `readiness.wsgi`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readiness.settings")

application = get_asgi_application()

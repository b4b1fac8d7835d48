"""Where a notice for the next page waits: a cookie under a name that the settings choose."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NamedCookieStorage(CookieStorage):
    """Django's cookie. Its own name could be set by a subdomain, or over plain HTTP."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class MessageStorage(FallbackStorage):
    """That cookie, and the session for what does not fit into it."""

    storage_classes = (NamedCookieStorage, SessionStorage)

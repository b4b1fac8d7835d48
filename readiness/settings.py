"""Settings, all read from the environment through `readiness.env` and secure by default.

READINESS_MODE decides the defaults: `production` (also when nothing is said) has no default for
anything that must be secret or true of one site; `development` is what `make run` uses, on this
machine only; `test` is the suite. Every variable is described in docs/deploying.md.
"""

import os
from pathlib import Path

from readiness.databases import Settings, database_from_url, replica_of, tuned
from readiness.env import Environment, SettingError, refuse_known_key, refuse_weak_key
from readiness.files import MEGABYTE, in_bucket, on_disk

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(os.environ)

# --- Mode ---------------------------------------------------------------------------------------

MODE = env.choice("READINESS_MODE", "production", ("production", "development", "test"))
IN_PRODUCTION = MODE == "production"
IN_TEST = MODE == "test"

DEBUG = env.boolean("READINESS_DEBUG", False)
if DEBUG and MODE != "development":
    raise SettingError(
        "READINESS_DEBUG is on, which shows secrets to visitors. Use it only with"
        " READINESS_MODE=development."
    )

# --- Who may ask, and what is signed --------------------------------------------------------------

# Signs the cookies of a demonstration that listens on this machine only.
_known_key = "only-for-development-and-tests-never-for-a-real-service"
_make_a_key = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
SECRET_KEY = env.text("SECRET_KEY", None if IN_PRODUCTION else _known_key, hint=_make_a_key)
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS", ())
if IN_PRODUCTION:
    refuse_known_key("SECRET_KEY", [SECRET_KEY], _known_key, hint=_make_a_key)
    refuse_weak_key("SECRET_KEY", SECRET_KEY, hint=_make_a_key)
    refuse_known_key(
        "SECRET_KEY_FALLBACKS", SECRET_KEY_FALLBACKS, _known_key, hint="Take it out of the list."
    )
# Encrypt what authenticator apps and recovery codes are made from. The newest comes first: it
# encrypts, and all of them decrypt.
_known_step_key = "b25seS1mb3ItZGV2ZWxvcG1lbnQtYW5kLXRlc3RzISE="
_make_a_step_key = (
    "Make one with: python -c 'import base64, os;"
    " print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
)
SECOND_STEP_KEYS = env.encryption_keys(
    "SECOND_STEP_KEYS", None if IN_PRODUCTION else (_known_step_key,), hint=_make_a_step_key
)
if IN_PRODUCTION:
    refuse_known_key("SECOND_STEP_KEYS", SECOND_STEP_KEYS, _known_step_key, hint=_make_a_step_key)
ALLOWED_HOSTS = env.hosts(
    "ALLOWED_HOSTS",
    None if IN_PRODUCTION else ("localhost", "127.0.0.1", "[::1]"),
    hint="Write the host names of the service with commas, like readiness.example.org.",
)
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
# For links in emails that no page asks for.
_first_host = ALLOWED_HOSTS[0].removeprefix(".")
SITE_URL = env.origin(
    "SITE_URL", f"https://{_first_host}" if IN_PRODUCTION else f"http://{_first_host}:8000"
)

# --- Parts ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "assessments.apps.ReadinessAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles, so that whitenoise serves what `runserver` would otherwise refuse.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # allauth's list of passkeys tells with it how long ago each was used.
    "django.contrib.humanize",
    "crispy_forms",
    # Before allauth, so that our templates win.
    "assessments.apps.AssessmentsConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "readiness.headers.isolation",
    "readiness.headers.CompressPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After static files, which may be kept, and before anything else can answer.
    "readiness.headers.no_store",
    "readiness.headers.ContentPolicy",
    "assessments.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "assessments.middleware.IdentityMiddleware",
    # Every page asks for sign-in unless its view says that it is public.
    "assessments.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assessments.middleware.SecondStepMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "readiness.urls"
WSGI_APPLICATION = "readiness.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["assessments.templatetags.kept"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessments.context.service",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = IN_PRODUCTION

# --- Database -------------------------------------------------------------------------------------

_pool_size = env.integer("DATABASE_POOL_SIZE", 8, least=1, most=500)
_database_url = env.text(
    "DATABASE_URL",
    None if IN_PRODUCTION else "sqlite:///var/readiness.sqlite3",
    hint="Write postgres://user:password@host:5432/name.",
)
_pool = _pool_size if env.boolean("DATABASE_POOL", not IN_TEST) else None
_tuning: Settings = {"folder": BASE_DIR, "pool_size": _pool, "in_production": IN_PRODUCTION}
DATABASES = {"default": tuned(database_from_url(_database_url), **_tuning)}
# A copy of the database that answers what may be a little late.
_replica_url = env.text("REPLICA_DATABASE_URL", "")
if _replica_url:
    DATABASES["replica"] = replica_of(DATABASES["default"], _replica_url, pool_size=_pool)
    DATABASE_ROUTERS = ["assessments.queries.lagging.Router"]
STATEMENT_SECONDS = env.integer("STATEMENT_SECONDS", 20, least=0, most=3600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits are counted in the cache, so every web process has to share one.
_shared = {"BACKEND": "readiness.cache.DatabaseCache", "LOCATION": "readiness_cache"}
_own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES: dict[str, Settings] = {"default": _shared if IN_PRODUCTION else _own}

# --- Transport and browser security ---------------------------------------------------------------

# Behind a proxy only: a client could otherwise claim to have come by HTTPS.
PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0, least=0, most=10)
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT

SECURE_SSL_REDIRECT = env.boolean("HTTPS_REDIRECT", IN_PRODUCTION)
# Load balancers ask by plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^(health|ready)/$"]
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000 if IN_PRODUCTION else 0, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.boolean("HSTS_INCLUDE_SUBDOMAINS", IN_PRODUCTION)
# Browsers ship the names on the preload list, and take years to forget one: only when asked for.
SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD", False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # which asks for HSTS preload
# Django already sends nosniff, X-Frame-Options: DENY and same-origin for referrers and openers.

SESSION_ENGINE = "assessments.access.backends"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "assessments.views.errors.csrf_failure"
if IN_PRODUCTION:
    # The prefix makes browsers refuse the cookie from a subdomain or over plain HTTP.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# It identifies an owner's device, so that wrong passwords from elsewhere do not lock them out.
DEVICE_COOKIE_NAME = "__Host-device" if IN_PRODUCTION else "device"
MESSAGES_COOKIE_NAME = "__Host-messages" if IN_PRODUCTION else "messages"
MESSAGE_STORAGE = "readiness.messages.MessageStorage"

CONTENT_SECURITY_POLICY: dict[str, dict[str, list[str] | bool]] = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        # data: is the picture of the authenticator code when someone sets up a second step.
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        # An address that was typed with http:// never leaves the site unencrypted.
        "upgrade-insecure-requests": IN_PRODUCTION and SECURE_SSL_REDIRECT,
    }
}

# Pages are designed to stay below these. The first is Django's own; the second leaves room for a
# dimension whose every text is as long as it may be, in letters that take twelve bytes to send.
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000, 10_485_760
# Files stay in memory, cut off past what any page takes: nothing that is uploaded reaches a disk,
# but on the pages that say so (`takes_files`).
FILE_UPLOAD_HANDLERS = ["assessments.forms.uploading.BoundedUploadHandler"]

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "assessments.User"
AUTHENTICATION_BACKENDS = ["assessments.access.backends.ConfirmedBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": "assessments.forms.accounts.NotLikeTheirs"},
    {
        "NAME": "assessments.forms.accounts.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "assessments.forms.accounts.NotCommon"},
]
if IN_TEST:
    # The suite makes hundreds of users; a slow hash would be most of its time.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

ACCOUNT_LOGIN_METHODS = {"email"}
# allauth's own sign-up is closed, and ours asks for no password: see views/sign_up.py.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Django's own: allauth's writes a row for an address that it has not seen.
_tokens = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = _tokens
ACCOUNT_ADAPTER = "assessments.forms.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "assessments.forms.sign_in.LoginForm",
    "change_password": "assessments.forms.sign_in.ChangePasswordForm",
    "set_password": "assessments.forms.sign_in.SetPasswordForm",
    "reset_password": "assessments.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "assessments.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "assessments.forms.sign_in.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# By address as well: a mailbox cannot be filled with links.
ACCOUNT_RATE_LIMITS = {"signup": "20/m/ip,5/900s/key", "invitation": "60/m/ip", "try": "60/m/ip"}
# By network.
ACCOUNT_RATE_LIMITS |= {"verify": "30/m/key,300/d/key", "shared": "120/m/key"}
# Not for the environment to say: an address that is not confirmed can be any person's.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A change of password, address or second step sends an email.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE_SSL_REDIRECT else "http"
MFA_ADAPTER = "assessments.forms.second_step.MfaAdapter"
MFA_FORMS = {
    "authenticate": "assessments.forms.second_step.AuthenticateForm",
    "reauthenticate": "assessments.forms.second_step.ReauthenticateForm",
    "activate_totp": "assessments.forms.second_step.ActivateTOTPForm",
    "add_webauthn": "assessments.forms.second_step.AddPasskeyForm",
    "edit_webauthn": "assessments.forms.second_step.RenamePasskeyForm",
    "authenticate_webauthn": "assessments.forms.second_step.AuthenticatePasskeyForm",
    "login_webauthn": "assessments.forms.second_step.LoginPasskeyForm",
    "reauthenticate_webauthn": "assessments.forms.second_step.ReauthenticatePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Readiness"

# Whether what a role of the programme gives waits until its holder has set up a second step.
STAFF_SECOND_STEP = env.boolean("STAFF_SECOND_STEP", IN_PRODUCTION)

# --- Pages for developers -------------------------------------------------------------------------

# Every component on one page, at /gallery/.
SHOW_GALLERY = MODE == "development"

# --- Rubrics --------------------------------------------------------------------------------------

# Whether an edition must be published by another person than made the last change to it.
RUBRIC_FOUR_EYES = env.boolean("RUBRIC_FOUR_EYES", False)

# --- Reminders ------------------------------------------------------------------------------------

# How many months after a submission an organisation is due to assess itself again.
REASSESS_AFTER_MONTHS = env.integer("REASSESS_AFTER_MONTHS", 12, least=1, most=60)

# --- What is kept how long ------------------------------------------------------------------------

# Days, by the keys of `assessments.retention.PERIODS`, which says of what and since when.
KEEP_DAYS = {
    "sign_ins": env.integer("KEEP_SIGN_INS_DAYS", 90, least=1, most=3_650),
    "invitations": env.integer("KEEP_INVITATIONS_DAYS", 180, least=1, most=3_650),
    "report_links": env.integer("KEEP_REPORT_LINKS_DAYS", 180, least=1, most=3_650),
    "requests": env.integer("KEEP_REQUESTS_DAYS", 180, least=1, most=3_650),
    "comments": env.integer("KEEP_COMMENTS_DAYS", 730, least=1, most=3_650),
    "removed_files": env.integer("KEEP_REMOVED_FILES_DAYS", 1, least=1, most=3_650),
    "emails": env.integer("KEEP_EMAILS_DAYS", 30, least=3, most=3_650),
    # Shorter, and what is sent once a year would come twice.
    "reminders": env.integer("KEEP_REMINDERS_DAYS", 400, least=400, most=3_650),
}

# --- Email ----------------------------------------------------------------------------------------

EMAIL_HOST = env.host("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 587 if IN_PRODUCTION else 25, least=1, most=65_535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", IN_PRODUCTION)
# Of each step of talking to the mail server; no page waits for it.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.sender("EMAIL_FROM", "Readiness <readiness@localhost>")
# Every message is a row of the outbox first, and OUTBOX_BACKEND takes it from there.
EMAIL_BACKEND = "assessments.services.outbox_backend.OutboxBackend"
OUTBOX_BACKEND = {
    "production": "django.core.mail.backends.smtp.EmailBackend",
    "development": "assessments.services.outbox_backend.ConsoleBackend",
    "test": "django.core.mail.backends.locmem.EmailBackend",
}[MODE]
OUTBOX_IN_THREAD = not IN_TEST

# --- Help -----------------------------------------------------------------------------------------

# Where people get help from those who run the service: an email address, or a page.
SERVICE_CONTACT = env.contact("SERVICE_CONTACT")

# --- Language and time ----------------------------------------------------------------------------

# The database holds UTC. The admin writes a moment as pages do: "9:30am" for "9:30 a.m.".
LANGUAGE_CODE, TIME_ZONE = "en-gb", "Europe/London"
LOCALE_PATHS, FORMAT_MODULE_PATH = [BASE_DIR / "readiness" / "locale"], "readiness.locale"

# --- Static files ---------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.folder_of_its_own("STATIC_ROOT", "staticfiles", project=BASE_DIR)
STATICFILES_DIRS = [BASE_DIR / "static"]
_hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_as_written = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES: dict[str, Settings] = {
    # Nothing uses it: what people upload goes to "attachments".
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": _hashed if IN_PRODUCTION else _as_written},
}
# Outside production files come straight from where they are written, found when asked for.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not IN_PRODUCTION

# --- Files that people attach ---------------------------------------------------------------------

# Never served from where they are: a view gives them out, past a door.
_served = [STATIC_ROOT, *STATICFILES_DIRS]
_folder = env.folder_of_its_own(
    "ATTACHMENTS_ROOT", "var/attachments", project=BASE_DIR, served=_served
)
_bucket = env.text("ATTACHMENTS_S3_BUCKET", "")
_endpoint = env.text("ATTACHMENTS_S3_ENDPOINT", "")
_region = env.text("ATTACHMENTS_S3_REGION", "")
if _bucket:
    STORAGES["attachments"] = in_bucket(_bucket, endpoint=_endpoint, region=_region)
elif IN_TEST and not env.text("ATTACHMENTS_ROOT", ""):
    STORAGES["attachments"] = STORAGES["default"]
else:
    STORAGES["attachments"] = on_disk(_folder)
# In bytes, of all files of one organisation.
ATTACHMENTS_QUOTA = env.integer("ATTACHMENTS_QUOTA_MB", 1_000, least=20) * MEGABYTE
# PDFs that were made are kept here, up to so many bytes.
PAPERS_ROOT = env.folder_of_its_own("PAPERS_ROOT", "var/papers", project=BASE_DIR, served=_served)
PAPERS_MOST = env.integer("PAPERS_MB", 0 if IN_TEST else 500, least=0) * MEGABYTE
PDFS_SET_APART = not IN_TEST
# Where clamd listens; without it no file is looked at for viruses, and pages say so.
CLAMAV_SOCKET = env.socket("CLAMAV_SOCKET")


# --- Logs -----------------------------------------------------------------------------------------

LOGGING: dict[str, object] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "plain",
            "filters": ["mask_tokens"],
        }
    },
    "filters": {"mask_tokens": {"()": "readiness.access_log.MaskTokens"}},
    "root": {
        "handlers": ["stdout"],
        "level": env.choice(
            "LOG_LEVEL", "WARNING" if IN_TEST else "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")
        ),
    },
    # Django would otherwise write its records twice, and send errors by email.
    "loggers": {"django": {"handlers": [], "level": "NOTSET", "propagate": True}},
}

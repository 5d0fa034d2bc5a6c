"""One settings module, read from the environment. Refuses to start where it would be unsafe."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from accord.config import home
from accord.config.connections import Impatient
from accord.config.logs import logging_config

PROJECT = Path(__file__).resolve().parents[2]
HOME = home.locate()
DEMONSTRATION = os.environ.get("ACCORD_DEMO") == "1"
DEBUG = False
TESTING = os.environ.get("ACCORD_TESTING") == "1"

_secrets = home.secrets()
SECRET_KEY = os.environ.get("ACCORD_SECRET_KEY") or _secrets.secret_key
ROOT_KEY = _secrets.root_key

# The address that people type. Links in mails, the receipts' check address and the cookies' security follow from it.
PUBLIC_URL = os.environ.get("ACCORD_PUBLIC_URL", f"http://localhost:{home.port()}").rstrip("/")
_host = urlsplit(PUBLIC_URL).hostname or ""
_is_local = PUBLIC_URL.startswith("http://") and _host in {"localhost", "127.0.0.1"}
if not _is_local and not PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("ACCORD_PUBLIC_URL must begin with https:// unless it is this machine.")
if DEMONSTRATION and not _is_local:
    raise ImproperlyConfigured("The demonstration signs anybody in. It is served on this machine only.")
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", *filter(None, os.environ.get("ACCORD_HOSTS", "").split(","))]

INSTALLED_APPS = [
    "accord.config.apps.ConfigConfig",
    "accord.demo",
    "accord.home",
    "accord.exports",
    "accord.consultations",
    "accord.withdrawals",
    "accord.policies",
    "accord.signin",
    "accord.signing",
    "accord.witnesses",
    "accord.duties",
    "accord.notices",
    "accord.paper",
    "accord.vault",
    "accord.folders",
    "accord.people",
    "accord.schools",
    "accord.guidance",
    "accord.ui",
    "accord.kernel",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "accord.config.requests.RequestLog",
    "accord.config.headers.StrictHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accord.ui.middleware.RefusedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accord.schools.middleware.SchoolMiddleware",
    "accord.people.middleware.SeatMiddleware",
    "accord.kernel.access.AdoptedRoutes",
]

ROOT_URLCONF = "accord.config.urls"
WSGI_APPLICATION = "accord.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "accord.ui.forms.Renderer"

# The kernel's own
SCHOOL_MODEL = "schools.School"
APP_ROLE = "accord_app"
FIRST_WALL = True  # Managers filter by school as well; a test switches it off and the database must hold alone.

# Database: the serving role unless a command that migrates asked for the owner.
_url = os.environ.get("ACCORD_DATABASE_URL", "")
if not _url:
    raise ImproperlyConfigured("No database. Start through `accord`, which finds or starts one.")
_address = conninfo_to_dict(
    _url
)  # libpq's own reading of an address; what is left over are its options, such as sslmode
_parts = {key: str(_address.pop(key, "")) for key in ("dbname", "user", "password", "host", "port")}
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True}}
DATABASES["default"] |= {"NAME": _parts.pop("dbname")} | {key.upper(): value for key, value in _parts.items()}
DATABASES["default"]["OPTIONS"] = {
    **_address,
    # Bound on the server, a value cannot smuggle in a second statement.
    "server_side_binding": True,
    "connect_timeout": 5,
    # `reconnect_timeout`: the pool's pauses double until then, and a database that is back must not wait for their end.
    "pool": {
        "min_size": 1,
        "max_size": int(os.environ.get("ACCORD_POOL_SIZE", "10")),
        "timeout": 5,
        "reconnect_timeout": 5,
        **({"connection_class": Impatient} if "ACCORD_PROCESS" in os.environ else {}),
    },
}
DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Limits and used codes are kept in it: a small cache could be flooded until it forgets them.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
}

# Who signs in, and how
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accord.signin.passphrases.LongEnough"},
    {"NAME": "accord.signin.passphrases.NotTheirAddress"},
    {"NAME": "accord.signin.passphrases.NotCommon"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "accord.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A whole school sits behind one address on its training day; what guards an account is the limit for each key.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "200/m/ip,3/5m/key",
    "reset_password_from_key": "300/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if _is_local else 1
ACCOUNT_FORMS = {
    "login": "accord.signin.forms.SignInForm",
    "reset_password": "accord.signin.forms.LinkForm",
    "reset_password_from_key": "accord.signin.forms.ChooseForm",
    "change_password": "accord.signin.forms.ChangeForm",
    "set_password": "accord.signin.forms.SetForm",
    "reauthenticate": "accord.signin.forms.ConfirmForm",
}
MFA_ADAPTER = "accord.signin.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accord.signin.forms.CodeForm",
    "reauthenticate": "accord.signin.forms.ConfirmCodeForm",
    "activate_totp": "accord.signin.forms.AddAppForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # The school has said whose address it is.
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Accord"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not _is_local
SESSION_COOKIE_NAME = "accord_session" if _is_local else "__Host-accord_session"
CSRF_COOKIE_NAME = "accord_csrf" if _is_local else "__Host-accord_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accord.ui.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # The proxy that ends TLS does it.
BEHIND_PROXY = not _is_local  # X-Forwarded-* is believed only there.
SECURE_PROXY_SSL_HEADER = None if _is_local else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if _is_local else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not _is_local
SECURE_HSTS_PRELOAD = not _is_local
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [] if _is_local else [PUBLIC_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Timestamps on seals: an authority's address (RFC 3161), and a file of certificates (PEM) that vouch for it.
TSA_URL = os.environ.get("ACCORD_TSA_URL", "")
TSA_ROOTS = os.environ.get("ACCORD_TSA_ROOTS", "")

# Files: what is uploaded stays in memory until it is encrypted, so nothing lies in the clear on disk.
FILE_UPLOAD_HANDLERS = ["accord.vault.uploads.InMemoryOnly"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
VAULT = HOME / "vault"

# Static files
STATIC_URL = "/static/"
MEDIA_URL = "/media/"  # Nothing is served from it; the live test server wants it set.
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS: list[Path] = []
STORAGES = {
    # Tests serve the files as they lie; what is served has their hashes in its names.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "accord.ui.static_files.HashedFiles"
    },
}
WHITENOISE_USE_FINDERS = TESTING

# Mail: by setting; in the demonstration and without a server it is kept and shown, not sent.
EMAIL_URL = os.environ.get("ACCORD_SMTP_URL", "")
MAIL_FROM = os.environ.get("ACCORD_MAIL_FROM", f"accord@{_host}")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING = logging_config(HOME)
LOGGING_CONFIG = "logging.config.dictConfig"

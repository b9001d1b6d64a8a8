"""All settings in one screen: the environment decides, the defaults run."""

import os
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, SELF

from marketplace import embedded, environment
from marketplace.entrance import *  # noqa: F403 - what the sign-in library is told
from marketplace.environment import broker, database, flag, mail, number, places, provers, sockets_of, stripe, words

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CORTILE_DATA") or ROOT / ".data")

DEMO = flag("DEMO")
DEBUG = flag("DEBUG")
TESTING = flag("TESTING")
STRIPE = stripe(tried=DEMO or TESTING)

# --- where we live ------------------------------------------------------------------------------------------------
PORT = number("PORT", 8000, 65_534)
BEHIND_PROXY = flag("BEHIND_PROXY")
SITE_URL = os.environ.get("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
# Pages and sockets are two processes: without a proxy in front, sockets answer on the next port.
SOCKET_URL = (os.environ.get("SOCKET_URL") or sockets_of(SITE_URL, PORT, joined=BEHIND_PROXY)).rstrip("/") + "/"
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = words("ALLOWED_HOSTS", f"{SITE_HOST} localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS = sorted({SITE_URL, *words("TRUSTED_ORIGINS")})
HTTPS = SITE_URL.startswith("https:")
SECRET_KEY = os.environ.get("SECRET_KEY") or embedded.secret(DATA, "secret-key")
CASEWORK_KEYS = words("CASEWORK_KEYS")  # none: the lines of a file in the data folder; the first seals, all open

# --- rooms --------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.admin", "django.contrib.postgres", "allauth", "allauth.account",
    "allauth.usersessions", "allauth.mfa", "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect", "procrastinate.contrib.django", "channels", "rest_framework",
    "drf_spectacular", "drf_spectacular_sidecar", "drf_standardized_errors", "phonenumber_field", "csp",
    "django_htmx", "django_vite",
    "marketplace.api", "marketplace.accounts", "marketplace.places", "marketplace.ledger", "marketplace.lives",
    "marketplace.notices", "marketplace.organisations", "marketplace.programme", "services", "bookings",
    "bookings.payments.standin", "marketplace.casework", "frontend",
]  # fmt: skip
MIDDLEWARE = [
    "marketplace.logs.Middleware", "marketplace.refusals.Middleware", "django.middleware.security.SecurityMiddleware",
    "frontend.permits.Middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware", "marketplace.zipping.Middleware", "frontend.known.Middleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "marketplace.accounts.language.Middleware", "frontend.leaving.Middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware", "allauth.account.middleware.AccountMiddleware",
    "marketplace.accounts.sessions.Middleware", "django_htmx.middleware.HtmxMiddleware",
    "frontend.limits.Middleware", "marketplace.organisations.proving.Middleware",
]  # fmt: skip
ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
ASGI_APPLICATION = "marketplace.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "frontend" / "templates"],  # before allauth's own pages of the same names
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "frontend.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "frontend.templatetags.cortile"],
        },
    }
]

# --- data ---------------------------------------------------------------------------------------------------------
DATABASE_URL = os.environ.get("DATABASE_URL") or embedded.url(DATA)
REDIS_URL = environment.redis(os.environ.get("REDIS_URL", ""))
DATABASES = {"default": database(DATABASE_URL, pooled=not TESTING)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # What guards the door is counted here, also with Redis, which may be lost at any time.
    "default": {"BACKEND": "marketplace.accounts.tries.Tries", "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 1000}},
    # What is drawn once and shown again, by each process. A card has a kilobyte or two; a piece of a page has twenty,
    # and each search that somebody types has its own.
    "drawn": environment.kept_here("drawn", 10_000),
    "pieces": environment.kept_here("pieces", 300),
}

# --- words and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
LOCALE_PATHS = [ROOT / "marketplace" / "locale", ROOT / "frontend" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Europe/Rome"
PHONENUMBER_DEFAULT_REGION = "IT"
CITY = os.environ.get("CITY", "Torino")
GEOCODER_URL = os.environ.get("GEOCODER_URL", "")  # Nominatim-compatible; without it the gazetteer answers alone
FRONT_DESK_PHONE = os.environ.get("FRONT_DESK_PHONE", "011 000 123")
FRONT_DESK_HOURS = os.environ.get("FRONT_DESK_HOURS", "")  # a sentence, or one for each language: it | en
FRONT_DESK_ADDRESS = os.environ.get("FRONT_DESK_ADDRESS", f"Piazza della Repubblica, {CITY}")

# --- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SECOND_PROOF = provers(words("SECOND_PROOF", "nobody" if DEMO or TESTING else ""))
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")
OIDC = broker(OIDC_ISSUER, os.environ.get("OIDC_CLIENT", ""), os.environ.get("OIDC_SECRET", ""))
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC, "OAUTH_PKCE_ENABLED": True}}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = os.environ.get("SESSION_COOKIE_NAME", "cortile")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would hold sentences and names
CSRF_FAILURE_VIEW = "frontend.pages.errors.stale_form"

# --- letters ------------------------------------------------------------------------------------------------------
MAIL_URL = mail(os.environ.get("MAIL_URL", ""))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if MAIL_URL.hostname else "marketplace.notices.outbox.Backend"
)
EMAIL_HOST, EMAIL_PORT = MAIL_URL.hostname or "", MAIL_URL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL_URL.username or ""), unquote(MAIL_URL.password or "")
EMAIL_USE_TLS = MAIL_URL.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", f"Cortile <posta@{SITE_HOST}>")
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT") or f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}"

# --- doors --------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "marketplace.organisations.keys.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["marketplace.organisations.keys.ScopeAllows"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "marketplace.api.paging.CursorPaging",
    "DEFAULT_SCHEMA_CLASS": "marketplace.api.schema.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["marketplace.api.throttles.Anonymous", "marketplace.api.throttles.Signed"],
    "DEFAULT_THROTTLE_RATES": {
        "anonymous": os.environ.get("API_RATE_ANONYMOUS", "120/min"),
        "signed": os.environ.get("API_RATE_SIGNED", "600/min"),
    },
    "EXCEPTION_HANDLER": "marketplace.api.errors.handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cortile", "VERSION": "1", "OAS_VERSION": "3.1.0", "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False, "SWAGGER_UI_DIST": "SIDECAR", "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True, "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}  # fmt: skip
PAGE_RATES = environment.rates("RATE_LIMITS", "" if TESTING else "searches=120 posts=120")  # a minute, of pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF], "script-src": [SELF, NONCE], "style-src": [SELF, NONCE], "img-src": [SELF, "data:"],
        "font-src": [SELF], "connect-src": [SELF, SOCKET_URL.rsplit("/ws/", 1)[0]], "object-src": ["'none'"],
        "base-uri": ["'none'"], "form-action": [SELF, "https://*.stripe.com", *places(OIDC_ISSUER)],
        "frame-ancestors": ["'none'"], "worker-src": [SELF], "manifest-src": [SELF],
    }
}  # fmt: skip
SECURE_REFERRER_POLICY = "same-origin"
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")  # none: whoever sits at this machine reads them
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # else all share the proxy's count of wrong passwords
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "collected"
STATICFILES_DIRS = [("built", ROOT / "frontend" / "built")]
DJANGO_VITE = {
    "default": {"dev_mode": False, "manifest_path": ROOT / "frontend/built/manifest.json", "static_url_prefix": "built"}
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Source maps are megabytes that only a debugger asks for: not worth half a minute of each set-up.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "webp", "gif", "woff", "woff2", "gz", "br", "zip", "map"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or DATA / "media")
MEDIA_URL = "/media/"
LOGGING = environment.logging(readable=DEMO or TESTING or DEBUG)

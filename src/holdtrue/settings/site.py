"""Every Django setting, built by one function from the environment and the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from holdtrue.core.refusals import BadInput
from holdtrue.settings import readers
from holdtrue.settings.database import database
from holdtrue.settings.folder import DataFolder

if TYPE_CHECKING:
    from collections.abc import Mapping

Settings = dict[str, object]

_HERE = Path(__file__).resolve().parent.parent
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
LOCAL = "http://localhost"
_WEEKS_2 = 14 * 24 * 3600
_YEAR = 365 * 24 * 3600

_SHARED_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "shared_cache",
    "KEY_FUNCTION": "holdtrue.accounts.address.cache_key",
}

APPS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "holdtrue.store",
    "holdtrue.accounts",  # before allauth, whose pages it dresses
    "holdtrue.pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
)

MIDDLEWARE = (
    "holdtrue.server.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "holdtrue.server.refusing.Refusing",
    "holdtrue.server.reading.Reading",
)


def site(environ: Mapping[str, str]) -> Settings:
    """Read everything once; the first vague value is refused by name."""
    folder = DataFolder(Path(readers.text(environ, "HOLDTRUE_DATA", default="data")).expanduser().resolve())
    return {
        "HOLDTRUE_FOLDER": folder,
        "HOLDTRUE_WATCHED_HOSTS": readers.names(environ, "HOLDTRUE_WATCHED_HOSTS", default=()),
        "SECRET_KEY": readers.secret(environ, "HOLDTRUE_SECRET_KEY") or folder.secret(),
        "DATABASES": {"default": database(environ, file=folder.database)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "DEBUG": readers.yes(environ, "HOLDTRUE_DEBUG", default="no"),
        "ROOT_URLCONF": "holdtrue.server.urls",
        "WSGI_APPLICATION": "holdtrue.server.wsgi.application",
        "INSTALLED_APPS": list(APPS),
        "MIDDLEWARE": list(MIDDLEWARE),
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LANGUAGE_CODE": "en",
        "USE_I18N": False,
        "CACHES": {"default": _SHARED_CACHE},
        "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}},
        "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 5 * 1024 * 1024,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 5000,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 1024 * 1024,
        "FILE_UPLOAD_HANDLERS": [
            "holdtrue.server.uploads.Bounded",
            "django.core.files.uploadhandler.MemoryFileUploadHandler",
            "django.core.files.uploadhandler.TemporaryFileUploadHandler",
        ],
        "FILE_UPLOAD_PERMISSIONS": 0o600,
        **_templates(),
        **_static(),
        **_web(environ),
        **_sign_in(environ),
        **_logs(environ),
    }


def _templates() -> Settings:
    """Jinja2 for our pages (folders named jinja2), Django's own engine for allauth's (folders named templates)."""
    processors = [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]
    return {
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "NAME": "pages",
                "DIRS": [str(_HERE / "pages" / "templates")],
                "APP_DIRS": False,
                "OPTIONS": {
                    "environment": "holdtrue.pages.environment.environment",
                    "autoescape": True,
                    "context_processors": processors,
                },
            },
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "NAME": "sign_in",
                "DIRS": [],
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": processors},
            },
        ],
    }


def _static() -> Settings:
    """Files are served as they lie in the package, so that an installed wheel needs no collecting step."""
    return {
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [str(_HERE / "pages" / "static")],
        "STATICFILES_FINDERS": [
            "django.contrib.staticfiles.finders.FileSystemFinder",
            "django.contrib.staticfiles.finders.AppDirectoriesFinder",
        ],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "WHITENOISE_MAX_AGE": 3600,
    }


def _web(environ: Mapping[str, str]) -> Settings:
    """Hosts, cookies and headers; a public https address switches on all that needs encryption."""
    address = readers.address(environ, "HOLDTRUE_ADDRESS", default=LOCAL)
    secure = address.startswith("https:")
    proxy = readers.yes(environ, "HOLDTRUE_PROXY", default="no")
    if proxy and not secure:
        raise BadInput("settings.proxy.insecure", field="HOLDTRUE_PROXY")
    host = urlsplit(address).hostname or "localhost"
    return {
        "HOLDTRUE_ADDRESS": address,
        "HOLDTRUE_MAIL": readers.secret(environ, "HOLDTRUE_MAIL") or "",
        "HOLDTRUE_NOTICE_HOSTS": readers.names(environ, "HOLDTRUE_NOTICE_HOSTS", default=()),
        "ALLOWED_HOSTS": list(
            dict.fromkeys((*readers.names(environ, "HOLDTRUE_HOSTS", default=_LOCAL), host))
        ),
        "CSRF_TRUSTED_ORIGINS": [address],
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_USE_SESSIONS": False,
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_AGE": _WEEKS_2,
        "SESSION_SAVE_EVERY_REQUEST": False,
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if proxy else None,
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": _YEAR if secure else 0,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if proxy else 0,
    }


def _sign_in(environ: Mapping[str, str]) -> Settings:
    """E-mail and password, second factors and passkeys; nobody signs up uninvited."""
    address = readers.address(environ, "HOLDTRUE_ADDRESS", default=LOCAL)
    return {
        "AUTH_USER_MODEL": "accounts.User",
        "AUTHENTICATION_BACKENDS": ["holdtrue.accounts.backend.Backend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 12},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        ],
        "LOGIN_URL": "/account/login/",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/account/login/",
        "ACCOUNT_ADAPTER": "holdtrue.accounts.adapter.Adapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_RATE_LIMITS": {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"},
        "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes", "webauthn"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Holdtrue",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": address.startswith("http:"),
    }


def _logs(environ: Mapping[str, str]) -> Settings:
    level = "DEBUG" if readers.yes(environ, "HOLDTRUE_DEBUG", default="no") else "WARNING"
    return {
        "LOGGING": {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
            "filters": {"unsaid": {"()": "holdtrue.settings.unsaid.Unsaid"}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["unsaid"]}
            },
            "root": {"handlers": ["stderr"], "level": level},
        },
    }

"""Django's settings. What differs from one installation to the next stands in kajo/core/environment.py."""

from pathlib import Path

from csp.constants import NONE, SELF

from kajo.core import environment, logs
from kajo.core.database import django_database
from kajo.core.secret_key import kept_secret_key

ENV = environment.read()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / ENV.kajo_var
LOCAL_HTTP = ENV.kajo_local_http

DEBUG = ENV.kajo_debug
SECRET_KEY = ENV.secret_key or kept_secret_key(VAR)
SECRET_KEY_FALLBACKS = list(ENV.secret_key_fallbacks)
ALLOWED_HOSTS = list(ENV.allowed_hosts) or (["localhost", "127.0.0.1", "[::1]"] if LOCAL_HTTP else [])

INSTALLED_APPS = [
    "kajo.core.apps.CoreConfig",
    "kajo.ui",
    "kajo.access",
    "kajo.notifications",
    "kajo.files",
    "kajo.changes",
    "kajo.metering",
    "kajo.market",
    "kajo.contracts",
    "kajo.pricing",
    "kajo.bulletins",
    "kajo.information",
    "kajo.invoices",
    "kajo.import_api",
    "kajo.reporting",
    "kajo.own_data",
    "kajo.listings",
    "kajo.registration",
    "kajo.customer_site",
    "kajo.staff_site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "kajo.core.apps.OwnStaticFiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",  # the protocol alone: its tables stay empty, and no page has a right to them
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]

if LOCAL_HTTP:
    INSTALLED_APPS.append("demo")  # its commands: load_demo, demo_people

MIDDLEWARE = [
    "kajo.access.middleware.no_store",
    "kajo.core.logs.request_id",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "kajo.core.headers.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kajo.registration.sessions.end_old_sessions",
    "kajo.registration.devices.remember_device",
    "allauth.account.middleware.AccountMiddleware",
    "kajo.registration.gate.ask_for_second_step",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kajo.access.middleware.refuse_large",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "kajo.access.errors.stale_form"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kajo.customer_site.frame.frame",
            ],
        },
    },
]

FORM_RENDERER = "kajo.ui.forms.KajoRenderer"
BRAND = {
    "css_href": "/brand.css",
    "name": ENV.site_name,
    "logo": ENV.logo,
    "logo_dark": ENV.logo_dark,
    "accent": ENV.brand_colour,
    "accent_dark": ENV.brand_colour_dark,
    "glow": ENV.brand_glow,
    "glow_dark": ENV.brand_glow_dark,
    "sky": ENV.brand_sky,
    "sky_dark": ENV.brand_sky_dark,
    "help_phones": ",".join(ENV.help_phones),
    "help_hours": ENV.help_hours,
    "help_price": ENV.help_price,
}

# Database, sessions, cache

DATABASES = {"default": django_database(ENV, VAR)}
if ENV.is_web:  # counts stay counted when the page that counted is refused and undone
    DATABASES["counters"] = django_database(ENV, VAR)
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "kajo.core.counters.Counters",
        "LOCATION": "counters" if ENV.is_web else "default",
    },
}
SESSION_ENGINE = "kajo.registration.session_store"
SESSION_COOKIE_AGE = ENV.session_absolute_hours * 3600

# Who signs in

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kajo.core.passwords.ShortestPassword", "OPTIONS": {"min_length": 12}},
    {"NAME": "kajo.core.passwords.LongestPassword", "OPTIONS": {"max_length": 128}},
    {"NAME": "kajo.registration.passwords.CommonPasswords"},
    {"NAME": "kajo.registration.passwords.OwnWords"},
]

AUTHENTICATION_BACKENDS = ["kajo.registration.finding.SignInBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kajo.registration.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "kajo.registration.forms.SignInForm",
    "reset_password": "kajo.registration.forms.ResetForm",
    "reset_password_from_key": "kajo.registration.forms.NewPasswordForm",
    "set_password": "kajo.registration.forms.FirstPasswordForm",
    "change_password": "kajo.registration.forms.ChangePasswordForm",
    "reauthenticate": "kajo.registration.forms.ReauthenticateForm",
}
MFA_ADAPTER = "kajo.registration.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "kajo.registration.factor_forms.CodeForm",
    "reauthenticate": "kajo.registration.factor_forms.ReauthenticateCodeForm",
    "activate_totp": "kajo.registration.factor_forms.AppForm",
    "login_webauthn": "kajo.registration.factor_forms.SignInPasskeyForm",
    "authenticate_webauthn": "kajo.registration.factor_forms.StepPasskeyForm",
    "reauthenticate_webauthn": "kajo.registration.factor_forms.ReauthenticatePasskeyForm",
    "add_webauthn": "kajo.registration.factor_forms.PasskeyForm",
    "edit_webauthn": "kajo.registration.factor_forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = ENV.site_name
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{ENV.site_name}] "  # not the host as the asker calls it
# Counted in the database, so over all processes. `key` is the user or the address that is asked about.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,100/h/ip,5/5m/key,50/d/key",
    "reset_password": "10/m/ip,60/h/ip,3/10m/key,10/d/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user,30/h/user",
    "reauthenticate": "5/m/user,30/h/user",
    "confirm_email": "1/3m/key,10/d/key",
    "give_right": "40/d/user",
    "mail_right": "5/d/key",
    "contact_code": "10/h/user,5/h/key,10/d/key",
    "contact_code_tried": "5/h/key",
    "join": "20/h/ip",
    "register": "20/h/ip,3/10m/key,10/d/key",
    "identify": "20/m/ip,100/h/ip",
    "claim": "20/h/ip,10/h/user,30/d/user,3/10m/key,10/d/key",
    "ask_to_join": "20/d/ip,10/d/user",
    "claim_code": "60/h/ip,30/d/user,5/14d/key",
}
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies

# Cookies and headers. `__Host-` cookies need TLS, which the demo on localhost does without.

COOKIE_PREFIX = "" if LOCAL_HTTP else "__Host-"
SESSION_COOKIE_NAME = COOKIE_PREFIX + "session"
CSRF_COOKIE_NAME = COOKIE_PREFIX + "csrf"
LANGUAGE_COOKIE_NAME = COOKIE_PREFIX + "language"
DEVICE_COOKIE_NAME = COOKIE_PREFIX + "device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not LOCAL_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not LOCAL_HTTP
SECURE_HSTS_SECONDS = 0 if LOCAL_HTTP else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL_HTTP
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

# The trade: what tests change one by one; whatever else is asked for as settings.ENV.…

CONTRACT_PRICES_FROM = ENV.contract_prices_from
CONTRACT_PRICES_KINDS = ENV.contract_prices_kinds
NEW_CONTRACT_DAYS = ENV.new_contract_days
INVOICES_FROM = ENV.invoices_from
INVOICE_DETAILS_FROM = ENV.invoice_details_from
POSTPONE_MAX_DAYS = ENV.postpone_max_days

# Static files

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kajo.core.static.StaticFiles"},
}

# Mail

EMAIL_HOST = ENV.smtp_host
EMAIL_PORT = ENV.smtp_port
EMAIL_HOST_USER = ENV.smtp_user
EMAIL_HOST_PASSWORD = ENV.smtp_password
EMAIL_USE_TLS = ENV.smtp_tls == "starttls"
EMAIL_USE_SSL = ENV.smtp_tls == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

LOGGING = logs.configure()

"""The settings of tests: those of the demo, with a database of their own that goes away afterwards."""

import atexit
import os
from contextlib import ExitStack
from pathlib import Path

from kajo.core import postgres
from kajo.core.translations import compile_translations

_leaving = ExitStack()
atexit.register(_leaving.close)

os.environ["KAJO_LOCAL_HTTP"] = "1"
os.environ["BRIEF_SECONDS"] = "0"
os.environ["MFA_REQUIRED_FOR"] = "nobody"  # what asks for it is tested by itself
os.environ.setdefault("SECRET_KEY", "a-key-that-only-tests-use-and-that-signs-nothing-of-worth")
if not os.environ.get("DATABASE_URL"):
    _var = Path(__file__).resolve().parent.parent / "var"
    _cluster = _leaving.enter_context(postgres.throw_away(_var))
    os.environ["DATABASE_URL"] = _cluster.addresses.owner
    os.environ["WEB_DATABASE_URL"] = _cluster.addresses.web

from config.settings import *  # noqa: E402, F403  # the environment comes first

compile_translations(BASE_DIR / "locale")  # noqa: F405

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# tests/page_faults.py looks for it: a template that names what its page does not give.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "‹undefined %s›"  # noqa: F405

"""What the web server runs. A process that serves pages says so before Django starts."""

import gc
import os

os.environ["KAJO_PROCESS"] = "web"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
# Unsafe settings, a URL without a door, a database login that is too mighty: the site does not start.
call_command("check", databases=["default"], deploy=not settings.LOCAL_HTTP, fail_level="ERROR")

# What start-up made lives as long as the process: the collector need not walk it again and again.
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 20, 50)

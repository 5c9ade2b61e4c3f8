#!/usr/bin/env python3
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    from kajo.core import postgres

    if not settings.ENV.database_url:
        postgres.start_own(settings.VAR)
    execute_from_command_line(sys.argv)

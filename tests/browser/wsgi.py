"""The site as its web server runs it, on the cast's day."""

from datetime import datetime, time

import time_machine

from demo.cast import TODAY
from kajo.core.times import HELSINKI

time_machine.travel(datetime.combine(TODAY, time(12), HELSINKI), tick=True).start()

from config.wsgi import application  # noqa: E402 - the clock comes first

__all__ = ["application"]

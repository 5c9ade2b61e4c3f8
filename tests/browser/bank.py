"""The pretend bank on the day of the cast, beside the site: python -m tests.browser.bank --port … --kajo …"""

from datetime import datetime, time

import time_machine

from demo.cast import TODAY
from kajo.core.times import HELSINKI

time_machine.travel(datetime.combine(TODAY, time(12), HELSINKI), tick=True).start()

from demo.bank.provider import main  # noqa: E402 - the clock comes first

main()

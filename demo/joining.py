"""What waits for corporate customer service: somebody asks to be joined to a death estate, as on the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from procrastinate.contrib.django.models import ProcrastinateJob

from demo.shapes import Cast
from kajo.access.models import User
from kajo.access.wall import behind_the_wall
from kajo.core.times import local_day
from kajo.files.typesetting import make_pdf
from kajo.files.uploads import Upload
from kajo.registration.joining import Asked, ask_to_join
from kajo.registration.words import AskGround

TEMPLATE = Path(__file__).with_name("estate.typ")
ASKER, OF = "timo", "neighbour_9"
ASKED_BEFORE = timedelta(days=2)


def ask_to_be_joined(cast: Cast, *, now: datetime) -> None:
    """Send the request as of two days ago, if its customer is there; no mail of then is sent now."""
    if OF not in cast.customers:
        return
    customer, asker = cast.customers[OF], cast.people[ASKER]
    user, asked_at = User.objects.get(username=asker.username), now - ASKED_BEFORE
    day = local_day(asked_at) - timedelta(days=20)
    facts = {
        "title": "Perukirja",
        "deceased": customer.name,
        "asker": f"{asker.first_name} {asker.last_name}",
        "day": f"{day.day}.{day.month}.{day.year}",
    }
    paper = Upload("Perukirja.pdf", "application/pdf", make_pdf(TEMPLATE, facts))
    asked = Asked(customer.number, "", AskGround.DEATH_ESTATE, "Laskut tulevat vielä tätini nimellä.")
    with behind_the_wall(user.pk, read_only=False):
        ask_to_join(asked, paper, now=asked_at)
    ProcrastinateJob.objects.filter(task_name="registration.request-waits").delete()

"""The pages of registering, as the line above them shows them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.ui.parts import Step


def steps_at(current: int) -> list[Step]:
    """Return the steps with the one of that number, from 1, as the present one."""
    names = (_("What you need"), pgettext("step", "User ID"), _("Which customer"))
    return [
        Step(name, done=number < current, current=number == current)
        for number, name in enumerate(names, start=1)
    ]

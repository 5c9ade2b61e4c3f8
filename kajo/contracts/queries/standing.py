"""Where contracts stand on a day, in the terms of a query; `today` is a day or stands for one given later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import Least

from kajo.contracts.timeline import WARNED_BEFORE
from kajo.contracts.words import ContractState


def in_state(state: ContractState, today: Any) -> Q:
    """Return the contracts that are valid on the day, coming or ended; `state_of` says it of one."""
    if state is ContractState.COMING:
        return Q(starts_on__gt=today)
    if state is ContractState.VALID:
        return Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gt=today))
    return Q(starts_on__lte=today, ends_on__lte=today)


def end_after(today: Any) -> Least:
    """Return the first day after a contract, or after a fixed term to come; null where neither is known."""
    fixed = Case(When(fixed_ends_on__gt=today, then=F("fixed_ends_on")), output_field=DateField())
    return Least("ends_on", fixed)


def warned_until(today: date) -> date:
    """Return the last such day whose end is told on that day."""
    return today + WARNED_BEFORE + timedelta(days=1)

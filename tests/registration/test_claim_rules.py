"""The rules of claims, held against oracles of a few lines: what a number is, and when a code is good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from demo.numbers import business_id, gsrn
from kajo.access.models import User
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.invoices.payment_numbers import check_digit, rf_of
from kajo.registration import claims
from kajo.registration.claims import CannotClaim, Claimed, Numbers
from kajo.registration.words import ClaimWay
from tests.registration.claiming import BOTH, code_in, gsrn_of, run_jobs
from tests.world import World

BASES = st.integers(100, 10**18).map(str)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    numbers = Numbers.read(text)
    assert len(numbers.gsrn) == (max(18, len(numbers.reference)) if numbers else 0)
    if not any(character.isdigit() for character in text):
        assert not numbers


@given(BASES, st.integers(0, 3), st.booleans(), st.data())
def test_a_reference_is_the_same_however_it_is_written(
    base: str, zeros: int, is_rf: bool, data: st.DataObject
) -> None:
    """What is the same to the register is so to made-up places: else two spellings tell right from wrong."""
    reference = base + check_digit(base)
    written = rf_of(reference) if is_rf else "0" * zeros + reference
    places = data.draw(st.lists(st.integers(0, len(written)), max_size=4))
    for place in sorted(places, reverse=True):
        written = f"{written[:place]} {written[place:]}"
    assert Numbers.read(written.lower()) == Numbers.read(reference) == Numbers(reference, business_id="")


@given(st.integers(0, 10**6))
def test_metering_points_are_known_and_a_business_id_is_none_of_a_persons_numbers(serial: int) -> None:
    assert Numbers.read(gsrn(serial)).gsrn == gsrn(serial)
    assert not Numbers.read(business_id(serial % 90_000))


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["wrong", "wrong", "right", "again"]) | st.integers(1, 11),
        min_size=1,
        max_size=14,
    )
)
def test_a_code_is_good_once_for_ten_minutes_and_five_tries(world: World, deeds: list[str | int]) -> None:
    with transaction.atomic():
        _live(world.olli, deeds)
        transaction.set_rollback(True)


def _live(olli: User, deeds: list[str | int]) -> None:
    """Do one thing after another, and know beforehand what each right code answers."""
    now = times.now()
    code, until, wrong_tries = _claim(olli, now), now + timedelta(minutes=10), 0
    for deed in deeds:
        if isinstance(deed, int):
            now += timedelta(minutes=deed)
        elif deed == "again":
            code, until, wrong_tries = _claim(olli, now), now + timedelta(minutes=10), 0
        elif deed == "wrong":
            assert not _is_taken(olli, f"{(int(code) + 1) % 10**8:08d}", now)
            wrong_tries += 1
        else:
            is_good = now < until and wrong_tries < 5
            assert _is_taken(olli, code, now) is is_good, (deeds, now)
            if is_good:
                assert not _is_taken(olli, code, now), "once"
                return
            wrong_tries += 1


def _claim(olli: User, now: Any) -> str:
    numbers = Numbers.read(gsrn_of(BOTH))
    with time_machine.travel(now, tick=False):
        with behind_the_wall(olli.pk, read_only=False):
            former: Claimed | None = claims.find_claimed(now=now)
            if former is None:
                claims.claim(BOTH, numbers, ClaimWay.CONTACT, now=now)
            else:
                claims.claim_again(former, now=now)
        message = run_jobs()[-1]
    ProcrastinateJob.objects.all().delete()
    mail.outbox.clear()
    return code_in(message.body).replace(" ", "")


def _is_taken(olli: User, code: str, now: Any) -> bool:
    with behind_the_wall(olli.pk, read_only=False):
        try:
            claims.try_code(olli.pk, code, now=now)
        except CannotClaim:
            return False
    return True

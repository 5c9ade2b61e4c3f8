"""What is the same for everybody is kept for some seconds, and then asked anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import override_settings

from kajo.core import times
from kajo.core.briefly import briefly


def test_an_answer_is_kept_for_its_seconds_and_then_asked_anew() -> None:
    asked: list[str] = []

    @briefly
    def answer(name: str, *, moment: int) -> str:
        asked.append(name)
        return f"{name} at {moment}"

    with override_settings(ENV=replace(settings.ENV, brief_seconds=10)):
        begins = times.now()
        assert answer("a", moment=1) == answer("a", moment=2) == "a at 1"
        assert answer("b", moment=2) == "b at 2"
        with time_machine.travel(begins + timedelta(seconds=11)):
            assert answer("a", moment=3) == "a at 3"
    assert asked == ["a", "b", "a"]


def test_nothing_is_kept_where_the_setting_says_so() -> None:
    asked: list[int] = []

    @briefly
    def count() -> int:
        asked.append(1)
        return len(asked)

    assert (count(), count()) == (1, 2)

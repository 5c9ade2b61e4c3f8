"""Keeping for some seconds, in this process, what is the same for everybody and seldom changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def briefly(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep a function's answers for BRIEF_SECONDS. Only for what nobody needs a permission to see.

    Answers are told apart by positional arguments; keyword arguments, such as the clock, do not count.
    """
    kept: dict[object, tuple[float, Answer]] = {}

    @wraps(function)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        now = time.time()
        found = kept.get(args)
        if found is not None and now < found[0]:
            return found[1]
        fresh = function(*args, **kwargs)
        if settings.ENV.brief_seconds:
            kept[args] = (now + settings.ENV.brief_seconds, fresh)
        return fresh

    return answer

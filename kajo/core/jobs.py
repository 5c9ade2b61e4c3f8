"""How rooms tell each other things: jobs for later, and handlers at once, both in the same transaction.

A lower room says only a name. The higher room that knows what to do registers it, in its `tasks.py`
(a job, imported at start-up) or in its AppConfig's `ready` (a handler).
"""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any, ParamSpec

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kajo.core.functions import call

P = ParamSpec("P")
Handler = Callable[..., None]

_handlers: dict[str, list[Handler]] = defaultdict(list)


def job(name: str, *, tries: int = 5) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register the function as the job of that name; a failed try is repeated later, harmlessly."""

    def register(function: Callable[P, None]) -> Callable[P, None]:
        retry = RetryStrategy(max_attempts=tries, exponential_wait=4)
        app.task(name=name, retry=retry)(function)
        return function

    return register


def periodic_job(name: str, cron: str) -> Callable[[Callable[[int], None]], Callable[[int], None]]:
    """Register the function as a job that runs by the clock; it gets the planned time in Unix seconds."""

    def register(function: Callable[[int], None]) -> Callable[[int], None]:
        app.periodic(cron=cron, periodic_id=name)(app.task(name=name)(function))
        return function

    return register


def defer(name: str, *, one_at_a_time: str | None = None, **arguments: Any) -> int:
    """Put a job in the queue, in this transaction: it runs once this commits, and never if it does not.

    `one_at_a_time` names a lock: jobs of the same lock run one after another. Returns the job's number.
    """
    return app.configure_task(name=name, lock=one_at_a_time).defer(**arguments)


def order(name: str, *, one_at_a_time: str | None = None, **arguments: Any) -> int:
    """Put a job in the queue from a page, as `defer` does; pages have no other right on the queue.

    The job's name begins with `order.`, and it gets the `user_id` of who is behind the door, whatever the
    page says: it opens that user's access again before it does anything.
    """
    number: int = call("kajo_order", name, one_at_a_time, json.dumps(arguments))
    return number


def handles(event: str) -> Callable[[Handler], Handler]:
    """Register the function to be called when somebody tells the event."""

    def register(function: Handler) -> Handler:
        if function not in _handlers[event]:
            _handlers[event].append(function)
        return function

    return register


def tell(event: str, **facts: Any) -> None:
    """Call every handler of the event, at once and in this transaction; what one raises undoes it."""
    for handler in _handlers[event]:
        handler(**facts)

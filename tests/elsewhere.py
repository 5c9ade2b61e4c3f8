"""What tests do on a connection of their own, which commits: other processes and threads see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections


def elsewhere(deed: Callable[[], Any]) -> Any:
    """Do it in a thread, and so on a connection that is not in the test's transaction."""

    def run() -> Any:
        try:
            return deed()
        finally:
            connections[connection.alias].close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


@contextmanager
def swept_by(sweep: Callable[[], Any]) -> Iterator[None]:
    """Take away what the web process has committed, before and after."""
    elsewhere(sweep)
    yield
    elsewhere(sweep)

"""The site as granian runs it for the bench of pages: each answer says how long the server took for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as site


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    begins = time.perf_counter()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        taken = (time.perf_counter() - begins) * 1000
        return start_response(status, [*headers, ("Server-Timing", f"site;dur={taken:.3f}")], *rest)

    return site(environ, start)

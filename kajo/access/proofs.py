"""Proof that somebody has just shown to be himself, for one deed and no other."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Proof:
    """Made by `registration/proving.py` only, in the request that uses it up: it is never kept.

    `about` is the digest of the deed as it was shown when the proof was asked for.
    """

    user_id: int
    about: str


def digest_of(facts: Any) -> str:
    """Return 64 hexadecimal digits that stand for exactly these facts: strings, numbers, lists and dicts."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

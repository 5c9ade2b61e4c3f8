"""One-time codes, of six digits or more: made, and kept as a keyed hash that says nothing of the code."""

from __future__ import annotations

import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 6


def new_code(digits: int = DIGITS) -> str:
    """Return a code that nobody can guess."""
    return f"{secrets.randbelow(10**digits):0{digits}}"


def digest_of(code: str, *, about: str) -> str:
    """Return the hash of a code by the site's key; it opens what `about` names, and nothing else."""
    return salted_hmac(f"kajo.code.{about}", code, algorithm="sha256").hexdigest()


def is_right(typed: str, digest: str, *, about: str) -> bool:
    """Tell whether what was typed is the code; spaces in it do not matter."""
    code = re.sub(r"\s", "", typed)
    return bool(digest) and constant_time_compare(digest_of(code, about=about), digest)

"""Personal identity codes. A code becomes a keyed hash as soon as it is read; nothing keeps the code itself.

IDENTITY_KEYS names the keys, the newest first: it makes the hashes, and all of them are tried when somebody
is looked for. So a key can be changed while hashes by the former one are still kept.
"""

from __future__ import annotations

import hmac
import re

from django.conf import settings
from stdnum.fi import hetu

LOOKS_LIKE_ONE = re.compile(r"[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Z]", re.IGNORECASE)
NOT_ONE = "the personal identity code is not right; check its characters"
NO_KEY = "the personal identity code cannot be kept: the setting IDENTITY_KEYS names no key"


def digest_of(code: object) -> str:
    """Return the hash of a code by the newest key; the empty text for none.

    :raises ValueError: when it is no identity code, without naming it
    """
    return digests_of(code)[0] if code != "" else ""


def digests_of(code: object) -> list[str]:
    """Return the hashes of a code by every key, the newest first: what one that is kept may look like.

    :raises ValueError: when it is no identity code, without naming it
    """
    # 900–999 are given to nobody for good: hospitals' and made-up people's. A register may hold them.
    if not isinstance(code, str) or not hetu.is_valid(code, allow_temporary=True):
        raise ValueError(NOT_ONE)
    text = f"personal identity code {hetu.compact(code)}".encode()
    keys = _keys()
    if not keys:
        raise ValueError(NO_KEY)
    return [f"{name}:{hmac.digest(key, text, 'sha256').hex()}" for name, key in keys]


def _keys() -> list[tuple[str, bytes]]:
    """Return each key with its name. A demo has one of its own."""
    given = settings.ENV.identity_keys
    if not given and settings.ENV.kajo_local_http:
        given = (f"local:{settings.SECRET_KEY}",)
    return [(name, key.encode()) for name, _, key in (text.partition(":") for text in given)]

"""Public keys: what stands in URLs instead of a number."""

import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read as something else: i l o 0 1
LENGTH = 10


def new_key() -> str:
    """Return a new random key: 10 characters, about 49 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))

"""Passwords that are guessed first: common ones and what is made of them, rows of keys, and known names.

There are no rules of composition. A password is verified exactly as it was typed.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OURS = (
    "kajo",
    "oomi",
    "sähkö",
    "sahko",
    "energia",
    "electricity",
    "helsinki",
    "suomi",
    "finland",
    "salasana",
)
LEAST_OF_ONES_OWN = 6
HEAD, TAIL = re.compile(r"^[\W\d_]+"), re.compile(r"[\W\d_]+$")
REPEATED = re.compile(r"(.{1,16}?)\1+")
LEAST_DIFFERENT = 4
SHORTEST_RUN = 4
# Django's list is English; these lead the lists of Finland and Sweden.
NORDIC = frozenset(
    {
        "aurinko",
        "hejhej",
        "hemligt",
        "hyvää",
        "jääkiekko",
        "joulu",
        "joulukuu",
        "kesä",
        "kesäkuu",
        "kissa",
        "koira",
        "lösen",
        "lösenord",
        "mamma",
        "mansikka",
        "mökki",
        "perkele",
        "rakas",
        "sommar",
        "sommaren",
        "suklaa",
        "syksy",
        "talvi",
        "terve",
        "tervetuloa",
        "tunnussana",
        "välkommen",
        "vinter",
    }
)
ROWS = (
    "1234567890",
    "qwertyuiopå",
    "asdfghjklöä",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyzåäö",
    "1qaz2wsx3edc4rfv",
)
GUESSED_FIRST = gettext_lazy("This password is among those that are guessed first.")
LETTERS = str.maketrans("013457@$", "oleastas")  # p4ssw0rd


class CommonPasswords(CommonPasswordValidator):
    """Refuses the common passwords that Django bundles, also repeated or with digits after them."""

    def validate(self, password: str, user: object = None) -> None:
        """Look at a new password.

        :raises ValidationError: when it is one that is guessed first
        """
        for variant in variants(password):
            if variant in self.passwords or variant in NORDIC:
                raise ValidationError(GUESSED_FIRST, code="common")
        if len(set(password.lower())) < LEAST_DIFFERENT or is_a_row(password.lower()):
            raise ValidationError(GUESSED_FIRST, code="common")

    def get_help_text(self) -> str:
        return _("Not a password that many others use.")


class OwnWords:
    """Refuses a password that is little else than names which anybody could know."""

    def validate(self, password: str, user: Any = None) -> None:
        """Look at a new password.

        :raises ValidationError: when it has such names and fewer than six letters besides
        """
        typed = left = password.lower()
        for word in known_words(user):
            left = left.replace(word, "")
        if left != typed and sum(character.isalpha() for character in left) < LEAST_OF_ONES_OWN:
            raise ValidationError(
                _("This password is too close to your name, your address or ours."), code="own_words"
            )

    def get_help_text(self) -> str:
        return _("Not only your own name or ours.")


def variants(password: str) -> set[str]:
    """Return the password and what is left of it without digits round it and without repetition."""
    bare = password.lower().strip()
    found = {bare, bare.translate(LETTERS)}
    found |= {TAIL.sub("", text).translate(LETTERS) for text in (bare, HEAD.sub("", bare))}
    found |= {TAIL.sub("", HEAD.sub("", bare)), TAIL.sub("", bare)}
    found |= {repeated[1] for text in tuple(found) if (repeated := REPEATED.fullmatch(text))}
    return {text for text in found if text}


def is_a_row(password: str) -> bool:
    """Tell whether it is runs of keys beside each other, to or fro, but for three characters at its end."""
    runs = [run * 2 for row in ROWS for run in (row, row[::-1])]
    left = password
    while len(left) >= SHORTEST_RUN:
        lengths = range(len(left), SHORTEST_RUN - 1, -1)
        length = next((n for n in lengths if any(left[:n] in run for run in runs)), 0)
        if not length:
            return False
        left = left[length:]
    return True


def known_words(user: Any) -> list[str]:
    """Return the words that anybody could know of a user and of the service, the longest first."""
    own = [getattr(user, name, "") for name in ("username", "first_name", "last_name", "email")]
    names = [*OURS, settings.ENV.retailer_name, settings.ENV.site_name, *own]
    parts = {part for name in names if name for part in (name.lower(), *re.split(r"[\W_]+", name.lower()))}
    return sorted((part for part in parts if len(part) > 2), key=lambda part: (-len(part), part))

"""Passwords that are guessed first: common ones with a tail, and one's own or the retailer's name.

There are no rules of composition. A password is verified exactly as it was typed.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
TAIL = re.compile(r"[\W\d_]+$")
REPEATED = re.compile(r"(.{1,16}?)\1+")


class CommonPasswords(CommonPasswordValidator):
    """Refuses the common passwords that Django bundles, also repeated or with digits after them."""

    def validate(self, password: str, user: object = None) -> None:
        """Look at a new password.

        :raises ValidationError: when it is one that is guessed first
        """
        for variant in variants(password):
            if variant in self.passwords:
                raise ValidationError(
                    _("This password is among those that are guessed first."), code="common"
                )

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
    """Return the password, and what is left of it without a tail of digits and without repetition."""
    bare = password.lower().strip()
    found = {bare, TAIL.sub("", bare)}
    for text in tuple(found):
        repeated = REPEATED.fullmatch(text)
        if repeated:
            found.add(repeated[1])
    return {text for text in found if text}


def known_words(user: Any) -> list[str]:
    """Return the words that anybody could know of a user and of the service, the longest first."""
    own = [getattr(user, name, "") for name in ("username", "first_name", "last_name", "email")]
    names = [*OURS, settings.ENV.retailer_name, settings.ENV.site_name, *own]
    parts = {part for name in names if name for part in (name.lower(), *re.split(r"[\W_]+", name.lower()))}
    return sorted((part for part in parts if len(part) > 2), key=lambda part: (-len(part), part))

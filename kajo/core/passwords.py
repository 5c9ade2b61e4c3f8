from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class ShortestPassword(MinimumLengthValidator):
    """Django's own check, whose words have no Finnish or Swedish."""

    def get_error_message(self) -> str:
        """Say what is wrong in words."""
        return ngettext(
            "This password is too short. It must have at least %(count)d character.",
            "This password is too short. It must have at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}


class LongestPassword:
    """Refuses passwords that are longer than what is worth hashing."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: object = None) -> None:
        """Look at a new password.

        :raises ValidationError: when it is too long
        """
        if len(password) > self.max_length:
            message = ngettext(
                "This password is too long. It may have at most %(count)d character.",
                "This password is too long. It may have at most %(count)d characters.",
                self.max_length,
            )
            raise ValidationError(message, code="password_too_long", params={"count": self.max_length})

    def get_help_text(self) -> str:
        """Say the rule in words."""
        return _("At most %(count)d characters.") % {"count": self.max_length}

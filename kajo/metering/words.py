"""The market's words: flows, reading types, quality codes and the facts of a metering point.

Numbers stand in the database and never change their meaning; new codes get new numbers.
"""

from collections.abc import Iterable
from enum import IntEnum

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Flow(IntEnum):
    """Which way the energy goes, seen from the grid's customer."""

    CONSUMPTION = 1
    PRODUCTION = 2

    @property
    def word(self) -> str:
        """The word in files and options: `consumption` or `production`."""
        return self.name.lower()


class ReadingType(IntEnum):
    """What the reading is of. Types stand side by side: they are never summed nor overwrite each other."""

    BN01 = 1  # measured
    BN02 = 2  # after netting against own production
    BN03 = 3  # after the share of an energy community


class Quality(IntEnum):
    """Datahub's status of an interval's value, and NOT_SENT for a slot that no file has had yet."""

    OK = 0
    REVISED = 1
    CALC = 2
    E56 = 3
    EST = 4
    UNCERTAIN = 5
    E21 = 6
    PMISSING = 7
    MISSING = 8
    NONE = 9
    NOT_SENT = 10


CODES = tuple(quality.name for quality in Quality if quality is not Quality.NOT_SENT)
"""The codes that a file may hold."""

WITHOUT_VALUE = frozenset({Quality.MISSING, Quality.NONE, Quality.NOT_SENT})
ESTIMATED = frozenset({Quality.E56, Quality.EST, Quality.UNCERTAIN, Quality.E21})


def strength_order() -> tuple[Quality, ...]:
    """Return all codes from strong to weak: the setting QUALITY_ORDER, then those that mean no value.

    Datahub does not publish the order, so it is a setting.
    """
    named = [Quality[code] for code in settings.ENV.quality_order]
    return (*named, *(quality for quality in Quality if quality not in named))


def weakest(qualities: Iterable[Quality]) -> Quality:
    """Return the quality of a sum: the weakest of its parts, or PMISSING when only some parts are missing.

    :raises ValueError: when there are no parts
    """
    parts = set(qualities)
    if parts & WITHOUT_VALUE and parts - WITHOUT_VALUE:
        parts = (parts - WITHOUT_VALUE) | {Quality.PMISSING}
    return max(parts, key=strength_order().index)


class PointStatus(TextChoices):
    CONNECTED = "connected", _("Connected")
    DISCONNECTED = "disconnected", _("Disconnected")
    UNDER_CONSTRUCTION = "under_construction", _("Under construction")
    REMOVED = "removed", _("Removed from use")
    DELETED = "deleted", _("Deleted")


class PointKind(TextChoices):
    CONSUMPTION = "consumption", _("Consumption")
    PRODUCTION = "production", _("Production")


class PointSubKind(TextChoices):
    NORMAL = "normal", _("Ordinary")
    PROPERTY = "property", _("Property")
    PRODUCTION_OWN_USE = "production_own_use", _("Own use of a production unit")
    VIRTUAL = "virtual", _("Virtual")


class TimeDivision(TextChoices):
    """How the meter's registers divide the time."""

    SINGLE = "single", _("Single rate")
    DAY_NIGHT = "day_night", _("Day and night")
    WINTER_DAY = "winter_day", _("Winter day and other time")

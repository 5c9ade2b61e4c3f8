"""The profile of a location of use in words, and what a change of it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.contracts.words import DwellingKind, Heating, Sauna
from kajo.ui import formats

LABELS: dict[str, Promise] = {
    "dwelling_kind": gettext_lazy("Kind of dwelling"),
    "heating": gettext_lazy("Main heating"),
    "floor_area_m2": gettext_lazy("Heated floor area"),
    "build_year": gettext_lazy("Year of building"),
    "residents": gettext_lazy("Residents"),
    "main_fuse": gettext_lazy("Main fuse"),
    "sauna": gettext_lazy("Sauna"),
    "electric_cars": gettext_lazy("Electric cars charged there"),
    "solar_kwp": gettext_lazy("Solar panels"),
}
CODES: dict[str, type[DwellingKind] | type[Heating] | type[Sauna]] = {
    "dwelling_kind": DwellingKind,
    "heating": Heating,
    "sauna": Sauna,
}
UNITS = {"floor_area_m2": "m²", "solar_kwp": "kWp"}


@dataclass(frozen=True)
class Difference:
    """One fact of a change: what it was called, before and after."""

    label: str
    before: str
    after: str


def differences_of(facts: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what a change of a profile changes, by what was asked."""
    before: Mapping[str, Any] = facts.get("before", {})
    after: Mapping[str, Any] = facts.get("profile", {})
    return tuple(
        Difference(str(label), written(name, before.get(name)), written(name, after.get(name)))
        for name, label in LABELS.items()
        if before.get(name) != after.get(name)
    )


def written(name: str, value: Any) -> str:
    """Return a fact of the profile in words: as it is kept, or as a change tells it."""
    language = formats.page_language()
    if value in (None, ""):
        return _("Not said")
    if name in CODES:
        return str(CODES[name](value).label)
    if name == "build_year":
        return str(value)
    if name == "main_fuse":
        return formats.fuse(str(value))
    if name in UNITS:
        return formats.quantity(_exact(value), UNITS[name], None, language)
    return str(value)


def _exact(value: int | str | Decimal) -> Decimal:
    exact = Decimal(value)
    whole = exact.to_integral_value()
    return whole if exact == whole else exact.normalize()

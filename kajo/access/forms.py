"""What and for how long: the part of a form that is the same whoever lets somebody in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.areas import AREA_NAMES, WHAT_WRITE_ALLOWS, Area, Level
from kajo.access.words import LEVEL_NAMES
from kajo.ui.parts import LevelChoice, LevelRow

WRITE_DAY = gettext_lazy("Write the day in the form year-month-day, such as 2026-12-31.")
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
IN_OUR_TIME = (MinValueValidator(EARLIEST, WRITE_DAY), MaxValueValidator(LATEST, WRITE_DAY))


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a local day."""
    limits = {"type": "date", "max": LATEST.isoformat()}
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        validators=IN_OUR_TIME,
        error_messages={"required": WRITE_DAY, "invalid": WRITE_DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs=limits),
        **options,
    )


class WhatForm(forms.Form):
    """Each area with its level, and from when until when."""

    starts_on = day_field(gettext_lazy("First day"))
    last_day = day_field(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty to let the right hold until further notice."),
    )

    def __init__(self, *args: Any, today: date, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.earliest = today, min(earliest, today)
        for area in Area:
            self.fields[area.value] = forms.TypedChoiceField(
                label=str(AREA_NAMES[area]),
                choices=[(str(int(level)), LEVEL_NAMES[level]) for level in Level],
                coerce=int,
                initial="0",
                error_messages={"required": _("Choose one for each area.")},
                widget=forms.RadioSelect,
            )
        self.order_fields([*(area.value for area in Area), "starts_on", "last_day"])
        self.fields["starts_on"].widget.attrs["min"] = self.earliest.isoformat()
        self.fields["last_day"].widget.attrs["min"] = today.isoformat()

    @property
    def level_rows(self) -> list[LevelRow]:
        """What the table of areas shows; what was chosen stays chosen."""
        return [
            LevelRow(
                name=area.value,
                label=str(AREA_NAMES[area]),
                note=str(WHAT_WRITE_ALLOWS[area]),
                choices=tuple(
                    LevelChoice(
                        str(int(level)), str(LEVEL_NAMES[level]), self._chosen(area) == str(int(level))
                    )
                    for level in Level
                ),
            )
            for area in Area
        ]

    def _chosen(self, area: Area) -> str:
        return str(self[area.value].value())

    @property
    def levels(self) -> dict[str, int]:
        """The chosen levels by area, without those that are not given."""
        return {area.value: level for area in Area if (level := self.cleaned_data.get(area.value, 0))}

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if not self.earliest <= day <= LATEST:
            raise forms.ValidationError(_("The first day can be today or later."))
        return day

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day and not self.today <= day <= LATEST:
            raise forms.ValidationError(_("The last day can be today or later."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("starts_on"), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day cannot be before the first day."))
        if not self.levels and not any(area.value in self.errors for area in Area):
            self.add_error(next(iter(Area)).value, _("Choose at least one area that the receiver may see."))
        return found

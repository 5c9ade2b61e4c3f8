"""The forms of contracts: the profile of a location of use, and the withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kajo.contracts.rows import ProfileRow
from kajo.contracts.words import DwellingKind, Heating, Sauna
from kajo.ui import formats

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FUSES = ("1x25 A", "1x35 A", "3x25 A", "3x35 A", "3x50 A", "3x63 A", "3x80 A", "3x100 A", "3x125 A")
MOST_KWP = Decimal(100_000)


def _choices(choices: Iterable[tuple[str, Promise | str]]) -> list[tuple[str, Promise | str]]:
    return [("", _("Not said")), *choices]


def _whole(label: _StrPromise, least: int, most: int, write: _StrPromise) -> forms.IntegerField:
    """Return a field for a whole number; one error says what to write, whatever is wrong."""
    said = {"invalid": write, "min_value": write, "max_value": write}
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        error_messages=said,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8, "autocomplete": "off"}),
    )


class ProfileForm(forms.Form):
    """What a customer says of a location. `edition` is the newest change when the page was read."""

    all_optional = True  # the page says it once, instead of each field

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    dwelling_kind = forms.ChoiceField(
        label=_("Kind of dwelling"), required=False, choices=lambda: _choices(DwellingKind.choices)
    )
    heating = forms.ChoiceField(
        label=_("Main heating"), required=False, choices=lambda: _choices(Heating.choices)
    )
    floor_area_m2 = _whole(
        _("Heated floor area, m²"),
        1,
        1_000_000,
        _("Write the floor area in whole square metres, such as 142."),
    )
    build_year = _whole(
        _("Year of building"), 1200, 2200, _("Write the year with four digits, such as 1986.")
    )
    residents = _whole(_("Residents"), 0, 10_000, _("Write how many live there, such as 4."))
    main_fuse = forms.ChoiceField(
        label=_("Main fuse"),
        help_text=_("It stands on the cover of the electrical panel or on the network company's bill."),
        required=False,
    )
    sauna = forms.ChoiceField(label=_("Sauna"), required=False, choices=lambda: _choices(Sauna.choices))
    electric_cars = _whole(
        _("Electric cars charged there"), 0, 10_000, _("Write how many cars are charged, such as 1.")
    )
    solar_kwp = forms.DecimalField(
        label=_("Solar panels, kWp"),
        help_text=_("The panels' rated power together. 0 when there are none."),
        required=False,
        max_digits=8,
        decimal_places=2,
        max_value=MOST_KWP,
        validators=[
            MinValueValidator(
                0, _("Write the rated power as a number with at most two decimals, such as 8.8.")
            )
        ],
        error_messages=dict.fromkeys(
            ("invalid", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            _("Write the rated power as a number with at most two decimals, such as 8.8."),
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, profile: ProfileRow, edition: int) -> None:
        kwp = profile.solar_kwp
        known = asdict(profile) | {"edition": edition, "solar_kwp": None if kwp is None else _plain(kwp)}
        super().__init__(_with_point(data), initial=known)
        fuses = dict.fromkeys([*FUSES, *([profile.main_fuse] if profile.main_fuse else [])])
        self.fields["main_fuse"].choices = _choices((fuse, formats.fuse(fuse)) for fuse in fuses)  # type: ignore[attr-defined] # a ChoiceField's

    @property
    def profile(self) -> dict[str, Any]:
        """The profile that was typed, valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edition"}


def _plain(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text if formats.base_language(get_language()) == "en" else text.replace(".", ",")


def _with_point(data: Any) -> Any:
    """Return what was typed with a decimal point, however the decimals were parted."""
    if data is None:
        return None
    typed = data.copy()
    if "solar_kwp" in typed:
        typed["solar_kwp"] = typed["solar_kwp"].replace(",", ".")
    return typed


class WithdrawForm(forms.Form):
    """Where the receipt of a withdrawal goes."""

    receipt_to = forms.EmailField(
        label=_("E-mail address for the receipt"),
        max_length=254,
        error_messages={
            "required": _("Write an e-mail address in the form name@example.com."),
            "invalid": _("Write an e-mail address in the form name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

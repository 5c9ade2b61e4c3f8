"""Tags and filters of every template: `{% load kajo %}`. Texts follow the language in use."""

from collections.abc import Hashable, Iterable
from datetime import date, datetime, time
from functools import cache, lru_cache

from django import template
from django.forms import BaseForm, BoundField, Field
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime

from kajo.ui import formats, icons, lines
from kajo.ui.brand import Brand, current_brand
from kajo.ui.charts.bars import draw_bars, legend_of
from kajo.ui.charts.lanes import LanePicture, StripPicture, draw_lane, draw_strip
from kajo.ui.charts.picture import Key, Picture
from kajo.ui.charts.rows import BarChart, Lane, Strip
from kajo.ui.charts.svg import axis_svg, columns_svg, labels_svg, marks_svg
from kajo.ui.frame import MenuLink, day_of_year_share
from kajo.ui.parts import FieldError
from kajo.ui.translating import translate

register = template.Library()
register.tag("translate", translate)  # in the place of Django's, where `kajo` is loaded after `i18n`

# Django's message levels and Kajo's own words for the four tones of a notice.
TONES = {"success": "ok", "warning": "warn", "error": "danger", "debug": "info", "": "info"}
TONE_ICONS = {"info": "info", "ok": "ok", "warn": "warning", "danger": "warning"}


def _language() -> str:
    return formats.page_language()


@register.filter
def number(value: formats.Number | None, decimals: int | None = None) -> str:
    """`{{ row.energy_kwh|number:1 }}` → 1 234,5"""
    return formats.number(value, decimals, _language())


@register.filter
def signed(value: formats.Number | None, decimals: int | None = None) -> str:
    """`{{ change|signed:1 }}` → +1,5"""
    return formats.number(value, decimals, _language(), signed=True)


@register.filter
def money(value: formats.Number | None) -> str:
    """`{{ invoice.total_with_vat|money }}` → 128,46 €"""
    return formats.money(value, _language())


@register.filter
def unit(value: formats.Number | None, name: str) -> str:
    """`{{ price|unit:"snt/kWh" }}` → 8,49 snt/kWh, with the value's own decimals"""
    return formats.quantity(value, name, None, _language())


@register.filter
def kwh(value: formats.Number | None, decimals: int | None = 0) -> str:
    """`{{ energy_kwh|kwh }}` → 1 285 kWh"""
    return formats.quantity(value, "kWh", decimals, _language())


@register.filter
def mwh(value: formats.Number | None, decimals: int | None = 1) -> str:
    """`{{ energy_kwh|mwh }}` → 4 912,4 MWh; the value is in kWh"""
    return formats.quantity(
        None if value is None else formats.kwh_to_mwh(value), "MWh", decimals, _language()
    )


@register.filter
def percent(value: formats.Number | None, decimals: int = 1) -> str:
    """`{{ share|percent }}` → 58,7 %; the value is in per cent"""
    return formats.percent(value, decimals, _language())


@register.filter
def change(value: formats.Number | None, decimals: int = 1) -> str:
    """`{{ change_percent|change }}` → −7,6 %"""
    return formats.percent(value, decimals, _language(), signed=True)


@register.filter
def day(value: date | None) -> str:
    """`{{ invoice.due_date|day }}` → 10.12.2026"""
    return formats.day(_local_day(value), _language())


@register.filter
def long_day(value: date | None) -> str:
    """`{{ invoice.due_date|long_day }}` → torstai 10.12.2026"""
    return formats.long_day(_local_day(value), _language())


@register.filter
def month(value: date | None) -> str:
    """`{{ first_day|month }}` → marraskuu 2026"""
    if value is None:
        return formats.DASH
    return formats.month_name(value.month, _language(), year=value.year)


@register.filter
def month_name(value: int) -> str:
    """`{{ 11|month_name }}` → marraskuu"""
    return formats.month_name(value, _language())


@register.filter
def moment(value: datetime | None) -> str:
    """`{{ thread.sent_at|moment }}` → 24.11.2026 klo 14.30, in local time"""
    return formats.moment(_local(value), _language())


@register.filter
def clock(value: datetime | time | None) -> str:
    """`{{ sent_at|clock }}` → klo 14.30, in local time"""
    return formats.at_clock(_local(value) if isinstance(value, datetime) else value, _language())


@register.filter
def file_size(value: int | None) -> str:
    """`{{ attachment.size|file_size }}` → 182 kt"""
    return formats.file_size(value, _language())


@register.simple_tag
def day_range(starts_on: date | None, ends_on: date | None) -> str:
    """`{% day_range row.starts_on row.ends_on %}` → 1.–31.10.2026; `ends_on` is the day after the last"""
    return formats.day_range(starts_on, ends_on, _language())


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """`{% icon "download" %}`: one of `kajo.ui.icons.ICONS`, hidden from screen readers"""
    return _icon(name, css_class)


@cache
def _icon(name: str, css_class: str) -> SafeString:
    return mark_safe(icons.svg(icons.ICONS[name], f"icon {css_class}".strip()))  # noqa: S308 own constants


@register.simple_tag
def status(kind: str, text: str) -> SafeString:
    """`{% status "overdue" _("Overdue") %}`: shape and word; kinds are the keys of `kajo.ui.icons.STATES`"""
    return _status(kind, str(text))


@lru_cache(maxsize=500)
def _status(kind: str, text: str) -> SafeString:
    tone, shape = icons.STATES[kind]
    return format_html(
        '<span class="status" data-tone="{}">{}<span>{}</span></span>',
        tone,
        mark_safe(icons.svg(shape, "icon")),  # noqa: S308 own constants
        text,
    )


@register.simple_tag
def brand() -> Brand:
    """`{% brand as brand %}`: the retailer's name, logo, help line and colours"""
    return current_brand()


@register.simple_tag
def kept(template_name: str, **parts: Hashable) -> SafeString:
    """`{% kept "ui/glow_picture.html" today=day %}`: an include that is rendered once for the same parts.

    Nothing else can be seen by the template, so what is kept cannot be another's. For what many pages share.
    """
    return _kept(template_name, _language(), tuple(parts.items()))


@lru_cache(maxsize=500)
def _kept(template_name: str, _language: str, parts: tuple[tuple[str, Hashable], ...]) -> SafeString:
    """Return what a template makes of the parts in the current language, named so that each has its own."""
    return SafeString(get_template(template_name).render(dict(parts)))


@register.filter
def glow_x(today: date | None) -> str:
    """Where the day stands in the year, in per cent of the width."""
    return day_of_year_share(today)


@register.filter
def tone(name: str | None) -> str:
    """A notice's tone: info, ok, warn or danger."""
    return TONES.get(name or "", name or "info")


@register.filter
def tone_icon(name: str | None) -> str:
    """The icon of a notice of this tone."""
    return TONE_ICONS[tone(name)]


@register.simple_tag(takes_context=True)
def field_errors(context: template.Context) -> list[FieldError]:
    """`{% field_errors as found %}`: what the context's `form` found wrong, then the page's own `errors`"""
    found: list[FieldError] = []
    form: BaseForm | None = context.get("form")
    if form is not None and form.is_bound:
        found += [FieldError(str(error)) for error in form.non_field_errors()]
        for field in form:
            found += [FieldError(_named(field, error), f"#{_focus_id(field)}") for error in field.errors]
    return found + list(context.get("errors") or [])


def _named(field: BoundField, error: object) -> str:
    """The error as it stands alone: "Phone: This field is required."."""
    is_generic = str(error) == str(Field.default_error_messages["required"])
    if not is_generic:
        return str(error)
    label = str(field.label)
    return f"{label} {error}" if label.endswith("?") else f"{label}: {error}"


def _focus_id(field: BoundField) -> str:
    """The id of the field's first input, since a group of radios has none of its own."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label or field.auto_id


def _local(value: datetime | None) -> datetime | None:
    return localtime(value) if value is not None and is_aware(value) else value


def _local_day(value: date | None) -> date | None:
    if isinstance(value, datetime):
        local = _local(value)
        return local.date() if local else None
    return value


@register.simple_tag(takes_context=True)
def menu_lines(context: template.Context, links: Iterable[MenuLink]) -> SafeString:
    """`{% menu_lines frame.menu_links %}`: the lines of a menu, with the forms that some of them need"""
    return lines.menu_lines(links, str(context.get("csrf_token", "")))


register.filter("nav_lines", lines.nav_lines)
register.filter("choice_lines", lines.choice_lines)
register.filter("language_buttons", lines.language_buttons)
register.filter("switch_links", lines.switch_links)
register.filter("axis_svg", axis_svg)
register.filter("marks_svg", marks_svg)
register.filter("columns_svg", columns_svg)
register.filter("labels_svg", labels_svg)


@register.inclusion_tag("ui/charts/bars.html")
def bar_chart(chart: BarChart) -> dict[str, Picture]:
    """`{% bar_chart chart %}`: the plot; the legend is `{% chart_legend chart %}`"""
    return {"picture": draw_bars(chart, _language())}


@register.inclusion_tag("ui/charts/legend.html")
def chart_legend(chart: BarChart) -> dict[str, tuple[Key, ...]]:
    """`{% chart_legend chart %}`: only what the chart shows"""
    return {"legend": legend_of(chart)}


@register.inclusion_tag("ui/charts/lane.html")
def chart_lane(lane: Lane) -> dict[str, LanePicture]:
    """`{% chart_lane lane %}`: a line under the chart, on the same time axis"""
    return {"picture": draw_lane(lane, _language())}


@register.inclusion_tag("ui/charts/strip.html")
def overview_strip(strip: Strip) -> dict[str, StripPicture]:
    """`{% overview_strip strip %}`: all there is, and a window on what is shown"""
    return {"picture": draw_strip(strip)}

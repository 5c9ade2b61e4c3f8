"""Charts of the gallery: one for every case that a chart must tell apart."""

import math
from dataclasses import dataclass
from decimal import Decimal

from kajo.ui import charts
from kajo.ui.formats import month_name, month_short

YEAR = (2310, 2042, 1684, 1121, 693, 478, 431, 502, 724, 1193, 1285, None)
YEAR_BEFORE = (2188, 2264, 1752, 1240, 741, 502, 455, 497, 770, 1248, 1621, 2050)
COSTS = (334, 272, 192, 104, 56, 36, 36, 46, 71, 128, 142)
SHARES = ("0.645", "0.035", "0.015", "0.105", "0.2")


@dataclass(frozen=True, slots=True)
class GalleryRow:
    """A row of the sample table."""

    name: str
    value: Decimal | None
    before: Decimal
    change: Decimal | None
    state: str


def all_charts() -> dict[str, object]:
    """Return every chart of the gallery by name."""
    return {
        "year": year_chart(),
        "day": day_chart(),
        "price": price_lane(),
        "temperature": temperature_lane(),
        "strip": strip(),
        "month_strip": month_strip(),
        "cost": cost_chart(),
        "production": production_chart(),
        "small": small_chart(),
        "many": many_chart(),
        "nothing": nothing_chart(),
    }


def table_rows() -> list[GalleryRow]:
    """Return the rows of the year's chart."""
    states = {1: "estimated", 4: "estimated", 5: "missing", 8: "corrected"}
    rows = []
    for place, (value, before) in enumerate(zip(YEAR, YEAR_BEFORE, strict=True)):
        known = None if value is None else Decimal(value)
        change = None if known is None else (known - before) * 100 / before
        rows.append(GalleryRow(month_name(place + 1), known, Decimal(before), change, states.get(place, "")))
    return rows


def year_chart() -> charts.BarChart:
    """Every state of a bar, with labels and values."""
    bars = [
        charts.Bar(
            label=month_short(place + 1, "fi"),
            short=str(place + 1),
            long_label=month_name(place + 1, "en", year=2026),
            value=None if value is None else Decimal(value),
            before=Decimal(YEAR_BEFORE[place]),
            coming=value is None,
            href=f"#month-{place + 1}",
        )
        for place, value in enumerate(YEAR)
    ]
    bars[1] = bars[1]._replace(estimated_share=1)
    bars[4] = bars[4]._replace(estimated_share=0.16)
    bars[5] = bars[5]._replace(missing_share=0.13)
    bars[8] = bars[8]._replace(corrected=True)
    return charts.BarChart(tuple(bars), "kWh", key="year", before_name="year 2025", now_at=10.77)


def day_chart() -> charts.BarChart:
    """A day by quarters, with a gap, estimates and a correction."""
    labels = charts.hour_labels([(place // 4, place % 4 * 15) for place in range(96)])
    bars = []
    for place, (label, short) in enumerate(labels):
        load = 0.25 + 0.2 * _hill(place, 15, 7) + 1.5 * _hill(place, 73, 4)
        value = Decimal(f"{load + 0.06 * math.sin(place * 2.3):.2f}")
        missing = 41 <= place < 46
        bars.append(
            charts.Bar(
                label=label,
                short=short,
                long_label=f"{place // 4}.{place % 4 * 15:02d}",
                value=None if missing else value,
                before=Decimal(f"{load * 0.8 + 0.05 * (place // 4 % 3):.1f}"),
                estimated_share=1 if 52 <= place < 57 else 0,
                corrected=place == 83,
            )
        )
    return charts.BarChart(
        tuple(bars), "kWh", key="day", before_name="Saturday 2025", decimals=2, labels_at="start"
    )


def price_lane() -> charts.Lane:
    """A price that goes under zero."""
    prices = [1.2 - 1.7 * _hill(place, 14, 5) + 12 * _hill(place, 72, 9) for place in range(96)]
    values = [Decimal(f"{price:.2f}") for price in prices]
    return charts.Lane(
        charts.even_points(values),
        "step",
        "Spot price, c/kWh, with VAT",
        "highest 13.20 at 18:00 · lowest −0.50",
        "price",
    )


def temperature_lane() -> charts.Lane:
    """A temperature under zero, with a gap."""
    points = tuple(
        (place / 24, None if place in (6, 7) else Decimal(f"{-4.2 + 2.7 * math.sin((place - 8) / 4):.1f}"))
        for place in range(25)
    )
    return charts.Lane(
        points, "curve", "Outdoor temperature, °C", "highest −1.5 · lowest −6.9 · Härmälä", "temperature"
    )


def strip() -> charts.Strip:
    """Three years by months."""
    bars = []
    for place in range(36):
        year, month = 2024 + place // 12, place % 12 + 1
        value = Decimal(1300 + round(900 * math.cos(place % 12 / 6 * math.pi)))
        bars.append(
            charts.StripBar(
                value,
                month_name(month, "en", year=year),
                f"#{year}-{month}",
                coming=place == 35,
                starts_on=f"{year}-{month:02d}-01",
                last_on=f"{year}-{month:02d}-28",
            )
        )
    labels = tuple(
        charts.StripLabel(str(year), start, start + 12, current=year == 2026)
        for year, start in ((2024, 0), (2025, 12), (2026, 24))
    )
    return charts.Strip(
        tuple(bars), labels, "All readings 2024–2026", "Chosen 1.1.–31.12.2026", 24, 36, "strip"
    )


def month_strip() -> charts.Strip:
    """A month by days, one of them chosen."""
    bars = tuple(
        charts.StripBar(Decimal(40 + place * 7 % 13), f"{place + 1} Nov", f"#{place + 1}", coming=place >= 23)
        for place in range(30)
    )
    labels = tuple(
        charts.StripLabel(str(place + 1), place, place + 1, place == 20, place in (0, 9, 20, 29))
        for place in range(30)
    )
    return charts.Strip(bars, labels, "November 2026", "Chosen Sat 21.11.", 20, 21, "month-strip")


def cost_chart() -> charts.BarChart:
    """What a sum is made of."""
    bars = [
        charts.Bar(
            label=month_short(place + 1, "fi"),
            short=str(place + 1),
            long_label=month_name(place + 1, "en", year=2026),
            value=Decimal(cost),
            parts=tuple(Decimal(share) * cost for share in SHARES),
            href=f"#cost-{place + 1}",
        )
        for place, cost in enumerate(COSTS)
    ]
    bars.append(charts.Bar("joulu", "December 2026", None, "12", coming=True))
    names = ("energy", "margin", "basic fee", "electricity tax", "VAT")
    return charts.BarChart(tuple(bars), "€", key="cost", part_names=names, now_at=10.77)


def production_chart() -> charts.BarChart:
    """Bars on both sides of the horizon, in MWh."""
    bars = tuple(
        charts.Bar(
            label=month_short(place + 1, "fi"),
            short=str(place + 1),
            long_label=month_name(place + 1),
            value=Decimal(12000 + round(8000 * math.cos(place / 6 * math.pi))),
            below=Decimal(max(0, 14000 - round(16000 * math.cos((place - 0.5) / 6 * math.pi)))),
        )
        for place in range(12)
    )
    return charts.BarChart(
        bars,
        "MWh",
        key="production",
        main_name="use, MWh",
        below_name="to the grid, MWh",
        decimals=1,
        per=1000,
    )


def small_chart() -> charts.BarChart:
    """A month on a front page."""
    labels = charts.day_labels(range(1, 31))
    bars = tuple(
        charts.Bar(
            label=label,
            short=short,
            long_label=f"{place + 1} Nov 2026",
            value=None if place >= 23 else Decimal(52 + place * 7 % 15),
            before=Decimal(50 + place * 5 % 23),
            estimated_share=1 if place == 8 else 0,
            coming=place >= 23,
            href=f"#day-{place + 1}",
        )
        for place, (label, short) in enumerate(labels)
    )
    return charts.BarChart(bars, "kWh", key="small", size="small", before_name="November 2025")


def many_chart() -> charts.BarChart:
    """A month by hours: as many bars as a chart may have."""
    bars = tuple(
        charts.Bar(
            label=f"{place // 24 + 1}." if place % 72 == 0 else "",
            short=f"{place // 24 + 1}." if place % 168 == 0 else "",
            long_label=f"{place // 24 + 1} Nov {place % 24}.00",
            value=None
            if 300 <= place < 330
            else Decimal(f"{1 + math.sin(place / 24 * 2 * math.pi) ** 2:.2f}"),
            estimated_share=1 if 500 <= place < 540 else 0,
        )
        for place in range(744)
    )
    return charts.BarChart(bars, "kWh", key="many", decimals=2, labels_at="start")


def nothing_chart() -> charts.BarChart:
    """A year of which nothing is known yet."""
    bars = tuple(
        charts.Bar(month_short(month, "fi"), month_name(month), None, str(month)) for month in range(1, 13)
    )
    return charts.BarChart(bars, "kWh", key="nothing", size="small")


def _hill(place: int, middle: int, width: int) -> float:
    return math.exp(-(((place - middle) / width) ** 2))

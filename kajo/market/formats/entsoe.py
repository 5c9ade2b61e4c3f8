"""Day-ahead prices as ENTSO-E publishes them: the market document A44, in XML.

Elements are matched by their local names, since the number in the namespace changes over the years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from lxml import etree

from kajo.core.records import FIRST_DAY, LAST_DAY
from kajo.core.refusals import ImportRefused
from kajo.market.rows import SpotPriceRow

MINUTES = {"PT15M": 15, "PT60M": 60, "PT1H": 60}
LONGEST = timedelta(days=400)
ROOTS = (b"Publication_MarketDocument", b"Acknowledgement_MarketDocument")


@dataclass(frozen=True)
class PriceDocument:
    """The prices of a document, each interval of each length once, and when the document was made."""

    created_at: datetime
    prices: list[SpotPriceRow]


def recognise(head: bytes) -> bool:
    """Tell whether a file that begins so is an ENTSO-E price document or its error answer."""
    return any(root in head for root in ROOTS)


def parse(content: bytes, file: str) -> PriceDocument:
    """Return the prices of an A44 document.

    An answer may hold hours and quarter-hours of the same time: both are kept, side by side.

    :raises ImportRefused: naming the line when something is not as the standard says
    """
    return _Reader(file).read(content)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.prices: dict[tuple[str, int, datetime], Decimal] = {}

    def read(self, content: bytes) -> PriceDocument:
        root = self._root(content)
        if _name(root) == "Acknowledgement_MarketDocument":
            reason = " ".join(_texts(root, "Reason", "code") + _texts(root, "Reason", "text"))
            self._refuse(
                root, f"is ENTSO-E's answer that it has no prices ({reason}); ask for another period"
            )
        if _name(root) != "Publication_MarketDocument" or self._text(root, "type") != "A44":
            self._refuse(root, "is not a document of day-ahead prices (type A44)")
        for series in _children(root, "TimeSeries"):
            self._read_series(series)
        if not self.prices:
            self._refuse(root, "holds no prices; ask for another period")
        rows = [SpotPriceRow(*identity, price) for identity, price in sorted(self.prices.items())]
        return PriceDocument(self._instant(root, "createdDateTime"), rows)

    def _root(self, content: bytes) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise ImportRefused(
                self.file, error.lineno, None, f"is not whole XML ({error.msg}); fetch the file again"
            ) from None
        if b"<!DOCTYPE" in content:
            self._refuse(root, "has a document type, which price documents never have; fetch the file again")
        return root

    def _read_series(self, series: etree._Element) -> None:
        zone = self._text(series, "in_Domain.mRID")
        if self._text(series, "out_Domain.mRID") != zone:
            self._refuse(
                series, "is about two zones, so it is not a price of one; ask with the same zone twice"
            )
        for name, wanted in (("currency_Unit.name", "EUR"), ("price_Measure_Unit.name", "MWH")):
            if self._text(series, name) != wanted:
                self._refuse(series, f"{name} is not {wanted}; other units cannot be kept")
        curve = self._text(series, "curveType")
        if curve not in ("A01", "A03"):
            self._refuse(series, f"curveType {curve} is not known; A01 and A03 are")
        for period in _children(series, "Period"):
            self._read_period(period, zone, repeats=curve == "A03")

    def _read_period(self, period: etree._Element, zone: str, *, repeats: bool) -> None:
        resolution = self._text(period, "resolution")
        minutes = MINUTES.get(resolution)
        if minutes is None:
            self._refuse(period, f"resolution {resolution} is not known; PT15M and PT60M are")
        intervals = _children(period, "timeInterval") or self._refuse(period, "timeInterval is missing")
        starts_at, ends_at = self._instant(intervals[0], "start"), self._instant(intervals[0], "end")
        step = timedelta(minutes=minutes)
        count, rest = divmod(ends_at - starts_at, step)
        if rest or not timedelta(0) < ends_at - starts_at <= LONGEST:
            self._refuse(intervals[0], f"the period does not divide into intervals of {minutes} minutes")
        points = self._points(period, count)
        for position in range(1, count + 1):
            price = points.get(position)
            if price is None:
                if not repeats or position == 1:
                    self._refuse(period, f"position {position} is missing; fetch the file again")
                price = points[position] = points[position - 1]
            self._keep(period, zone, minutes, starts_at + (position - 1) * step, price)

    def _points(self, period: etree._Element, count: int) -> dict[int, Decimal]:
        points: dict[int, Decimal] = {}
        for point in _children(period, "Point"):
            text = self._text(point, "position")
            if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= count):
                self._refuse(point, f"position {text} is not one of the period's {count}")
            if int(text) in points:
                self._refuse(point, f"position {text} is there twice")
            points[int(text)] = self._price(point)
        return points

    def _price(self, point: etree._Element) -> Decimal:
        text = self._text(point, "price.amount")
        try:
            price = Decimal(text)
        except InvalidOperation:
            self._refuse(point, f"price.amount {text} is not a number")
        if not price.is_finite() or abs(price) >= 1_000_000 or price != round(price, 5):
            self._refuse(point, f"price.amount {text} is not a price in €/MWh with at most five decimals")
        return price

    def _keep(
        self, period: etree._Element, zone: str, minutes: int, starts_at: datetime, price: Decimal
    ) -> None:
        if self.prices.setdefault((zone, minutes, starts_at), price) != price:
            self._refuse(period, f"gives {starts_at:%Y-%m-%dT%H:%MZ} two prices; ask for one auction only")

    def _text(self, parent: etree._Element, name: str) -> str:
        texts = _texts(parent, name)
        return texts[0] if texts else self._refuse(parent, f"{name} is missing")

    def _instant(self, parent: etree._Element, name: str) -> datetime:
        text = self._text(parent, name)
        try:
            instant = datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            instant = None
        if instant is None or not FIRST_DAY < instant.date() < LAST_DAY:
            self._refuse(parent, f"{name} {text} is not a time such as 2026-01-31T22:00Z")
        return instant

    def _refuse(self, element: etree._Element, problem: str) -> NoReturn:
        line = element.sourceline
        raise ImportRefused(self.file, line if isinstance(line, int) else None, _name(element), problem)


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _children(parent: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in parent if isinstance(child.tag, str) and _name(child) == name]


def _texts(root: etree._Element, *path: str) -> list[str]:
    found = [root]
    for name in path:
        found = [child for parent in found for child in _children(parent, name)]
    return [element.text.strip() for element in found if element.text and element.text.strip()]

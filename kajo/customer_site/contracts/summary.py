"""The contract summary as a PDF: what the page says, to keep. Confirmations are the retailer's alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kajo.contracts.rows import ComponentRow, ContractDetail, InvoicingRow, PriceRow
from kajo.customer_site.contracts import profile
from kajo.files.typesetting import make_pdf
from kajo.ui import formats

TEMPLATE = Path(__file__).parent / "paper" / "summary.typ"
Pair = tuple[str, str]


def make_summary(customer: str, detail: ContractDetail, today: date) -> bytes:
    """Return the summary of a contract in the page's language, with the prices that may be shown."""
    language = formats.page_language()
    contract = detail.contract
    prices = [
        _price(component, price, language)
        for component in detail.components
        for price in component.prices
        if price.last_day is None or price.last_day >= min(today, contract.last_day or today)
    ]
    data = {
        "language": formats.base_language(language),
        "title": _("Contract summary"),
        "note": _("Made %(day)s from what the online service knows. It is not the contract confirmation.")
        % {"day": formats.day(today, language)},
        "sections": [
            {"heading": _("Contract"), "pairs": _contract(customer, detail, language)},
            {"heading": _("Location of use"), "pairs": _location(detail)},
            {"heading": _("Invoicing"), "pairs": _invoicing(detail)},
            {"heading": _("Origin of the electricity"), "pairs": _origin(detail, language)},
            {
                "heading": _("Profile of the location of use"),
                "pairs": [(fact.label, fact.value) for fact in profile.facts_of(detail.location.profile)],
            },
        ],
        "prices": {
            "heading": _("Prices"),
            "head": [
                _("Part of the price"),
                _("With VAT"),
                _("Without VAT"),
                _("VAT"),
                _("Unit"),
                _("Valid"),
            ],
            "rows": prices,
            "reasons": list(detail.why_hidden),
        },
        "retailer": [
            part
            for part in (
                settings.ENV.retailer_name,
                settings.ENV.retailer_address,
                settings.ENV.retailer_email,
                ", ".join(settings.ENV.help_phones),
            )
            if part
        ],
    }
    return make_pdf(TEMPLATE, data)


def _price(component: ComponentRow, price: PriceRow, language: str) -> list[str]:
    return [
        component.name,
        formats.number(price.price_with_vat, 2, language),
        formats.exact(price.price_without_vat, 2, language),
        formats.percent(price.vat_percent, 1, language),
        str(component.unit.label),
        _days(price.starts_on, price.last_day, language),
    ]


def _contract(customer: str, detail: ContractDetail, language: str) -> list[Pair]:
    contract = detail.contract
    withdraw_last_day = detail.withdrawal.last_day if detail.withdrawal else None
    notice = ngettext("%(days)s day", "%(days)s days", detail.notice_days) % {"days": detail.notice_days}
    pairs = [
        (_("Contract number"), contract.number),
        (_("Customer"), customer),
        (_("Payer"), detail.payer),
        (_("Contract partners"), ", ".join(detail.partners)),
        (_("Product"), contract.product),
        (_("Kind"), str(contract.product_kind.label)),
        (_("Period of validity"), _days(contract.starts_on, contract.known_last_day, language)),
        (_("Fixed-term until"), _day(contract.fixed_last_day, language)),
        (_("After the fixed term"), str(detail.renewal.label) if detail.renewal else ""),
        (_("Period of notice"), notice),
        (_("Notice given"), _day(detail.notice_given_on, language)),
        (_("Contract made"), _day(detail.made_on, language)),
        (_("Can be withdrawn from until"), _day(withdraw_last_day, language)),
    ]
    return [pair for pair in pairs if pair[1]]


def _location(detail: ContractDetail) -> list[Pair]:
    location = detail.location
    pairs = [
        (_("Address"), location.location.whole_address),
        (_("Metering point number (GSRN)"), location.location.gsrn),
        (_("Network company"), location.grid_company),
        (_("Metering"), str(location.time_division.label)),
    ]
    return [pair for pair in pairs if pair[1]]


def _invoicing(detail: ContractDetail) -> list[Pair]:
    invoicing = detail.invoicing
    if invoicing is None:
        return []
    year = invoicing.invoices_a_year
    pairs = [
        (_("Invoices come"), invoicing.method_name),
        (_("Invoices a year"), str(year) if year else ""),
        (_("Invoicing address"), ", ".join(invoicing.address)),
        (_("Bank or operator"), invoicing.e_invoice_bank),
        (_e_invoice_address(invoicing), invoicing.e_invoice_address),
    ]
    return [pair for pair in pairs if pair[1]]


def _e_invoice_address(invoicing: InvoicingRow) -> str:
    return pgettext("to a company", "E-invoice address") if invoicing.is_company else _("E-invoice address")


def _origin(detail: ContractDetail, language: str) -> list[Pair]:
    origin = detail.origin
    if origin is None:
        return []
    return [
        (_("Renewable"), formats.percent(origin.renewable, 1, language)),
        (_("Nuclear power"), formats.percent(origin.nuclear, 1, language)),
        (_("Fossil and peat"), formats.percent(origin.fossil, 1, language)),
        (_("Of the electricity sold in"), str(origin.year)),
    ]


def _days(starts_on: date, last_day: date | None, language: str) -> str:
    ends_on = None if last_day is None else last_day + timedelta(days=1)
    return formats.day_range(starts_on, ends_on, language)


def _day(day: date | None, language: str) -> str:
    return formats.day(day, language) if day else ""

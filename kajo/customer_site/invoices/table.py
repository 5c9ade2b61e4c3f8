"""The rows of the list of invoices as HTML: a template's loop takes longer than all the rest of the page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from kajo.customer_site.invoices.describing import SHAPES
from kajo.invoices.rows import InvoiceRow
from kajo.ui import formats
from kajo.ui.templatetags.kajo import status


def invoice_rows(rows: Iterable[InvoiceRow], address: str, *, may_order: bool) -> SafeString:
    """Return a row for each invoice.

    :param address: of the list, before an invoice's key
    :param may_order: whether each can be ticked for a file
    """
    code, words = formats.page_language(), _words()
    drawn = (_row(row, f"{address}{row.key}/", code, words, may_order=may_order) for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308 what comes from elsewhere is escaped below


def _words() -> dict[str, str]:
    """Return the words that each row says again."""
    said = {
        "period": _("Period"),
        "to_pay": _("To pay"),
        "due_date": _("Due date"),
        "state": _("State"),
        "final": _("Final invoice"),
        "into_file": _("Pick the PDF"),
    }
    return {name: escape(word) for name, word in said.items()}


def _row(row: InvoiceRow, href: str, code: str, words: dict[str, str], *, may_order: bool) -> str:
    number, open_amount = escape(row.number), formats.DASH
    if row.open_amount:
        open_amount = formats.money(row.open_amount, code)
    return (
        f'<tr><th scope="row"><a href="{escape(href)}">{number}</a>'
        f'<span class="note">{formats.day(row.dated_on, code)}{_kind(row, words)}</span></th>'
        f'<td class="number key">{formats.money(row.total_with_vat, code)}</td>'
        f'<td data-label="{words["period"]}"><div>{_period(row, code)}{_sites(row)}</div></td>'
        f'<td class="number fold-away">{formats.number(row.energy_kwh, 0, code)}</td>'
        f'<td class="number{"" if row.open_amount else " fold-away"}" data-label="{words["to_pay"]}">'
        f"{open_amount}</td>"
        f'<td class="number" data-label="{words["due_date"]}">{formats.day(row.due_on, code)}</td>'
        f'<td data-label="{words["state"]}">{status(SHAPES[row.state.value], str(row.state.label))}</td>'
        f"{_tick(row.key, number, words) if may_order else ''}</tr>\n"
    )


def _kind(row: InvoiceRow, words: dict[str, str]) -> str:
    if row.is_credit_note:
        return f" · {escape(str(row.kind.label))}"
    return f" · {words['final']}" if row.is_final else ""


def _period(row: InvoiceRow, code: str) -> str:
    return formats.day_range(row.starts_on, row.ends_on, code) if row.starts_on else formats.DASH


def _sites(row: InvoiceRow) -> str:
    """Return the first site's address, and how many others there are; how many, where none has an address."""
    if not row.sites:
        return ""
    others, n = "", row.more_sites
    if not row.sites[0].address:
        total = npgettext("of an invoice", "%(n)s location of use", "%(n)s locations of use", n + 1)
        return f'<span class="note">{escape(total % {"n": n + 1})}</span>'
    if n:
        others = " " + escape(ngettext("and one other", "and %(n)s others", n) % {"n": n})
    return f'<span class="note">{escape(row.sites[0].address)}{others}</span>'


def _tick(key: str, number: str, words: dict[str, str]) -> str:
    label = words["into_file"]
    return (
        f'<td class="number" data-label="{label}"><label class="tick"><input type="checkbox" form="zip"'
        f' name="invoice" value="{escape(key)}" aria-label="{label}: {number}"></label></td>'
    )

"""The rows of the home of many customers as HTML: a template's loop takes longer than all the rest."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kajo.access.areas import Area
from kajo.access.policy import Choice
from kajo.contracts.many_rows import EndingSum
from kajo.core.addresses import address
from kajo.customer_site.customers.home import Attention
from kajo.invoices.rows import UnpaidSum
from kajo.reporting.gaps import GapRow
from kajo.ui import formats
from kajo.ui.templatetags.kajo import status


def attention_rows(rows: Iterable[Attention], *, may_tick: bool) -> SafeString:
    """Return a row for each customer: what is to be paid, what ends and where readings are missing.

    :param may_tick: whether each can be ticked, to be called one's own
    """
    code, heads = (
        formats.page_language(),
        (_("Invoices"), _("Contracts"), pgettext("head of a column", "Readings")),
    )
    in_order = escape(pgettext("customer", "in order"))
    return mark_safe("".join(_row(row, code, heads, in_order, may_tick=may_tick) for row in rows))  # noqa: S308 escaped below


def _row(row: Attention, code: str, heads: tuple[str, str, str], in_order: str, *, may_tick: bool) -> str:
    choice = row.choice
    amount = formats.money(row.unpaid.open_amount, code) if row.unpaid else formats.DASH
    told = (
        _link(_unpaid(row.unpaid, code), "invoice-to-pay", choice) if row.unpaid else "",
        _link(_ending(row.ending, code), "contract-list", choice) if row.ending else "",
        _link(gap_status(row.gap), "report-locations", choice) if row.gap else "",
    )
    areas = (Area.INVOICES, Area.CONTRACTS, Area.REPORTING)
    cells = "".join(
        f'<td data-label="{escape(head)}">{text}</td>'
        if text
        else f'<td class="fold-away quiet">{formats.DASH if area in row.without else in_order}</td>'
        for head, text, area in zip(heads, told, areas, strict=True)
    )
    href = escape(address("customer:front", customer=choice.key))
    tick = _tick(choice) if may_tick else ""
    return (
        f'<tr><th scope="row"><a href="{href}">{escape(choice.name)}</a>'
        f'<span class="note">{escape(choice.number)} · {escape(_right(choice, code))}</span></th>'
        f'<td class="number key">{amount}</td>{cells}{tick}</tr>\n'
    )


def _tick(choice: Choice) -> str:
    label = escape(_("Tick"))
    return (
        f'<td data-label="{label}"><label class="tick"><input type="checkbox" form="mine" name="customer"'
        f' value="{escape(choice.key)}" aria-label="{label}: {escape(choice.name)}"></label></td>'
    )


def _link(what: SafeString, page: str, choice: Choice) -> str:
    return f'<a href="{escape(address(f"customer:{page}", customer=choice.key))}">{what}</a>'


def _right(choice: Choice, code: str) -> str:
    if choice.is_owner:
        return pgettext("customer", "own")
    if choice.last_day is None:
        return _("by permission until further notice")
    return _("by permission until %(day)s") % {"day": formats.day(choice.last_day, code)}


def _unpaid(sums: UnpaidSum, code: str) -> SafeString:
    if sums.late_count:
        late = ngettext("%(n)s overdue", "%(n)s overdue", sums.late_count) % {"n": sums.late_count}
        return status("overdue", late)
    count = ngettext("%(n)s to pay", "%(n)s to pay", sums.count) % {"n": sums.count}
    if sums.next_due_on is None:
        return status("open", count)
    day = formats.day(sums.next_due_on, code)
    return status("open", _("%(count)s, due %(day)s") % {"count": count, "day": day})


def _ending(sums: EndingSum, code: str) -> SafeString:
    facts = {"n": sums.count, "day": formats.day(sums.last_day, code)}
    words = ngettext("ends %(day)s", "%(n)s end, the first %(day)s", sums.count) % facts
    return status("ending", words)


def gap_status(gap: GapRow) -> SafeString:
    """Return what is said of missing readings."""
    if gap.last_whole_day is None:
        return status("missing", _("missing"))
    days = ngettext("missing on %(n)s day", "missing on %(n)s days", gap.days) % {"n": gap.days}
    return status("missing", days)

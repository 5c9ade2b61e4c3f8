"""Contracts: all of a customer's, and one with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.contracts import queries
from kajo.contracts.queries.lists import A_PAGE, EVERY_ONE, Wanted
from kajo.contracts.rows import ComponentRow, ContractDetail, Ending, Endings, OriginRow, PriceRow
from kajo.contracts.words import ContractOrder, ContractState, ProductKind
from kajo.core import times
from kajo.customer_site.contracts import profile, sentences, timeline, wanted
from kajo.customer_site.invoices.sending import wishes_beside
from kajo.customer_site.wishes import Wish

SEARCHED_FROM = 8  # contracts; fewer are seen at a glance, and not sorted either


@dataclass(frozen=True)
class DatedPrice:
    """A price on a line of its own: the component's, and its state on the day that the page is read."""

    component: ComponentRow
    price: PriceRow
    state: str
    state_label: str


@dataclass(frozen=True)
class Notice:
    """What a page says of contracts that end, and where a link leads to see them."""

    title: str
    text: str
    tone: str
    link: str
    href: str


@dataclass(frozen=True)
class Share:
    """A part of the origin as a bar: `x` and `width` in per cent of the whole."""

    kind: str
    x: float
    width: float


def list_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    today, asked = times.today(), wanted.read(request.GET.dict())
    found = queries.list_contracts(access, today=today, wanted=asked)
    is_narrowed = bool(asked.search or asked.kind)
    counts = None if is_narrowed else found.counts
    summary = queries.summarise_contracts(access, today=today, counts=counts)
    has_search = summary.counts.total >= SEARCHED_FROM
    is_whole = asked == EVERY_ONE  # who searches or turns pages has seen what ends
    endings = notices_of(access, queries.list_endings(access, today=today)) if is_whole else []
    return TemplateResponse(
        request,
        "customer_site/contracts/list.html",
        {
            "summary": summary,
            "found": found,
            "wanted": asked,
            "tabs": wanted.tabs_of(found.counts, asked),
            "columns": wanted.columns_of(asked) if has_search else wanted.plain_columns(),
            "sort": wanted.sort_of(asked),
            "pager": wanted.pager_of(found, asked),
            "kinds": ProductKind,
            "has_search": has_search,
            "is_narrowed": is_narrowed,
            "has_pages": found.found > A_PAGE,
            "endings": endings,
        },
    )


def detail_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    today = times.today()
    detail = queries.get_contract(access, key, today=today)
    lines = price_lines(detail, today)
    others = {
        span.key: access.url("contract-detail", key=span.key) for span in detail.spans if span.key != key
    }
    return TemplateResponse(
        request,
        "customer_site/contracts/detail.html",
        {
            "detail": detail,
            "contract": detail.contract,
            "location": detail.location,
            "prices": [line for line in lines if line.state != "ended"],
            "past_prices": [line for line in lines if line.state == "ended"],
            "names": names_of(detail),
            "ending": notice_of(access, detail.ending) if detail.ending else None,
            "wishes": wishes_of(detail),
            "has_invoices": access.may(Area.INVOICES),
            "origin_bars": origin_bars(detail.origin) if detail.origin else (),
            "timeline": timeline.draw(detail.spans, detail.events, others, today=today),
            "profile_facts": profile.facts_of(detail.location.profile),
            "profile_history": [profile.edit_of(change) for change in detail.profile_changes],
            "has_reporting": access.may(Area.REPORTING),
            "may_edit": access.may(Area.CONTRACTS, Level.WRITE),
        },
    )


def wishes_of(detail: ContractDetail) -> list[Wish]:
    """Return what was wished of invoicing and does not show in a contract that has not ended."""
    if detail.contract.state is ContractState.ENDED:
        return []
    return wishes_beside(detail.invoicing, detail.customer_changes)


def price_lines(detail: ContractDetail, today: date) -> list[DatedPrice]:
    """Return each component's prices, the newest first."""
    labels = {
        "coming": pgettext("price", "Coming"),
        "valid": pgettext("price", "Valid"),
        "ended": pgettext("price", "Ended"),
    }
    return [
        DatedPrice(component, price, state, labels[state])
        for component in detail.components
        for price in reversed(component.prices)
        for state in (price_state(price, today),)
    ]


def price_state(price: PriceRow, today: date) -> str:
    if price.starts_on > today:
        return "coming"
    return "valid" if price.last_day is None or price.last_day >= today else "ended"


def names_of(detail: ContractDetail) -> list[tuple[str, str]]:
    """Return the product's names in the other languages, with their languages."""
    names = detail.product_names
    shown = names.language_shown(get_language())
    others = (("fi", names.fi), ("sv", names.sv), ("en", names.en))
    return [(language, name) for language, name in others if name and language != shown]


def notices_of(access: CustomerAccess, endings: Endings) -> list[Notice]:
    """Return the endings in words: one by one, or together where they are many."""
    if endings.total == len(endings.rows):
        return [notice_of(access, ending) for ending in endings.rows]
    by_last_day = Wanted(state=ContractState.VALID, order=ContractOrder.ENDS)
    return [
        Notice(
            title=sentences.title_of_many(endings),
            text=_("Look which of them you still need a contract after."),
            tone="warn",
            link=_("Show them by their last day"),
            href=access.url("contract-list") + wanted.href(by_last_day),
        )
    ]


def notice_of(access: CustomerAccess, ending: Ending) -> Notice:
    """Return an ending in words; one that asks nothing of the customer is told calmly."""
    is_settled = ending.next_starts_on is not None or ending.notice_given
    return Notice(
        title=sentences.title_of(ending),
        text=sentences.text_of(ending),
        tone="info" if is_settled else "warn",
        link=_("Open the contract"),
        href=access.url("contract-detail", key=ending.key),
    )


def origin_bars(origin: OriginRow) -> tuple[Share, ...]:
    """Return the origin as bars side by side."""
    shares = (("renewable", origin.renewable), ("nuclear", origin.nuclear), ("fossil", origin.fossil))
    bars: list[Share] = []
    x = 0.0
    for kind, share in shares:
        bars += [Share(kind, x, float(share))] if share else []
        x += float(share)
    return tuple(bars)

"""What the component templates in `ui/components/` are given. Texts are ready to be shown."""

from dataclasses import dataclass, field
from math import ceil
from typing import Any, Literal

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the choices of tabs or of a switch."""

    label: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a definition list."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A large number with what it is and its unit."""

    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a job of several pages."""

    label: str
    href: str = ""
    done: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column head. `sorted` is how the rows are ordered now, when by this column."""

    label: str
    is_number: bool = False
    sort_href: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """One radio of an access step: its value, and the word that a phone shows beside it."""

    value: str
    word: str
    chosen: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One area of an access step; `name` is the name of its radios."""

    name: str
    label: str
    note: str
    choices: tuple[LevelChoice, ...]


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A line of the payment block; `copied` is what its button copies, empty for no button."""

    label: str
    value: str
    copied: str = ""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file already sent: `key` is posted as `remove` when it is taken away, `size` is in bytes."""

    key: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class FieldError:
    """A line of the error summary; `href` leads to the field."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One number of a pager; without `href` it is a gap. A phone leaves out what is far."""

    label: str
    href: str = ""
    current: bool = False
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a long list."""

    pages: tuple[PageLink, ...] = field(default=())
    previous_href: str = ""
    next_href: str = ""


def make_pager(page: int, pages: int, href: str) -> Pager:
    """Return the pager of a list: first, last, and two on both sides of where one is.

    :param page: the page now, from 1
    :param href: the address with `{page}` where the number goes, `?status=open&page={page}`
    """
    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    links: list[PageLink] = []
    for number, before in zip(shown, [0, *shown], strict=False):
        if number - before > 1:
            links.append(PageLink("…"))
        is_far = abs(number - page) == 2 and number not in (1, pages)
        links.append(PageLink(str(number), href.replace("{page}", str(number)), number == page, is_far))
    return Pager(
        pages=tuple(links),
        previous_href=href.replace("{page}", str(page - 1)) if page > 1 else "",
        next_href=href.replace("{page}", str(page + 1)) if page < pages else "",
    )


def list_parts(page: int, *, a_page: int, shown: int, total: int, href: str) -> dict[str, Any]:
    """Return what a page of a list says of where one is: `first`–`last` of `total`, and the pager.

    :param shown: how many rows there are on the page now
    :param href: as `make_pager` takes it
    """
    before = (page - 1) * a_page
    pager = make_pager(page, ceil(total / a_page), href)
    return {"total": total, "first": before + 1, "last": before + shown, "pager": pager}


def page_number(request: HttpRequest) -> int:
    """Return the page that the address asks for; the first where it asks for none that could be."""
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 7 else 1

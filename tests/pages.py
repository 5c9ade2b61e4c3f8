"""A page that somebody opened: what it says and offers, in words that a test reads well with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse
from lxml import html

from tests.page_faults import list_faults

if TYPE_CHECKING:
    from tests.visiting import Visitor


@dataclass(frozen=True)
class Table:
    """A table's header and its rows, cell by cell."""

    header: list[str]
    rows: list[list[str]]

    def column(self, name: str) -> list[str]:
        """Return the cells under a header."""
        return [row[self.header.index(name)] for row in self.rows]


class Page:
    """An answer. Every whole HTML page is looked over for faults before a test sees it."""

    def __init__(self, response: HttpResponse, url: str, *, visitor: Visitor) -> None:
        self.response, self.url, self.visitor = response, url, visitor
        self.status = response.status_code
        self.is_html = response.headers.get("Content-Type", "").startswith("text/html")
        self.tree = html.fromstring(self.body) if self.is_html and self.body.strip() else None
        if self.tree is not None and self.body.lstrip().lower().startswith("<!doctype"):
            assert (faults := list_faults(self.tree, self.body)) == [], f"{url}: {faults}"

    @property
    def body(self) -> str:
        """The answer as it was sent."""
        return self.response.content.decode()

    @property
    def text(self) -> str:
        """What a reader sees, in one line."""
        return plain("".join(_visible(self._shown)))

    @property
    def title(self) -> str:
        found = self._shown.find(".//title")
        return plain(found.text or "") if found is not None else ""

    @property
    def heading(self) -> str:
        return _text(self._shown.find(".//h1"))

    @property
    def language(self) -> str:
        return self._shown.get("lang", "")

    @property
    def buttons(self) -> list[str]:
        """The names of the buttons, and of links that look like one."""
        found = self._shown.xpath("//button | //input[@type='submit'] | //a[contains(@class, 'button')]")
        return [_name(element) for element in found]

    @property
    def filled_button(self) -> str:
        """The name of the page's one filled button."""
        (found,) = self._shown.xpath("//main//*[contains(@class, 'filled')]")
        return _name(found)

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its name; of two with one name, the first."""
        found: dict[str, str] = {}
        for element in self._shown.xpath("//a[@href]"):
            found.setdefault(_name(element), element.get("href"))
        return found

    @property
    def form(self) -> dict[str, str]:
        """The fields of the forms in the page's main part, and what they hold."""
        fields = self._shown.xpath("//main//form//*[@name]")
        return {field.get("name"): str(getattr(field, "value", None) or "") for field in fields}

    def says(self, *sentences: str) -> Page:
        """Make sure that a reader sees each of the sentences."""
        for sentence in sentences:
            assert plain(sentence) in self.text, f"{self.url} does not say “{sentence}” but: {self.text}"
        return self

    def has_no(self, *sentences: str) -> Page:
        """Make sure that none of the sentences stands anywhere in the answer."""
        for sentence in sentences:
            assert plain(sentence) not in self.text, f"{self.url} says “{sentence}”"
            assert sentence not in self.body, f"{self.url} holds “{sentence}”"
        return self

    def has_button(self, name: str) -> Page:
        assert name in self.buttons, f"{self.url} has no button {name!r} but {self.buttons}"
        return self

    def has_no_button(self, name: str) -> Page:
        assert name not in self.buttons, f"{self.url} has a button {name!r}"
        return self

    def has_link(self, name: str) -> Page:
        assert name in self.links, f"{self.url} has no link {name!r} but {list(self.links)}"
        return self

    def has_no_link(self, name: str) -> Page:
        assert name not in self.links, f"{self.url} has a link {name!r}"
        return self

    def is_shown(self) -> Page:
        return self._answers(200)

    def is_forbidden(self) -> Page:
        return self._answers(403)

    def is_not_there(self) -> Page:
        return self._answers(404)

    def asks_to_sign_in(self) -> Page:
        """Make sure that the answer leads to signing in, and from there back here."""
        self._answers(302)
        where = self.response.headers["Location"]
        assert where.startswith(_sign_in_address()), f"{self.url} leads to {where}"
        assert "next=" in where
        return self

    def leads_on(self) -> Page:
        """Follow a redirect within the site and return the page it leads to."""
        assert self.status in (302, 303), f"{self.url} answers {self.status} and leads nowhere"
        return self.visitor.open(urljoin(self.url, self.response.headers["Location"]))

    def follow(self, name: str) -> Page:
        """Follow the link of that name."""
        self.has_link(name)
        return self.visitor.open(urljoin(self.url, self.links[name]))

    def table(self, caption: str = "") -> Table:
        """Return the page's first table, or the first whose caption has the words."""
        for element in self._shown.iter("table"):
            if plain(caption) in _text(element.find("caption")):
                rows = [[_text(cell) for cell in row.xpath("./th | ./td")] for row in element.iter("tr")]
                return Table(header=rows[0], rows=rows[1:])
        raise AssertionError(f"{self.url} has no table {caption!r}")

    @property
    def _shown(self) -> html.HtmlElement:
        assert self.tree is not None, f"{self.url} answers {self.status} without a page: {self.body[:200]}"
        return self.tree

    def _answers(self, status: int) -> Page:
        assert self.status == status, f"{self.url} answers {self.status}, not {status}"
        return self


def plain(text: str) -> str:
    """Return a text with every run of blanks, of whatever width, as one space."""
    return " ".join(text.split())


def _visible(element: html.HtmlElement) -> list[str]:
    if not isinstance(element.tag, str) or element.tag in ("head", "script", "style", "template"):
        return [" ", element.tail or ""]
    inner = [element.text or "", *(part for child in element for part in _visible(child))]
    gap = "" if element.tag in INLINE else " "
    return [gap, *inner, gap, element.tail or ""]


INLINE = {"a", "abbr", "b", "bdi", "em", "i", "mark", "span", "strong", "sub", "sup", "time", "data", "tspan"}


def _text(element: html.HtmlElement | None) -> str:
    return "" if element is None else plain("".join(_visible(element)[:-1]))


def _name(element: html.HtmlElement) -> str:
    return element.get("aria-label") or _text(element) or element.get("value") or ""


def _sign_in_address() -> str:
    from django.shortcuts import resolve_url

    return resolve_url(settings.LOGIN_URL)

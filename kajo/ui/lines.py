"""The frame's lists as HTML: they stand on every page, and a template's loop takes ten times as long."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kajo.ui.frame import Choice, Language, MenuLink, NavLink
from kajo.ui.parts import Tab


def nav_lines(links: Iterable[NavLink]) -> SafeString:
    """Return the main links; the word is repeated for CSS, which keeps room for it in bold."""
    return _safe(_nav_line(link) for link in links)


def menu_lines(links: Iterable[MenuLink], csrf_token: str) -> SafeString:
    """Return the lines of a menu; what changes something is a button of a form."""
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{csrf_token}">' if csrf_token else ""
    return _safe(f'<li class="plain">{_menu_link(link, token)}</li>' for link in links)


def choice_lines(choices: Iterable[Choice]) -> SafeString:
    """Return the lines of the chooser."""
    return _safe(_choice_line(choice) for choice in choices)


def language_buttons(languages: Iterable[Language]) -> SafeString:
    """Return a button for each language, in its own words."""
    return _safe(
        f'<button class="link" name="language" value="{language.code}" lang="{language.code}">'
        f"{escape(language.name)}</button>\n"
        for language in languages
    )


def switch_links(options: Iterable[Tab]) -> SafeString:
    """Return the links of a switch."""
    return _safe(
        f'<a href="{escape(option.href)}"{_current("true", option.current)}>{escape(option.label)}</a>'
        for option in options
    )


def _nav_line(link: NavLink) -> str:
    label = escape(link.label)
    count = "" if link.count is None else f' <span class="count">{link.count}</span>'
    return (
        f'<li><a href="{escape(link.href)}"{_current("page", link.current)}>'
        f'<span class="nav-word" data-word="{label}">{label}</span>{count}</a></li>'
    )


def _menu_link(link: MenuLink, token: str) -> str:
    href, label = escape(link.href), escape(link.label)
    if not link.post:
        return f'<a href="{href}">{label}</a>'
    return f'<form method="post" action="{href}">{token}<button class="link">{label}</button></form>'


def _choice_line(choice: Choice) -> str:
    name, note = escape(choice.name), f'<span class="note">{escape(choice.note)}</span>'
    if choice.current:
        return f'<li class="current"><strong class="name">{name}</strong> {note}</li>\n'
    return f'<li><a href="{escape(choice.href)}">{name}</a> {note}</li>\n'


def _current(kind: str, is_current: bool) -> str:
    return f' aria-current="{kind}"' if is_current else ""


def _safe(lines: Iterable[str]) -> SafeString:
    return mark_safe("".join(lines))  # noqa: S308 what comes from elsewhere is escaped above

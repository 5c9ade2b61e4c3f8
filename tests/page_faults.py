"""Faults that no page may have, whatever it shows."""

from __future__ import annotations

from collections import Counter

from lxml import html

UNDEFINED = "‹undefined"  # what tests/settings.py puts in place of a template's undefined variable


def list_faults(tree: html.HtmlElement, body: str) -> list[str]:
    """Return what is wrong with a whole page, in words."""
    faults = []
    if len(headings := list(tree.iter("h1"))) != 1:
        faults.append(f"{len(headings)} main headings")
    title = tree.find(".//title")
    if title is None or not (title.text or "").strip():
        faults.append("no title")
    if not tree.get("lang"):
        faults.append("no language")
    ids = Counter(element.get("id") for element in tree.xpath("//*[@id]"))
    faults += [f"the id {name} {times} times" for name, times in ids.items() if times > 1]
    if UNDEFINED in body:
        faults.append(body[body.index(UNDEFINED) :][:80])
    return faults + _inline(tree) + _dangling(tree, set(ids))


def _inline(tree: html.HtmlElement) -> list[str]:
    """Return what the content security policy would not let run."""
    faults = [f"a style on <{element.tag}>" for element in tree.xpath("//*[@style]")]
    faults += ["a <style>" for _ in tree.xpath("//style")]
    scripts = tree.xpath("//script[not(@src)]")
    faults += ["an inline script" for script in scripts if script.get("type") != "application/json"]
    handlers = tree.xpath("//@*[starts-with(name(), 'on')]")
    return faults + [f"an event handler: {handler}" for handler in handlers]


def _dangling(tree: html.HtmlElement, ids: set[str | None]) -> list[str]:
    """Return references to elements that the page does not have."""
    named = tree.xpath("//@for | //@aria-labelledby | //@aria-describedby | //@aria-controls")
    wanted = {name for names in named for name in names.split()}
    wanted |= {link[1:] for link in tree.xpath("//@href") if link.startswith("#") and len(link) > 1}
    return [f"points to the id {name}, which is not there" for name in sorted(wanted - ids)]

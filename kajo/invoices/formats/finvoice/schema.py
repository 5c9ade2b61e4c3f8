"""The schema of Finvoice 3.0, and what tells one invoice's content from another's.

Finvoice3.0.xsd is Finance Finland's public schema (file.finanssiala.fi/finvoice/Finvoice3.0.xsd), here as
kept in github.com/mhaulo/finvoice3 (MIT), modified 17 December 2020.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from kajo.invoices.parsed import Odd
from kajo.invoices.words import Notice

FILE = Path(__file__).parent / "Finvoice3.0.xsd"
CHECKED_VERSION = "3."
# What a second copy of the same invoice may say otherwise: how it was sent, and that it is a copy.
NOT_CONTENT = ("MessageTransmissionDetails", "InvoiceDetails/OriginCode", "InvoiceDetails/OriginText")


def breaks_of(root: etree._Element, line: int) -> list[Odd]:
    """Return where a document of version 3 first breaks the schema; others are not checked."""
    schema = _schema()
    if not root.get("Version", "").startswith(CHECKED_VERSION) or schema.validate(root):
        return []
    entries: Any = schema.error_log
    breaks = list(entries)
    line_of_file = breaks[0].line + line - 1
    facts = {"line": str(line_of_file), "problem": breaks[0].message, "breaks": str(len(breaks))}
    return [Odd(Notice.BREAKS_SCHEMA, facts)]


def fingerprint(root: etree._Element) -> str:
    """Return the SHA-256 of the content, whatever its encoding and frame. The tree loses what is no content.

    The parser has left out comments and the space between elements.
    """
    for path in NOT_CONTENT:
        for element in root.findall(path):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    return hashlib.sha256(etree.tostring(root, method="c14n")).hexdigest()


@cache
def _schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(FILE, parser))

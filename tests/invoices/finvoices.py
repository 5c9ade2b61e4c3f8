"""Finvoice files for tests, made from one electricity bill by changing its text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kajo.core import times
from kajo.core.refusals import ImportRefused
from kajo.import_api.loading import Report, load, load_all
from kajo.metering.formats.options import Options

DATA = Path(__file__).parents[1] / "data" / "finvoice"
BILL = (DATA / "electricity.xml").read_text(encoding="utf-8")
NUMBER = "86851625"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

EUROS = 'AmountCurrencyIdentifier="EUR"'
IN_TWO_PARTS = f"""<PartialPaymentDetails>
<PaidAmount {EUROS}>0,00</PaidAmount><UnPaidAmount {EUROS}>50,20</UnPaidAmount>
<PartialPaymentVatIncludedAmount {EUROS}>25,10</PartialPaymentVatIncludedAmount>
<PartialPaymentVatIncludedAmount {EUROS}>25,10</PartialPaymentVatIncludedAmount>
<PartialPaymentVatExcludedAmount {EUROS}>20,00</PartialPaymentVatExcludedAmount>
<PartialPaymentVatExcludedAmount {EUROS}>20,00</PartialPaymentVatExcludedAmount>
<PartialPaymentDueDate Format="CCYYMMDD">20261115</PartialPaymentDueDate>
<PartialPaymentDueDate Format="CCYYMMDD">20261215</PartialPaymentDueDate>
<PartialPaymentReferenceIdentifier>1232</PartialPaymentReferenceIdentifier>
<PartialPaymentReferenceIdentifier>868516259619897</PartialPaymentReferenceIdentifier>
</PartialPaymentDetails>"""

FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd">
<SOAP-ENV:Header>
<eb:MessageHeader SOAP-ENV:mustUnderstand="1" eb:id="MsgHdr">
<eb:From><eb:PartyId>003720774740</eb:PartyId><eb:Role>Sender</eb:Role></eb:From>
<eb:To><eb:PartyId>FI123</eb:PartyId><eb:Role>Receiver</eb:Role></eb:To>
<eb:CPAId>yoursandmycpa</eb:CPAId><eb:Service>Routing</eb:Service><eb:Action>ProcessInvoice</eb:Action>
</eb:MessageHeader>
</SOAP-ENV:Header>
<SOAP-ENV:Body><eb:Manifest eb:id="Manifest" eb:version="2.0"/></SOAP-ENV:Body>
</SOAP-ENV:Envelope>
"""


def bill(number: str = NUMBER, **changes: str) -> str:
    """Return the bill with another number and with other words in the elements named."""
    text = BILL.replace(f">{NUMBER}<", f">{number}<")
    for element, words in changes.items():
        text = with_text(text, element, words)
    return text


def with_text(text: str, element: str, words: str) -> str:
    """Return the document with other words in the first element of that name."""
    begin = text.index(">", text.index(f"<{element}")) + 1
    return text[:begin] + words + text[text.index("<", begin) :]


def without(text: str, element: str) -> str:
    """Return the document without the first element of that name."""
    begin, end = text.index(f"<{element}"), text.index(f"</{element}>") + len(element) + 3
    return text[:begin] + text[end:]


def before(text: str, mark: str, added: str) -> str:
    """Return the document with something put before the first mark."""
    assert mark in text
    return text.replace(mark, added + mark, 1)


def row(name: str, net: str, **elements: str) -> str:
    """Return a row; elements stand in the order of the schema."""
    inner = "".join(f"<{element}>{words}</{element}>" for element, words in elements.items())
    sums = f'<RowVatExcludedAmount AmountCurrencyIdentifier="EUR">{net}</RowVatExcludedAmount>'
    return f"<InvoiceRow><ArticleName>{name}</ArticleName>{inner}{sums}</InvoiceRow>"


def credit_note(number: str = "9001", credited: str = NUMBER) -> str:
    """Return a credit note of the whole bill."""
    text = bill(number, InvoiceTypeCode="INV02").replace(">40,00<", ">-40,00<").replace(">10,20<", ">-10,20<")
    text = text.replace(">50,20<", ">-50,20<").replace(">36,00<", ">-36,00<").replace(">4,00<", ">-4,00<")
    text = text.replace(">500<", ">-500<").replace('"MON">1<', '"MON">-1<')
    text = text.replace('UnitPriceUnitCode="kk">-4,00', 'UnitPriceUnitCode="kk">4,00')
    original = f"<OriginalInvoiceNumber>{credited}</OriginalInvoiceNumber>"
    return before(text, "<InvoicingPeriodStartDate", original)


def put(folder: Path, content: str | bytes, name: str = "bill.xml") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def take(folder: Path, content: str | bytes, name: str = "bill.xml", **said: Any) -> Report:
    """Write a file and load it."""
    return load(put(folder, content, name), Options(**said), now=times.now())


def take_all(*paths: Path) -> list[Report | ImportRefused]:
    """Load files and folders together."""
    return list(load_all(paths, Options(), now=times.now()))

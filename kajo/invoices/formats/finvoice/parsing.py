"""A Finvoice file into invoices: versions 1, 2 and 3, as senders write them.

What merely breaks the schema is taken with a notice; what lacks a needed fact is refused. What is not
understood stays in the stored document. Nothing outside the file is ever read, and entities are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kajo.core.refusals import Faults
from kajo.invoices.formats.finvoice.paying import is_debited, read_instalments
from kajo.invoices.formats.finvoice.reading import (
    LACKS,
    Fact,
    Reader,
    day,
    language,
    number,
    payment_number,
    percent,
    text,
)
from kajo.invoices.formats.finvoice.rows import address_in, read_rates, read_rows, read_sites
from kajo.invoices.formats.finvoice.schema import breaks_of, fingerprint
from kajo.invoices.formats.finvoice.splitting import Document, split
from kajo.invoices.links import bill_name, is_of_the_web, last_part
from kajo.invoices.parsed import Attachment, ParsedInvoice, may_lie_beside
from kajo.invoices.records import InvoiceLink, InvoiceRecord, Party
from kajo.invoices.words import Channel, InvoiceKind, Source

INVOICE = "InvoiceDetails/"
TERMS = "InvoiceDetails/PaymentTermsDetails/"
FINE = f"{TERMS}PaymentOverDueFineDetails/"
EPI = "EpiDetails/EpiPaymentInstructionDetails/"
EPI_PARTY = "EpiDetails/EpiPartyDetails/"
BENEFICIARY = f"{EPI_PARTY}EpiBeneficiaryPartyDetails/"

HEADER = (
    Fact("number", (f"{INVOICE}InvoiceNumber",), text, is_needed=True),
    Fact("dated_on", (f"{INVOICE}InvoiceDate",), day, is_needed=True),
    Fact("total_with_vat", (f"{INVOICE}InvoiceTotalVatIncludedAmount",), number, is_needed=True),
    Fact("customer", (f"{INVOICE}SellersBuyerIdentifier",), text),
    Fact("type_text", (f"{INVOICE}InvoiceTypeText",), text),
    Fact(
        "starts_on",
        (f"{INVOICE}InvoicingPeriodStartDate", "DeliveryDetails/DeliveryPeriodDetails/StartDate"),
        day,
    ),
    Fact(
        "last_day", (f"{INVOICE}InvoicingPeriodEndDate", "DeliveryDetails/DeliveryPeriodDetails/EndDate"), day
    ),
    Fact("total_without_vat", (f"{INVOICE}InvoiceTotalVatExcludedAmount",), number),
    Fact("total_vat", (f"{INVOICE}InvoiceTotalVatAmount",), number),
    Fact("rounding", (f"{INVOICE}InvoiceTotalRoundoffAmount",), number),
    Fact("paid_before", (f"{INVOICE}InvoicePaidAmount",), number),
    Fact("agreement_number", (f"{INVOICE}AgreementIdentifier",), text),
    Fact("agreement_kind", (f"{INVOICE}AgreementTypeText",), text),
    Fact("due_on", (f"{TERMS}InvoiceDueDate", f"{EPI}EpiDateOptionDate"), day),
    Fact("overdue_percent", (f"{FINE}PaymentOverDueFinePercent",), percent),
    Fact("overdue_fee", (f"{FINE}PaymentOverDueFixedAmount",), number),
    Fact("amount_to_pay", (f"{EPI}EpiInstructedAmount",), number),
    Fact("payee", (f"{BENEFICIARY}EpiNameAddressDetails", "SellerPartyDetails/SellerOrganisationName"), text),
    Fact("bic", (f"{EPI_PARTY}EpiBfiPartyDetails/EpiBfiIdentifier",), payment_number),
    Fact("iban", (f"{BENEFICIARY}EpiAccountID",), payment_number),
    Fact("reference", (f"{EPI}EpiRemittanceInfoIdentifier",), payment_number),
    Fact("language", ("InvoiceRecipientLanguageCode",), language),
)
CREDITED = Fact(
    "credited_number",
    (
        f"{INVOICE}OriginalInvoiceNumber",
        f"{INVOICE}OriginalInvoiceReference/InvoiceNumber",
        "InvoiceRow/OriginalInvoiceNumber",
    ),
    text,
)
SELLER = (
    Fact("business_id", ("SellerPartyDetails/SellerPartyIdentifier",), text),
    Fact(
        "phone",
        (
            "SellerCommunicationDetails/SellerPhoneNumberIdentifier",
            "SellerInformationDetails/SellerPhoneNumber",
        ),
        text,
    ),
    Fact(
        "email",
        (
            "SellerCommunicationDetails/SellerEmailaddressIdentifier",
            "SellerInformationDetails/SellerCommonEmailaddressIdentifier",
        ),
        text,
    ),
    Fact("website", ("SellerInformationDetails/SellerWebaddressIdentifier",), text),
)
BUYER = (Fact("business_id", ("BuyerPartyDetails/BuyerPartyIdentifier",), text),)
SELLER_ADDRESS = "SellerPartyDetails/SellerPostalAddressDetails"
BUYER_ADDRESS = "BuyerPartyDetails/BuyerPostalAddressDetails"
FREE_TEXTS = (
    f"{INVOICE}InvoiceFreeText",
    f"{INVOICE}InvoiceVatFreeText",
    f"{INVOICE}VatSpecificationDetails/VatFreeText",
)
SPECIFICATION = "SpecificationDetails/SpecificationFreeText"

TYPE = f"{INVOICE}InvoiceTypeCode"
CREDIT_TYPES = {"INV02", "381"}
INVOICE_TYPE = re.compile(r"INV[0-9]{2}|38[0-9]")
ENCODINGS = {"utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii", "ascii"}
UNICODE = {"utf-8", "us-ascii", "ascii"}
NUMBER_LENGTH = 50


def parse(content: bytes, faults: Faults) -> tuple[ParsedInvoice, ...]:
    """Return the invoices of a Finvoice file; what is wrong is noted in `faults`, by line and element."""
    return tuple(parsed for document in split(content, faults) for parsed in _document(document, faults))


def _document(document: Document, faults: Faults) -> Iterator[ParsedInvoice]:
    root = _root(document, faults)
    if root is None:
        return
    before = len(faults.found)
    reader = Reader(faults, document.line)
    facts = reader.read(root, HEADER)
    kind = _kind(root, reader)
    _check_currency(root, reader)
    if len(facts.get("number", "")) > NUMBER_LENGTH:
        reader.refuse(root, "InvoiceNumber", f"is longer than {NUMBER_LENGTH} characters")
    if len(faults.found) > before or kind is None:
        return
    links = [*_links(root)]
    record = _record(root, reader, kind, facts, tuple(link for link, _ in links))
    own_name = bill_name(record.number)
    breaks = breaks_of(root, document.line)
    yield ParsedInvoice(
        record,
        document.line,
        Source.FINVOICE,
        fingerprint(root),
        original=document.content,
        attachments=tuple(
            Attachment(place, name)
            for place, (_, name) in enumerate(links, start=1)
            if name and name != own_name
        ),
        odd=tuple(breaks),
        channel=Channel.DIRECT_DEBIT if is_debited(root) else None,
    )


def _root(document: Document, faults: Faults) -> etree._Element | None:
    """Return the document's root, or note why it is no XML that Kajo reads."""
    problem = _wrong_encoding(document)
    if problem:
        faults.add(document.line, None, problem)
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_blank_text=True,
    )
    try:
        root = etree.fromstring(document.xml, parser)
    except etree.XMLSyntaxError as error:
        line = (error.lineno or 1) + document.line - 1
        faults.add(line, None, f"is not well-formed XML ({error.msg}); send the file anew")
        return None
    if root.getroottree().docinfo.internalDTD is not None or root.tag != "Finvoice":
        faults.add(document.line, None, "is not a plain Finvoice document; leave out its document type")
        return None
    return root


def _wrong_encoding(document: Document) -> str | None:
    """Return what is wrong with the declared encoding: not one of those in use, or not the bytes' own."""
    name, content = document.encoding, document.content
    if name not in ENCODINGS:
        return f"declares the encoding {name}; send it in UTF-8 or ISO-8859-15"
    if content.isascii():
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = document.line + content.count(b"\n", 0, error.start)
        problem = f"is not in {name} on line {line}, as it says; declare the encoding that it is in"
        return problem if name in UNICODE else None
    return (
        None if name == "utf-8" else f"says that it is in {name}, but it is in UTF-8; correct the declaration"
    )


def _kind(root: etree._Element, reader: Reader) -> InvoiceKind | None:
    """Return what the document is, or note that it is not an invoice at all."""
    code = text(root.findtext(TYPE) or root.findtext(f"{TYPE}UN") or "")
    if not INVOICE_TYPE.fullmatch(code):
        problem = (
            f"{code!r} is no type of an invoice; correct it and send the invoice anew" if code else LACKS
        )
        reader.refuse(root, TYPE, problem)
        return None
    if text(root.findtext(f"{INVOICE}OriginCode") or "").lower() == "cancel":
        reader.refuse(root, f"{INVOICE}OriginCode", "cancels an invoice; send a credit note instead")
        return None
    return InvoiceKind.CREDIT_NOTE if code in CREDIT_TYPES else InvoiceKind.INVOICE


def _check_currency(root: etree._Element, reader: Reader) -> None:
    total = root.find(f"{INVOICE}InvoiceTotalVatIncludedAmount")
    currency = "EUR" if total is None else total.get("AmountCurrencyIdentifier", "EUR")
    if total is not None and currency != "EUR":
        reader.refuse(total, str(total.tag), f"is in {currency}; send the invoice in euros")


def _record(
    root: etree._Element,
    reader: Reader,
    kind: InvoiceKind,
    facts: dict[str, Any],
    links: tuple[InvoiceLink, ...],
) -> InvoiceRecord:
    if kind is InvoiceKind.CREDIT_NOTE:
        facts |= reader.read(root, [CREDITED])
    if "starts_on" in facts and facts.get("last_day", facts["starts_on"]) < facts["starts_on"]:
        reader.note(
            root, f"{INVOICE}InvoicingPeriodEndDate", "is before the period's start; the period is left out"
        )
        del facts["starts_on"], facts["last_day"]
    rows = read_rows(root, reader)
    seller = Party.model_construct(
        None,
        **reader.read(root, SELLER),
        name=" ".join(reader.texts(root, "SellerPartyDetails/SellerOrganisationName")),
        address=address_in(root, SELLER_ADDRESS),
    )
    buyer = Party.model_construct(
        None,
        **reader.read(root, BUYER),
        name=" ".join(reader.texts(root, "BuyerPartyDetails/BuyerOrganisationName")),
        address=address_in(root, BUYER_ADDRESS),
    )
    facts |= _own_iban(root, facts)
    return InvoiceRecord.model_construct(
        None,
        **facts,
        record="invoice",
        change_number=0,
        kind=kind,
        terms_text=" ".join(reader.texts(root, f"{TERMS}PaymentTermsFreeText")),
        overdue_text=" ".join(reader.texts(root, f"{FINE}PaymentOverDueFineFreeText")),
        seller=seller,
        buyer=buyer,
        free_texts=tuple(line for path in FREE_TEXTS for line in reader.texts(root, path)),
        specification=tuple(reader.texts(root, SPECIFICATION)),
        links=links,
        sites=read_sites(root, rows, facts.get("agreement_number", "")),
        instalments=read_instalments(root, reader),
        vats=read_rates(root, reader),
        rows=rows,
    )


def _own_iban(root: etree._Element, facts: dict[str, Any]) -> dict[str, str]:
    """Return the seller's IBAN where the payment names a domestic account number, as old versions may."""
    account = root.find(f"{BENEFICIARY}EpiAccountID")
    if account is None or account.get("IdentificationSchemeName") != "BBAN":
        return {}
    for own in root.findall("SellerInformationDetails/SellerAccountDetails/SellerAccountID"):
        if own.get("IdentificationSchemeName") == "IBAN" and own.text:
            return {"iban": payment_number(own.text)}
    return {}


def _links(root: etree._Element) -> Iterator[tuple[InvoiceLink, str]]:
    """Yield the links, each with the file that it names; an address that is not of the web is left out."""
    names = [text(name.text or "") for name in root.findall("InvoiceUrlNameText")]
    addresses = [(address.text or "").strip() for address in root.findall("InvoiceUrlText")]
    for place in range(max(len(names), len(addresses))):
        name = names[place] if place < len(names) else ""
        address = addresses[place] if place < len(addresses) else ""
        link = InvoiceLink.model_construct(None, name=name, url=address if is_of_the_web(address) else "")
        yield link, next(filter(may_lie_beside, (last_part(address), name)), "")

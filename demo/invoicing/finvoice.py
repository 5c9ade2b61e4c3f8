"""An invoice written as Finvoice 3.0, in the order of its schema (Finance Finland)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

from lxml import etree

from kajo.invoices.records import InvoiceLink, InvoiceRecord, InvoiceRow, Party
from kajo.invoices.words import InvoiceKind
from kajo.pricing.rows import CENT

ENCODING = "ISO-8859-15"
DAY = {"Format": "CCYYMMDD"}
EURO = {"AmountCurrencyIdentifier": "EUR"}
UN_UNITS = {"kWh": "KWH", "kk": "MON", "mån": "MON", "mo": "MON", "kpl": "C62", "st": "C62", "pc": "C62"}
LONGEST_TEXT = 35


def finvoice_of(invoice: InvoiceRecord, own: dict[str, str] | None = None) -> bytes:
    """Return the document, with its declaration and in the encoding that the guideline uses.

    :param own: elements of the sender's own, which no schema knows, with their words
    """
    root = etree.Element("Finvoice", Version="3.0")
    _seller(root, invoice)
    put(root, "InvoiceRecipientLanguageCode", invoice.language.upper())
    buyer = put(root, "BuyerPartyDetails")
    if invoice.buyer.business_id:
        put(buyer, "BuyerPartyIdentifier", invoice.buyer.business_id)
    put(buyer, "BuyerOrganisationName", invoice.buyer.name)
    _address(buyer, "Buyer", invoice.buyer)
    _delivery(root, invoice)
    _details(put(root, "InvoiceDetails"), invoice)
    if invoice.instalments:
        _instalments(put(root, "PartialPaymentDetails"), invoice)
    for position, row in enumerate(invoice.rows, start=1):
        _row(put(root, "InvoiceRow"), row, position)
        if row.rows:
            group = put(root, "InvoiceRow")
            for place, sub in enumerate(row.rows, start=1):
                _row(put(group, "SubInvoiceRow"), sub, place, "Sub")
    specification = put(root, "SpecificationDetails")
    for text in invoice.free_texts:
        put(specification, "SpecificationFreeText", text[:80])
    _epi(put(root, "EpiDetails"), invoice)
    bill = InvoiceLink(
        name=f"{invoice.type_text} {invoice.number}", url=f"{invoice.seller.website}/{invoice.number}.pdf"
    )
    for link in (bill, *invoice.links):
        put(root, "InvoiceUrlNameText", link.name)
    for link in (bill, *invoice.links):
        put(root, "InvoiceUrlText", link.url)
    for name, words in (own or {}).items():
        put(root, name, words)
    document = BytesIO()
    etree.ElementTree(root).write(document, encoding=ENCODING, xml_declaration=True, pretty_print=True)
    return document.getvalue()


def put(
    parent: etree._Element, name: str, text: str | None = None, attributes: dict[str, str] | None = None
) -> etree._Element:
    """Add an element and return it."""
    element = etree.SubElement(parent, name, attributes or {})
    element.text = text
    return element


def put_day(parent: etree._Element, name: str, day: date | None) -> None:
    if day is not None:
        put(parent, name, f"{day:%Y%m%d}", DAY)


def put_money(parent: etree._Element, name: str, amount: Decimal | None) -> None:
    if amount is not None:
        put(parent, name, _comma(amount), EURO)


def _comma(number: Decimal) -> str:
    """Return a number as Finvoice writes it: a comma, and never a single decimal."""
    text = f"{number:f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(2, "0") if decimals else ""
    return f"{whole},{decimals}" if decimals else whole


def _seller(root: etree._Element, invoice: InvoiceRecord) -> None:
    seller = put(root, "SellerPartyDetails")
    put(seller, "SellerPartyIdentifier", invoice.seller.business_id)
    put(seller, "SellerOrganisationName", invoice.seller.name)
    put(seller, "SellerOrganisationTaxCode", f"FI{invoice.seller.business_id.replace('-', '')}")
    _address(seller, "Seller", invoice.seller)
    contact = put(root, "SellerCommunicationDetails")
    put(contact, "SellerPhoneNumberIdentifier", invoice.seller.phone)
    put(contact, "SellerEmailaddressIdentifier", invoice.seller.email)
    information = put(root, "SellerInformationDetails")
    put(information, "SellerWebaddressIdentifier", invoice.seller.website)
    account = put(information, "SellerAccountDetails")
    put(account, "SellerAccountID", invoice.iban, {"IdentificationSchemeName": "IBAN"})
    put(account, "SellerBic", invoice.bic, {"IdentificationSchemeName": "BIC"})


def _address(parent: etree._Element, who: str, party: Party) -> None:
    street, town = party.address.split(", ")
    postcode, _, city = town.partition(" ")
    address = put(parent, f"{who}PostalAddressDetails")
    put(address, f"{who}StreetName", street[:LONGEST_TEXT])
    put(address, f"{who}TownName", city)
    put(address, f"{who}PostCodeIdentifier", postcode)
    put(address, "CountryCode", "FI")


def _delivery(root: etree._Element, invoice: InvoiceRecord) -> None:
    if len(invoice.sites) != 1:
        return
    (site,) = invoice.sites
    party = put(root, "DeliveryPartyDetails")
    put(party, "DeliveryOrganisationName", invoice.buyer.name[:LONGEST_TEXT])
    _address(party, "Delivery", Party(address=site.address))
    put(root, "DeliverySiteCode", site.gsrn)


def _details(details: etree._Element, invoice: InvoiceRecord) -> None:
    is_credit = invoice.kind is InvoiceKind.CREDIT_NOTE
    put(details, "InvoiceTypeCode", "INV02" if is_credit else "INV01", {"CodeListAgencyIdentifier": "SPY"})
    put(details, "InvoiceTypeText", invoice.type_text)
    put(details, "OriginCode", "Original")
    if len(invoice.sites) == 1:
        put(details, "InvoicedObjectID", invoice.sites[0].gsrn)
    put(details, "InvoiceNumber", invoice.number)
    put_day(details, "InvoiceDate", invoice.dated_on)
    if invoice.credited_number:
        put(details, "OriginalInvoiceNumber", invoice.credited_number)
    put_day(details, "InvoicingPeriodStartDate", invoice.starts_on)
    put_day(details, "InvoicingPeriodEndDate", invoice.last_day)
    if invoice.customer:
        put(details, "SellersBuyerIdentifier", invoice.customer)
    if invoice.agreement_number:
        put(details, "AgreementIdentifier", invoice.agreement_number)
    put(details, "AgreementTypeText", invoice.agreement_kind)
    put_money(details, "InvoiceTotalVatExcludedAmount", invoice.total_without_vat)
    put_money(details, "InvoiceTotalVatAmount", invoice.total_vat)
    put_money(details, "InvoiceTotalVatIncludedAmount", invoice.total_with_vat)
    put_money(details, "InvoicePaidAmount", invoice.paid_before)
    for rate in invoice.vats:
        vat = put(details, "VatSpecificationDetails")
        put_money(vat, "VatBaseAmount", rate.base)
        put(vat, "VatRatePercent", _percent(rate.percent))
        put(vat, "VatCode", rate.code)
        put_money(vat, "VatRateAmount", rate.vat)
    terms = put(details, "PaymentTermsDetails")
    put(terms, "PaymentTermsFreeText", invoice.terms_text)
    put_day(terms, "InvoiceDueDate", invoice.due_on)
    if invoice.overdue_percent is not None:
        fine = put(terms, "PaymentOverDueFineDetails")
        put(fine, "PaymentOverDueFineFreeText", invoice.overdue_text)
        put(fine, "PaymentOverDueFinePercent", _percent(invoice.overdue_percent))


def _instalments(plan: etree._Element, invoice: InvoiceRecord) -> None:
    """Fill in the plan: all sums come first, then all due dates, then all references."""
    parts = invoice.instalments
    put_money(plan, "PaidAmount", Decimal(0))
    put_money(plan, "UnPaidAmount", invoice.total_with_vat)
    for part in parts:
        put_money(plan, "PartialPaymentVatIncludedAmount", part.amount)
    for part in parts:
        share = part.amount / invoice.total_with_vat
        without_vat = ((invoice.total_without_vat or Decimal(0)) * share).quantize(CENT)
        put_money(plan, "PartialPaymentVatExcludedAmount", without_vat)
    for part in parts:
        put_day(plan, "PartialPaymentDueDate", part.due_on)
    for part in parts:
        put(plan, "PartialPaymentReferenceIdentifier", part.reference)


def _percent(percent: Decimal) -> str:
    return f"{percent.normalize():f}".replace(".", ",")


def _row(element: etree._Element, row: InvoiceRow, position: int, sub: str = "") -> None:
    """Fill in a row; the elements of a sub-row begin with its prefix."""
    if sub:
        put(element, "SubRowPositionIdentifier", str(position))
    if row.gsrn:
        put(element, f"{sub}InvoicedObjectID", row.gsrn)
    if row.code:
        put(element, f"{sub}ArticleIdentifier", row.code)
    put(element, f"{sub}ArticleName", row.name)
    if row.description:
        put(element, f"{sub}ArticleDescription", row.description)
    if row.quantity is not None:
        unit = {"QuantityUnitCode": row.unit, "QuantityUnitCodeUN": UN_UNITS[row.unit]}
        put(element, f"{sub}InvoicedQuantity", _comma(row.quantity), unit)
    put_day(element, f"{sub}StartDate", row.starts_on)
    put_day(element, f"{sub}EndDate", row.last_day)
    if row.unit_price_without_vat is not None:
        price, per = {**EURO, "UnitPriceUnitCode": row.unit}, {"QuantityUnitCode": row.unit}
        put(element, f"{sub}UnitPriceAmount", _comma(row.unit_price_without_vat), price)
        if row.price_base_quantity != 1:
            put(element, f"{sub}UnitPriceBaseQuantity", _comma(row.price_base_quantity), per)
    if not sub:
        put(element, "RowPositionIdentifier", str(position))
    if row.vat_percent is not None:
        put(element, f"{sub}RowVatRatePercent", _percent(row.vat_percent))
        put(element, f"{sub}RowVatCode", "S" if row.vat_percent else "O")
    put_money(element, f"{sub}RowVatExcludedAmount", row.amount_without_vat)


def _epi(epi: etree._Element, invoice: InvoiceRecord) -> None:
    identification = put(epi, "EpiIdentificationDetails")
    put_day(identification, "EpiDate", invoice.dated_on)
    put(identification, "EpiReference", invoice.number)
    party = put(epi, "EpiPartyDetails")
    bank = put(party, "EpiBfiPartyDetails")
    put(bank, "EpiBfiIdentifier", invoice.bic, {"IdentificationSchemeName": "BIC"})
    beneficiary = put(party, "EpiBeneficiaryPartyDetails")
    put(beneficiary, "EpiNameAddressDetails", invoice.payee)
    put(beneficiary, "EpiAccountID", invoice.iban, {"IdentificationSchemeName": "IBAN"})
    payment = put(epi, "EpiPaymentInstructionDetails")
    is_rf = invoice.reference.startswith("RF")
    put(
        payment,
        "EpiRemittanceInfoIdentifier",
        invoice.reference if is_rf else invoice.reference.zfill(20),
        {"IdentificationSchemeName": "ISO" if is_rf else "SPY"},
    )
    to_pay = invoice.total_with_vat if invoice.amount_to_pay is None else invoice.amount_to_pay
    put(payment, "EpiInstructedAmount", f"{to_pay:.2f}".replace(".", ","), EURO)
    put(payment, "EpiCharge", "SLEV", {"ChargeOption": "SLEV"})
    put_day(payment, "EpiDateOptionDate", invoice.due_on or invoice.dated_on)

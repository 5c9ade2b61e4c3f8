"""What the made-up retailer's bill says, in Finnish, Swedish and English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str, str]] = {
    "business_id": ("Y-tunnus", "FO-nummer", "Business ID"),
    "summary": ("Yhteenveto", "Sammandrag", "Summary"),
    "vat_rate": ("Arvonlisäverokanta", "Momssats", "VAT rate"),
    "without_vat": ("Veroton", "Exkl. moms", "Without VAT"),
    "vat": ("Alv", "Moms", "VAT"),
    "with_vat": ("Verollinen", "Inkl. moms", "With VAT"),
    "total": ("Yhteensä", "Totalt", "Total"),
    "payment": ("Maksutiedot", "Betalningsuppgifter", "Payment details"),
    "breakdown": ("Erittely", "Specifikation", "Breakdown"),
    "row": ("Mistä", "För", "For"),
    "period": ("Ajalta", "Period", "Period"),
    "quantity": ("Määrä", "Mängd", "Quantity"),
    "price": ("Hinta, alv 0 %", "Pris, moms 0 %", "Price, VAT 0%"),
    "amount": ("Summa, alv 0 %", "Summa, moms 0 %", "Sum, VAT 0%"),
    "rows_without_vat": (
        "Erittelyn hinnat ja summat ovat verottomia. Vero lasketaan verokannoittain rivien summasta.",
        "Priser och summor i specifikationen är utan moms. Momsen räknas per momssats på radernas summa.",
        "Prices and sums in the breakdown are without VAT, which is reckoned by rate on the sum of the rows.",
    ),
    "more": ("Hyvä tietää", "Bra att veta", "Good to know"),
    "number": ("Laskun numero", "Fakturanummer", "Invoice number"),
    "date": ("Päiväys", "Datum", "Date"),
    "customer": ("Asiakasnumero", "Kundnummer", "Customer number"),
    "due": ("Eräpäivä", "Förfallodag", "Due date"),
    "gsrn": ("Käyttöpaikkatunnus", "Förbrukningsplatsens nummer", "Metering point number"),
    "contract": ("Sopimus", "Avtal", "Contract"),
    "payee": ("Saaja", "Mottagare", "Payee"),
    "iban": ("Tilinumero", "Kontonummer", "Account"),
    "reference": ("Viitenumero", "Referensnummer", "Reference number"),
    "to_pay": ("Maksettava", "Att betala", "To pay"),
    "credits": ("Hyvittää laskun", "Krediterar faktura", "Credits invoice"),
}


def words_in(language: str) -> dict[str, str]:
    """Return the words of one language, by what they are called in the code."""
    place = ("fi", "sv", "en").index(language)
    return {name: words[place] for name, words in WORDS.items()}

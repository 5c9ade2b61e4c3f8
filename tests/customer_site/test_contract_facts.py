"""What a contract's page shows beside prices: facts, documents, what changes and when, and what it hides."""

from __future__ import annotations

from datetime import date

import pypdfium2
from django.test import override_settings

from kajo.access.areas import Area
from kajo.changes.models import Change
from kajo.changes.settling import confirm, refuse
from kajo.contracts.models import Contract, ContractDocument, PriceComponent, Product
from kajo.core import times
from kajo.invoices.models import Invoice
from tests.access import people
from tests.conftest import Visit
from tests.world import World

FEBRUARY = date(2027, 2, 1)  # of the bakery's contracts the first day that they are over


def text_of(content: bytes) -> str:
    """Return what a PDF says."""
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def test_a_new_contract_stands_first_with_its_confirmation_profile_and_invoicing(
    world: World, visit: Visit
) -> None:
    vaino = visit(world.vaino)
    listed = vaino.get("contract-list", world.electric_household)
    assert listed.table().rows[0][0].startswith("Kajo Fixed 24 New")
    detail = vaino.get("contract-detail", world.coming_contract)
    before_prices = detail.text.split(" Prices ")[0]
    assert "Contract confirmation (Sopimusvahvistus S-100222.pdf" in before_prices
    assert not detail.tree.xpath("//details[.//text()[contains(., 'Year of building')]]")
    detail.says("Year of building 1986", "Invoices a year")


def test_later_they_fold_under_documents_and_do_not_vanish(world: World, visit: Visit) -> None:
    page = visit(world.sanna).get("contract-detail", world.spot_contract)
    after = page.text.split(" Documents ")[1]
    assert "Contract confirmation (Sopimusvahvistus S-100111.pdf" in after
    assert page.tree.xpath("//details[.//text()[contains(., 'Year of building')]]")
    page.says("Year of building 1974", "Invoicing address Sanna Saarinen")


@override_settings(NEW_CONTRACT_DAYS=5)
def test_the_retailer_says_how_long_a_contract_is_new(world: World, visit: Visit) -> None:
    page = visit(world.iida).get("contract-list", world.movers_household)
    assert not [row for row in page.table().rows if "New" in row[0]]


def test_where_no_confirmation_was_sent_the_page_says_so_and_promises_one_of_a_new_contract_only(
    world: World, visit: Visit
) -> None:
    visit(world.kalle).get("contract-detail", world.kalles_contract).says(
        "The contract confirmation is not in the service. Ask customer service for it."
    )
    ContractDocument.everything.filter(contract=world.coming_contract).delete()
    page = visit(world.vaino).get("contract-detail", world.coming_contract)
    page.says("The contract confirmation appears here when it has been sent")


def test_the_confirmation_is_handed_out_as_it_was_sent(world: World, visit: Visit) -> None:
    document = ContractDocument.everything.get(contract=world.spot_contract)
    page = visit(world.sanna).get("contract-document", world.spot_contract, document=document.key)
    answer = page.is_shown().response
    assert answer.content == bytes(document.content)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_not_there_under_another_contract_or_customer(world: World, visit: Visit) -> None:
    key = ContractDocument.everything.get(contract=world.spot_contract).key
    visit(world.sanna).get("contract-document", world.contract_before_spot, document=key).is_not_there()
    visit(world.vaino).get("contract-document", world.fixed_contract, document=key).is_not_there()
    visit(world.bertta).get("contract-document", world.spot_contract, document=key).is_not_there()


def test_the_summary_says_what_the_page_says_and_is_tagged(world: World, visit: Visit) -> None:
    content = visit(world.vaino).get("contract-summary", world.coming_contract).is_shown().response.content
    assert b"/StructTreeRoot" in content
    said = text_of(content)
    for fact in (
        "Contract summary",
        "It is not the contract confirmation.",
        "S-100222",
        "7.94",
        "6.33",
        "14 days",
    ):
        assert fact in said, said


def test_the_summary_comes_in_the_language_of_the_page(world: World, visit: Visit) -> None:
    page = visit(world.vaino, language="fi").get("contract-summary", world.coming_contract)
    said = text_of(page.response.content)
    assert "Sopimuksen yhteenveto" in said
    assert "Omakotitalo" in said


def test_facts_of_the_contract_are_shown(world: World, visit: Visit) -> None:
    timo = visit(world.timo).get("contract-detail", world.night_contract)
    timo.says("Day and night", "Period of notice 14 days").has_no("Payer")
    timo.says("Product in other languages Kajo Yö ja päivä, Kajo Natt och dag")
    timo.says("Meter number", "Remotely switchable Yes", "Network company Järvialueen Verkko Oy")
    visit(world.maija).get("contract-detail", world.solar_contract).says("Contract partners Venla Niemelä")
    visit(world.leena).get("contract-detail", world.bakery_contract).says(
        "E-invoice", "Bank or operator Maventa"
    )


def test_the_payer_is_named_where_it_is_another(world: World, visit: Visit) -> None:
    contract = Contract.everything.exclude(payer="").select_related("owner").order_by("pk")[0]
    tenant = people.owner("tenant", contract.owner.number)
    visit(tenant).get("contract-detail", contract).says(f"Payer {contract.payer}")


def test_a_company_gets_a_verkkolasku_and_a_person_an_e_lasku(world: World, visit: Visit) -> None:
    leena, contract = visit(world.leena, language="fi"), world.bakery_contract
    pages = [
        leena.get("contract-detail", contract).says("Verkkolaskuosoite 0037"),
        leena.get("invoice-sending", world.bakery_company),
        leena.get("invoice-method", world.bakery_company),
        leena.get("invoice-detail", Invoice.everything.filter(owner=world.bakery_company).latest("dated_on")),
    ]
    for page in pages:
        page.says("Verkkolasku").has_no("E-lasku").has_no("e-lasku")
    assert "Verkkolasku" in text_of(leena.get("contract-summary", contract).response.content)
    Contract.everything.filter(pk=world.fixed_contract.pk).update(invoicing_method="e_invoice")
    vaino = visit(world.vaino, language="fi").get("contract-detail", world.fixed_contract)
    vaino.says("Laskut tulevat E-lasku").has_no("erkkolasku")


def test_a_fixed_term_that_is_over_does_not_end_a_contract_that_went_on(world: World, visit: Visit) -> None:
    noora, contract = visit(world.noora), world.hybrid_contract
    noora.get("contract-detail", contract).says("Period of validity 1 Feb 2024 – 14 Dec 2026")
    Contract.everything.filter(pk=contract.pk).update(fixed_ends_on=date(2026, 2, 1))
    page = noora.get("contract-detail", contract).has_no("Period of validity 1 Feb 2024 – 31 Jan 2026")
    page.says("Period of validity 1 Feb 2024 –", "Fixed-term until 31 Jan 2026")
    assert noora.get("contract-list", world.hybrid_household).table().column("Period of validity") == [
        "1 Feb 2024 –"
    ]


def test_who_has_left_a_home_is_told_nothing_of_its_metering_now(world: World, visit: Visit) -> None:
    now = ("State Connected", "Metering Single rate", "Meter number", "Remotely switchable")
    left = visit(world.iida).get("contract-detail", world.movers_old_contract)
    for fact in now:
        left.has_no(fact)
    left.says("Metering point number (GSRN)", "Network company")
    visit(world.elias).get("contract-detail", world.newcomers_contract).says(*now)


def test_a_hybrid_says_how_far_its_effect_goes(world: World, visit: Visit) -> None:
    noora, hybrid = visit(world.noora), Product.objects.filter(pk=world.hybrid_contract.product_id)
    plain = noora.get("contract-detail", world.hybrid_contract).says("The consumption impact is added")
    plain.has_no("It is at most").has_no("less than 0 c/kWh")
    hybrid.update(effect_cap=5, effect_with_vat=True, effect_stops_at_zero=True, effect_multiplier="0.5")
    page = noora.get("contract-detail", world.hybrid_contract).says("You pay 50.0% of it.")
    page.says("at most 5.00 c/kWh up or down, incl. VAT.", "together never cost less than 0 c/kWh.")
    hybrid.update(effect_with_vat=False)
    noora.get("contract-detail", world.hybrid_contract).says("5.00 c/kWh up or down, excl. VAT.")


def test_the_origin_is_drawn_and_said(world: World, visit: Visit) -> None:
    page = visit(world.sanna).get("contract-detail", world.spot_contract)
    origin = page.table("Origin of the electricity")
    assert origin.rows == [["Renewable", "43.1%"], ["Nuclear power", "38.6%"], ["Fossil and peat", "18.3%"]]
    assert len(page.tree.xpath("//svg[@class='shares']/rect")) == 3


def test_a_notice_stands_30_days_before_a_fixed_term_ends(world: World, visit: Visit) -> None:
    for name, about in (
        ("contract-list", world.hybrid_household),
        ("contract-detail", world.hybrid_contract),
    ):
        page = visit(world.noora).get(name, about)
        page.says("The fixed term of Kajo Flex ends 14 Dec 2026")
        page.says("Strandvägen 21: the contract then continues until further notice.")


def test_a_contract_given_notice_says_so(world: World, visit: Visit) -> None:
    page = visit(world.aarne).get("contract-detail", world.contract_given_notice)
    page.says("Kajo Open-ended ends 2 Dec 2026", "Notice was given on the contract of Koivukuja 3 A 1.")
    page.says("Notice given 18 Nov 2026; the last day is 2 Dec 2026")


def test_what_changes_and_when_is_told_across_all_contracts_of_the_location(
    world: World, visit: Visit
) -> None:
    page = visit(world.vaino).get("contract-detail", world.fixed_contract)
    page.says("15 Jan 2027 Kajo Fixed 24 starts", "14 Jan 2027 Last day of Kajo Fixed 24")
    page.says("15 Jan 2025 Kajo Fixed 24 starts", "14 Jan 2025 Last day of Kajo Open-ended")
    page.says("1 Sep 2024 VAT 25.5%, before that 24.0%")
    page.says("1 Jun 2024 Energy 10.30 c/kWh, before that 12.24, incl. VAT")


def test_bars_of_the_timeline_are_numbered_where_a_name_has_no_room(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("contract-detail", world.fixed_contract)
    assert page.tree.xpath("//div[@class='by-name-where-wide']//text[@class='nr']/text()") == ["1", "2", "3"]
    numbered = [item.text_content() for item in page.tree.xpath("//ul[@class='legend']/li[@class='nr']")]
    assert numbered == ["1Kajo Open-ended", "2Kajo Fixed 24", "3Kajo Fixed 24"]
    alone = visit(world.noora).get("contract-detail", world.hybrid_contract)
    assert alone.tree.xpath("//div[@class='by-name']//text[@class='name']/text()") == ["Kajo Flex"]
    Contract.everything.filter(pk=world.fixed_contract.pk).update(starts_on=date(2026, 11, 1))
    short = visit(world.vaino).get("contract-detail", world.fixed_contract)
    assert short.tree.xpath("//div[@class='by-number']")


def test_the_change_of_december_2022_was_of_electricity_only_until_april(world: World, visit: Visit) -> None:
    page = visit(world.sanna).get("contract-detail", world.contract_before_spot)
    page.says("1 Dec 2022 VAT 10.0%, before that 24.0%", "1 May 2023 VAT 24.0%, before that 10.0%")


@override_settings(CONTRACT_PRICES_KINDS=("spot",))
def test_hidden_prices_stand_nowhere(world: World, visit: Visit) -> None:
    vaino = visit(world.vaino)
    detail = vaino.get("contract-detail", world.fixed_contract)
    detail.says("Prices of contracts of this kind are not shown here.", "Last day of Kajo Open-ended")
    detail.has_no("c/kWh").has_no("VAT 25.5%").has_no("8.48").has_no("6.76").has_no("10.30")
    said = text_of(vaino.get("contract-summary", world.fixed_contract).response.content)
    assert "Prices of contracts of this kind are not shown here." in said
    assert "6.76" not in said
    listed = vaino.get("contract-list", world.electric_household)
    assert set(listed.table().column("Price, incl. VAT")) == {"not shown"}
    orders = [
        [row[2] for row in vaino.get("contract-list", world.electric_household, sort=sort).table().rows]
        for sort in ("", "price", "-price", "components")
    ]
    assert orders == orders[:1] * 4


def test_prices_before_the_day_of_the_setting_leave_no_trace(world: World, visit: Visit) -> None:
    with override_settings(CONTRACT_PRICES_FROM=date(2024, 1, 1)):
        page = visit(world.vaino).get("contract-detail", world.fixed_contract)
    page.says("1 Jun 2024 Energy 10.30 c/kWh").has_no("1 Jun 2023").has_no("18.48")


def test_leena_searches_filters_and_sorts_the_bakerys_contracts(world: World, visit: Visit) -> None:
    leena = visit(world.leena)
    page = leena.get("contract-list", world.bakery_company)
    page.says("All 10", "Valid 5", "Ended 5").has_button("Search")
    found = leena.get("contract-list", world.bakery_company, q="jauhokatu", state="valid")
    assert len(found.table().rows) == 2
    found.says("All 4", "Valid 2", "5 valid contracts.")
    fixed = leena.get("contract-list", world.bakery_company, kind="fixed_term")
    assert {row[0] for row in fixed.table().rows} == {"Kajo Fixed 24 Fixed-term"}
    none = leena.get("contract-list", world.bakery_company, q="nowhere")
    none.says("No contract matches.").has_link("Show all contracts")
    by_address = leena.get("contract-list", world.bakery_company, sort="-address")
    assert by_address.table().rows[0][2].startswith("Pohjantori 6")
    assert by_address.tree.xpath("//th[@aria-sort='descending']")


def test_many_ends_are_told_together_and_lead_to_the_list_by_last_day(world: World, visit: Visit) -> None:
    for days, contract in enumerate(Contract.everything.filter(owner=world.bakery_company, ends_on=FEBRUARY)):
        last = {"ends_on": None, "fixed_ends_on": date(2026, 12, 5 - days)}
        Contract.everything.filter(pk=contract.pk).update(**last)
    leena = visit(world.leena)
    for page in ("front", "contract-list"):
        told = leena.get(page, world.bakery_company).says(
            "5 contracts are about to end, the first 30 Nov 2026"
        )
        told.has_no("Open the contract")
        by_last_day = told.follow("Show them by their last day")
        ends = by_last_day.table().column("Period of validity")
        assert [end.split(" – ")[1] for end in ends] == [
            *("30 Nov 2026", "1 Dec 2026", "2 Dec 2026", "3 Dec 2026", "4 Dec 2026"),
        ]
        assert (
            by_last_day.tree.xpath("//th[@aria-sort='ascending']")[0].text_content() == "Period of validity"
        )


def test_a_price_that_is_not_known_is_not_called_hidden(world: World, visit: Visit) -> None:
    PriceComponent.everything.filter(contract=world.solar_contract).delete()
    (row,) = visit(world.maija).get("contract-list", world.solar_household).table().rows
    assert row[1] == "–"
    assert "No price has been recorded." in row[0]


def test_a_home_with_few_contracts_neither_searches_nor_sorts(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("contract-list", world.electric_household).has_no_button("Search")
    assert not page.tree.xpath("//thead//a")


def test_a_wish_about_invoicing_stands_beside_the_contracts_own_until_it_holds(
    world: World, visit: Visit
) -> None:
    vaino = visit(world.vaino)
    vaino.post("invoice-frequency", world.electric_household, bills_a_year=4)
    key = Change.everything.get(owner=world.electric_household, kind="invoicing.frequency").key
    for contract in (world.fixed_contract, world.cottage_contract, world.coming_contract):
        page = vaino.get("contract-detail", contract)
        page.says("Invoices 4 a year, every third month", "It waits for our confirmation.")
    vaino.get("contract-detail", world.hidden_contract).has_no("every third month")
    confirm(key, now=times.now())
    vaino.get("contract-detail", world.fixed_contract).says("It is confirmed and holds from the next invoice")
    Contract.everything.filter(pk=world.fixed_contract.pk).update(invoices_a_year=4)
    page = vaino.get("contract-detail", world.fixed_contract).has_no("every third month")
    page.says("Invoices a year 4").follow("How invoices are sent, for all contracts").says(
        "What you ask for here holds for all contracts of this customer."
    )


def test_a_refused_wish_leaves_the_contract_as_it_is(world: World, visit: Visit) -> None:
    leena = visit(world.leena)
    contract = Contract.everything.filter(owner=world.bakery_company).latest("starts_on", "pk")
    leena.get("contract-detail", contract).says("Invoices 6 a year, every second month")
    change = Change.everything.get(owner=world.bakery_company, kind="invoicing.frequency")
    refuse(change.key, "Not with this product.", now=times.now())
    leena.get("contract-detail", contract).has_no("every second month").has_no("Not with this product.")


def test_who_holds_contracts_only_sees_no_wish_about_invoices(world: World, visit: Visit) -> None:
    reader = visit(people.reader("contracts-only", world.bakery_company.number, Area.CONTRACTS))
    contract = Contract.everything.filter(owner=world.bakery_company).latest("starts_on", "pk")
    page = reader.get("contract-detail", contract).has_no("every second month")
    page.has_no_link("How invoices are sent, for all contracts")

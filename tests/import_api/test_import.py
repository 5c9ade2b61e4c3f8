"""Files of records: taken in whole or not at all, once, and never an older over a newer."""

from __future__ import annotations

import random
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kajo.access.models import Customer, Holding
from kajo.bulletins.models import Bulletin
from kajo.contracts.models import Contract, Location, Price, PriceComponent, Product
from kajo.core.models import ImportRun
from kajo.core.refusals import ImportRefused
from kajo.market.models import VatRate
from kajo.metering.models import MeteringPoint
from tests.import_api import files
from tests.import_api.files import Record, take_in

pytestmark = pytest.mark.django_db

RANDOM_OR_SEQUENCE = {"id", "key", "owner", "point", "location", "product", "contract", "component"}


def everything_kept() -> dict[str, list[Any]]:
    """Return all rows without what is random or counts up, so that two databases can be compared."""
    kept: dict[str, list[Any]] = {}
    for model in (Customer, Location, Contract, PriceComponent, Price):
        kept[model.__name__] = _rows(model.everything.all())
    for shared in (Product, MeteringPoint, Bulletin, VatRate):
        kept[shared.__name__] = _rows(shared.objects.all())
    holdings = Holding.everything.values_list("owner__number", "starts_on", "ends_on")
    kept["Holding"] = sorted(map(repr, holdings))
    return kept


def _rows(rows: models.QuerySet[Any]) -> list[str]:
    names = [f.name for f in rows.model._meta.concrete_fields if f.name not in RANDOM_OR_SEQUENCE]
    return sorted(repr(row) for row in rows.values_list(*names))


def refusal(folder: Path, content: Any) -> ImportRefused:
    before = everything_kept()
    with pytest.raises(ImportRefused) as refused:
        take_in(folder, content)
    assert everything_kept() == before
    assert not ImportRun.objects.exists()
    return refused.value


def priced(*prices: Any) -> Record:
    """Return a component with these prices, all from one day."""
    return files.component(
        prices=[{"starts_on": "2025-01-01", "price_without_vat": price} for price in prices]
    )


def test_a_file_is_taken_in_and_counted(tmp_path: Path) -> None:
    report = take_in(tmp_path, files.home())
    assert (report.counts.read, report.counts.changed, report.counts.unchanged) == (5, 5, 0)
    assert str(report) == "records.jsonl: records, read 5, changed 5, unchanged 0, missing 0"
    run = ImportRun.objects.get()
    assert (run.kind, run.rows_read, run.rows_changed) == ("records", 5, 5)


def test_the_same_file_again_changes_nothing_even_after_a_correction(tmp_path: Path) -> None:
    take_in(tmp_path, [files.customer()])
    take_in(tmp_path, [files.customer(name="Aino Aalto", change_number=2)])
    before = everything_kept()
    assert take_in(tmp_path, [files.customer()]).repeated
    assert take_in(tmp_path, [files.customer(name="Aino Aalto", change_number=2)]).repeated
    assert everything_kept() == before


def test_keys_in_addresses_survive_corrections(tmp_path: Path) -> None:
    take_in(tmp_path, files.home())
    before = [Customer.everything.get().key, Location.everything.get().key, Contract.everything.get().key]
    take_in(tmp_path, [{**record, "change_number": 2} for record in files.home()])
    after = [Customer.everything.get().key, Location.everything.get().key, Contract.everything.get().key]
    assert before == after


def test_a_record_may_name_what_stands_further_down(tmp_path: Path) -> None:
    assert take_in(tmp_path, list(reversed(files.home()))).counts.changed == 5


def test_what_a_newer_record_leaves_out_is_emptied(tmp_path: Path) -> None:
    take_in(tmp_path, [files.customer(), files.location(profile={"residents": 3})])
    take_in(tmp_path, [files.location(change_number=2)])
    assert Location.everything.get().residents is None


def test_prices_that_are_not_in_the_newer_list_are_gone(tmp_path: Path) -> None:
    take_in(tmp_path, files.home())
    prices = [{"starts_on": "2025-01-01", "price_without_vat": "0.000001"}]
    take_in(tmp_path, [files.component(prices=prices, change_number=2)])
    assert str(Price.everything.get().price_without_vat) == "0.000001"


@pytest.mark.parametrize(
    ("record", "field", "said"),
    [
        ({**files.customer(), "nmae": "x"}, "nmae", "not a field of this record"),
        ({**files.customer(), "kind": "robot"}, "kind", "'robot' is not one of 'person', 'company'"),
        ({**files.customer(), "name": ""}, "name", "is empty"),
        ({**files.customer(), "name": "A\u0000B"}, "name", "control character"),
        ({**files.customer(), "name": 7}, "name", "not text"),
        ({**files.customer(), "business_id": "1234567-8"}, "business_id", "not a business ID"),
        ({"record": "customer"}, "number", "is missing"),
        ({"record": "costumer"}, "record", "none of the kinds"),
        ({}, "record", "is missing"),
        ({**files.customer(), "change_number": -1}, "change_number", "is under 0"),
        ({**files.customer(), "change_number": 2**70}, "change_number", "is not"),
        ({**files.location(), "gsrn": "64300696602279127"}, "gsrn", "not 18 digits"),
        (files.location(address={"postcode": "1"}), "address.postcode", "five digits"),
        ({**files.location(), "profile": {"heating": "sun"}}, "profile.heating", "not one of"),
        (files.product(kind="spot"), None, "give spot_minutes to products of kind spot"),
        (files.product(effect={"cap": "1"}), None, "give effect to products of kind hybrid"),
        (files.component(kind="discount"), None, "write it with a minus"),
        (files.contract(starts_on="2025-02-30"), "starts_on", "not a day; write it as 2026-01-31"),
        (files.contract(last_day="2023-12-31"), None, "last_day is before starts_on"),
        (priced(7.35), "prices[1].price_without_vat", "written as text"),
        (priced("7,35"), "prices[1].price_without_vat", "decimal point"),
        (priced("0.1234567"), "prices[1].price_without_vat", "more than 6 decimals"),
        (priced("1", "1"), None, "start on the same day"),
        (files.bulletin(published_at="2026-11-20T09:00:00"), "published_at", "no offset"),
        (files.vat_rate("2025-01-01", "101"), "percent", "is over 100"),
    ],
)
def test_a_bad_record_is_told_by_line_and_field(
    record: Record, field: str | None, said: str, tmp_path: Path
) -> None:
    refused = refusal(tmp_path, [files.customer("1"), record])
    (fault,) = [fault for fault in refused.faults if fault.field == field]
    assert (fault.file, fault.line) == ("records.jsonl", 2)
    assert said in fault.problem


@pytest.mark.parametrize(
    ("record", "field", "said"),
    [
        (files.location("999"), "customer", "there is no customer 999; send it first"),
        (files.contract("S-9", gsrn=files.FLAT), "gsrn", "has no location at 643007574000138589"),
        (files.contract("S-9", product="NONE"), "product", "there is no product NONE"),
        (files.component("S-9"), "contract", "there is no contract S-9"),
    ],
)
def test_a_reference_to_nothing_is_told_by_line(
    record: Record, field: str, said: str, tmp_path: Path
) -> None:
    refused = refusal(tmp_path, [*files.home(), record])
    assert [(fault.line, fault.field) for fault in refused.faults] == [(6, field)]
    assert said in str(refused)


def test_a_contract_cannot_change_its_customer(tmp_path: Path) -> None:
    take_in(tmp_path, [*files.home(), files.customer("200"), files.location("200")])
    with pytest.raises(ImportRefused, match="is another customer's"):
        take_in(tmp_path, [files.contract(customer="200", change_number=2)])


def test_two_records_of_one_thing_with_one_change_number_are_refused_unless_they_agree(
    tmp_path: Path,
) -> None:
    refused = refusal(tmp_path, [files.customer(), files.customer(name="Aino Aalto")])
    assert "line 1 has the same number and says otherwise" in str(refused)
    assert take_in(tmp_path, [files.customer(), files.customer()]).counts.changed == 1


def test_all_faults_are_told_at_once_up_to_fifty(tmp_path: Path) -> None:
    refused = refusal(tmp_path, [files.customer(str(number), kind="robot") for number in range(60)])
    assert len(refused.faults) == 60
    assert len(str(refused).splitlines()) == 51
    assert str(refused).endswith("and 10 more")


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe{", b"PK\x03\x04", b"a;b;c\n1;2;3\n"])
def test_a_file_of_no_known_kind_is_refused(content: bytes, tmp_path: Path) -> None:
    assert "no kind that Kajo knows" in str(refusal(tmp_path, content))


@pytest.mark.parametrize(
    "content", [b'{"record": ', b'{"a": "\xff"}', b'{"a": "\\ud800"}', b"{}[]", b"{" * 5000]
)
def test_a_line_that_is_not_json_is_refused(content: bytes, tmp_path: Path) -> None:
    assert "line 1" in str(refusal(tmp_path, content))


def test_a_file_from_the_future_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(files.lines([files.customer()]))
    with pytest.raises(CommandError, match="1 of 1 files refused"):
        call_command(
            "import", path, sent=files.now() + timedelta(days=2), stdout=StringIO(), stderr=StringIO()
        )


def test_the_command_takes_in_the_good_files_and_tells_of_the_bad(tmp_path: Path) -> None:
    good, bad, out, err = tmp_path / "good", tmp_path / "bad", StringIO(), StringIO()
    good.write_text(files.lines([files.customer(), files.location(gsrn="1" * 18)]))
    bad.write_text(files.lines([files.customer("2", kind="robot")]))
    with pytest.raises(CommandError, match="1 of 3 files refused"):
        call_command("import", good, bad, good, stdout=out, stderr=err)
    assert "good: records, read 2, changed 2" in out.getvalue()
    assert "note: good, line 2, gsrn: the check digit" in out.getvalue()
    assert "taken in before; nothing was changed" in out.getvalue()
    assert err.getvalue().startswith("bad, line 1, kind: 'robot' is not one of")
    with pytest.raises(CommandError):
        call_command("import", tmp_path / "nothing", stdout=out, stderr=err)
    assert "cannot be read" in err.getvalue()


VERSIONS = st.lists(
    st.tuples(
        st.sampled_from(["customer", "location", "product", "contract", "component", "bulletin", "vat"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)


def version(what: str, variant: int, change_number: int) -> Record:
    """Return one of four versions of a thing."""
    makers: dict[str, Record] = {
        "customer": files.customer(name=f"Aino {variant}"),
        "location": files.location(
            profile={"residents": variant},
            datahub={"main_fuse": f"3x{variant}"},
            weather_station=f"W{variant}",
        ),
        "product": files.product(name={"fi": f"Sähkö {variant}"}),
        "contract": files.contract(
            last_day=f"2025-01-0{variant + 1}" if variant else None, cancelled=variant == 3
        ),
        "component": files.component(
            prices=[{"starts_on": f"2024-0{n + 1}-01", "price_without_vat": str(n)} for n in range(variant)]
        ),
        "bulletin": files.bulletin(title={"fi": f"Uutinen {variant}"}),
        "vat": files.vat_rate("2024-09-01", f"2{variant}.5"),
    }
    return {**makers[what], "change_number": change_number}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=VERSIONS, seed=st.integers(), cuts=st.integers(1, 4))
def test_the_order_of_files_and_lines_does_not_matter(
    versions: list[tuple[str, int]], seed: int, cuts: int, tmp_path: Path
) -> None:
    changes = [version(what, variant, number) for number, (what, variant) in enumerate(versions, start=2)]
    in_order = _state_after(tmp_path, [[change] for change in changes])
    mixed = changes.copy()
    random.Random(seed).shuffle(mixed)
    pieces = [mixed[start::cuts] for start in range(cuts)]
    assert _state_after(tmp_path, [piece for piece in pieces if piece]) == in_order
    assert _state_after(tmp_path, [changes, *pieces, changes]) == in_order


def _state_after(folder: Path, pieces: list[list[Record]]) -> dict[str, list[Any]]:
    for model in (Holding, Price, PriceComponent, Contract, Location, Customer):
        model.everything.all().delete()
    for shared in (Product, MeteringPoint, Bulletin, VatRate, ImportRun):
        shared.objects.all().delete()
    take_in(folder, files.home())
    for piece in pieces:
        if piece:
            take_in(folder, piece)
    return everything_kept()

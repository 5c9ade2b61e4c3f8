"""What is to be paid over a period that one chooses."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kajo.customer_site.invoices.due import read_days
from tests.conftest import Visit
from tests.customer_site.invoices.bills import Household, found, payment, send


def test_the_sum_of_the_next_two_months_comes_first(home: Household, visit: Visit) -> None:
    send(
        home.bill("70000001"),
        home.bill("70000002", due_on="2026-12-20"),
        home.bill("70000003", due_on="2026-12-20"), payment("70000003", "100.00"),
        home.bill("70000004", due_on="2027-03-01"),
        home.bill("70000005"), payment("70000005"),
        home.bill("70000006", due_on="2026-11-10"),
    )  # fmt: skip
    page = visit(home.owner).get("invoice-to-pay", home.customer)
    page.says("€276.50 falls due 24 Nov 2026 – 23 Jan 2027.").says("In addition €125.50 fell due before.")
    page.says("Money falls due on 2 days. The most, €151.00, falls due 20 Dec 2026.")
    due = page.table("Due dates")
    assert [line[1].split()[0][:8] for line in due.rows[:-1]] == ["70000001", "70000002", "70000003"]
    assert [line[-1] for line in due.rows] == ["€125.50", "€125.50", "€25.50", "€276.50"]
    assert [line[-1] for line in page.table("What fell due before").rows] == ["€125.50"]


def test_any_period_can_be_chosen(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"), home.bill("70000004", due_on="2027-03-01"))
    days = {"from": "2027-01-01", "to": "2027-12-31"}
    page = visit(home.owner).get("invoice-to-pay", home.customer, **days)
    page.says("€125.50 falls due 1 Jan – 31 Dec 2027.").says("70000004")
    none = visit(home.owner).get(
        "invoice-to-pay", home.customer, **{"from": "2028-01-01", "to": "2028-01-31"}
    )
    none.says("€251.00 is due before these days. Nothing falls due 1–31 Jan 2028.")


def test_a_postponed_invoice_counts_on_its_new_day(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    owner = visit(home.owner)
    owner.post("invoice-postpone", found("70000001"), days=10)
    day = {"from": "2026-12-20", "to": "2026-12-20"}
    owner.get("invoice-to-pay", home.customer, **day).says("€125.50 falls due 20 Dec 2026.")


DAYS = st.dates(date(1980, 1, 1), date(2110, 1, 1)).map(date.isoformat)


@given(st.fixed_dictionaries({"from": DAYS | st.text(max_size=12), "to": DAYS | st.text(max_size=12)}))
def test_a_period_has_at_least_a_day_whatever_is_asked(asked: dict[str, str]) -> None:
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    query.update(asked)
    starts_on, ends_on = read_days(query, date(2026, 11, 24))
    assert starts_on < ends_on
    assert (ends_on - starts_on).days < 4000

"""A code by letter, for whom the register reaches no other way and for whom asks for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command

from kajo.access.models import AuditEntry, Customer
from kajo.changes.models import Change
from kajo.core import times
from kajo.information.models import Address, Contact
from tests.banks import Bank
from tests.conftest import Visit
from tests.registration.claiming import (
    BOTH,
    NOTHING,
    WRONG,
    claims,
    code_in,
    gives,
    gsrn_of,
    owners_of,
    run_jobs,
)
from tests.world import World


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def test_who_cannot_be_reached_gets_a_letter(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    claims(olli, NOTHING, gsrn_of(NOTHING)).says("comes by letter within a week")
    run_jobs()
    order = Change.everything.get(owner__number=NOTHING, kind="registration.letter")
    assert order.asked_by == world.olli and order.facts == {}
    olli.post("register-customer", deed="again")
    run_jobs()
    assert Change.everything.filter(owner__number=NOTHING, kind="registration.letter").count() == 1


def letters(folder: Path) -> dict[str, str]:
    """Have the letters written; return the text of each by its file's name."""
    call_command("registration_letters", str(folder))
    return {path.name: text_of(path) for path in folder.glob("*.pdf")}


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_code_of_a_letter_is_good_for_fourteen_days(world: World, visit: Visit, tmp_path: Path) -> None:
    olli = visit(world.olli)
    claims(olli, NOTHING, gsrn_of(NOTHING), "letter").says("If the numbers are right, a code comes by letter")
    run_jobs()
    with time_machine.travel(times.now() + timedelta(days=3)):
        (text,) = letters(tmp_path).values()
    customer = Customer.everything.get(number=NOTHING)
    assert customer.name in text and "Olli Turunen" in text and "/register/customer/" in text
    order = Change.everything.get(owner=customer, kind="registration.letter")
    assert order.state == "confirmed" and code_in(text).replace(" ", "") not in str(order.facts)
    assert letters(tmp_path / "again") == {}
    with time_machine.travel(times.now() + timedelta(days=17)):
        gives(visit(world.olli), code_in(text)).says("Write two numbers from an invoice.")
    with time_machine.travel(times.now() + timedelta(days=16, hours=23)):
        gives(visit(world.olli), code_in(text)).leads_on()
    assert owners_of(NOTHING) == {"olli.turunen"}
    entry = AuditEntry.everything.filter(kind="owner_added", customer=customer).latest("pk")
    assert entry.facts["by"] == "letter"


def test_other_tries_leave_a_letter_on_its_way(world: World, visit: Visit, tmp_path: Path) -> None:
    olli = visit(world.olli)
    claims(olli, NOTHING, gsrn_of(NOTHING), "letter")
    run_jobs()
    (text,) = letters(tmp_path).values()
    claims(olli, BOTH, gsrn_of(BOTH))
    gives(olli, code_in(text))
    assert owners_of(NOTHING) == {"olli.turunen"}


def test_a_letter_is_sent_to_numbers_that_fit_alone(world: World, visit: Visit) -> None:
    claims(visit(world.olli), NOTHING, WRONG, "letter").says(
        "If the numbers are right, a code comes by letter"
    )
    run_jobs()
    assert not Change.everything.filter(kind="registration.letter").exists()


def test_whom_the_register_reaches_is_told_when_a_letter_was_enough(
    world: World, visit: Visit, tmp_path: Path
) -> None:
    """Whoever takes letters out of another's box is not alone in knowing."""
    olli = visit(world.olli)
    claims(olli, BOTH, gsrn_of(BOTH), "letter")
    assert run_jobs() == []
    (text,) = letters(tmp_path).values()
    gives(olli, code_in(text))
    reached = Contact.everything.get(owner__number=BOTH, kind="email").value
    assert [message.to for message in run_jobs()] == [[world.olli.email], [reached]]


@pytest.mark.parametrize("state", ["pending", "confirmed"])
@pytest.mark.parametrize("sent", ["Väärätie 1", "VÄÄRÄTIE 1", ""])
def test_no_letter_goes_once_another_address_was_asked_for_here(
    world: World, visit: Visit, bank: Bank, tmp_path: Path, state: str, sent: str
) -> None:
    """However the register spells it when it sends the customer again, or if it has none any more."""
    owner = Customer.everything.get(number=NOTHING)
    facts = {"recipient": "", "street": sent, "postcode": "00100", "city": "HELSINKI", "country": "FI"}
    Address.everything.filter(owner=owner, use="postal").delete()
    if sent:
        Address.everything.create(owner=owner, use="postal", **facts)
    Change.everything.create(
        owner=owner,
        area="information",
        kind="address.change",
        subject="postal",
        facts=facts | {"street": "Väärätie 1"},
        asked_by=world.bertta,
        asked_at=times.now(),
        state=state,
    )
    page = claims(visit(world.olli), NOTHING, gsrn_of(NOTHING), "letter")
    page.says("No letter goes out when the postal address was changed in this service.")
    page.says("Identify yourself", "Send customer service a document")
    run_jobs()
    assert letters(tmp_path) == {}
    assert Change.everything.get(owner=owner, kind="registration.letter").state == "refused"

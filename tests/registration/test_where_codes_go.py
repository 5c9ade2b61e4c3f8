"""Where the register reaches a customer: what somebody merely had a right to write leads no code there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import override_settings

from kajo.access.models import Customer, Ownership
from kajo.changes.models import Change
from kajo.core import times
from kajo.information.models import Contact
from tests.conftest import Visit
from tests.registration.claiming import BOTH, NOTHING, WRONG, claims, code_for, gsrn_of, run_jobs
from tests.world import World

pytestmark = pytest.mark.usefixtures("texts")


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def test_no_code_goes_to_what_somebody_with_an_access_right_has_added(
    world: World, visit: Visit, texts: list[tuple[str, str]]
) -> None:
    owner = Customer.everything.get(number=NOTHING)
    facts = {"owner": owner, "is_primary": True}
    Contact.everything.create(
        kind="email", value="bertta@example.org", source="retailer", added_by=world.bertta, **facts
    )
    Contact.everything.create(kind="phone", value="+358501234567", source="customer", **facts)
    claims(visit(world.olli), NOTHING, gsrn_of(NOTHING))
    assert run_jobs() == [] and texts == []


def test_no_code_goes_to_what_was_asked_for_here_though_the_register_has_it(
    world: World, visit: Visit, texts: list[tuple[str, str]]
) -> None:
    """The register may send it before the change is confirmed, or have sent it anew since."""
    owner = Customer.everything.get(number=NOTHING)
    facts = {"contact_kind": "email", "value": "bertta@example.org", "proved_at": times.now().isoformat()}
    Change.everything.create(
        owner=owner,
        area="information",
        kind="contact.add",
        subject="bertta@example.org",
        facts=facts,
        asked_by=world.bertta,
        asked_at=times.now(),
    )
    Contact.everything.create(owner=owner, kind="email", value="bertta@example.org", source="retailer")
    claims(visit(world.olli), NOTHING, gsrn_of(NOTHING))
    assert run_jobs() == [] and texts == []


@pytest.mark.parametrize("kind", ["contact.change", "contact.remove"])
def test_whoever_may_write_does_not_choose_where_the_code_goes(
    world: World, visit: Visit, texts: list[tuple[str, str]], kind: str
) -> None:
    """Nor by making another address of the register's the first, or by having the first removed."""
    first = Contact.everything.get(owner__number=BOTH, kind="email")
    facts = {"owner": first.owner, "kind": "email", "source": "retailer"}
    first.delete()
    Contact.everything.create(value="second@example.org", is_primary=True, **facts)
    asked = Change.everything.create(
        owner=first.owner,
        area="information",
        kind=kind,
        subject="second@example.org" if kind == "contact.change" else first.value,
        facts={"contact_kind": "email", "value": "second@example.org", "is_primary": True},
        asked_by=world.bertta,
        asked_at=times.now(),
        state="confirmed",
    )
    claims(visit(world.olli), BOTH, gsrn_of(BOTH))
    assert run_jobs() == [] and len(texts) == 1
    Ownership.everything.create(owner=first.owner, user=asked.asked_by)
    assert code_for(visit(world.olli))


def test_a_code_goes_to_the_first_address_and_to_no_landline(
    world: World, visit: Visit, texts: list[tuple[str, str]]
) -> None:
    owner = Customer.everything.get(number=BOTH)
    Contact.everything.filter(owner=owner, kind="phone").update(value="+358942450000")
    Contact.everything.create(owner=owner, kind="email", value="second@example.org", source="retailer")
    claims(visit(world.olli), BOTH, gsrn_of(BOTH))
    (message,) = run_jobs()
    assert message.to != ["second@example.org"] and texts == []


def test_without_a_gateway_no_text_message_is_spoken_of(world: World, visit: Visit, settings: Any) -> None:
    with override_settings(ENV=replace(settings.ENV, sms_url="")):
        olli = visit(world.olli)
        assert "••• •••" not in claims(olli, BOTH, gsrn_of(BOTH)).text
        assert all("••• •••" not in claims(olli, f"88{n}", WRONG).text for n in range(4))

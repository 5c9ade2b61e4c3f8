"""Corporate customer service links 1,000 customers at once, each with an owner who is told by mail."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.filling import fill_manager
from bench.measuring import Line, at_most
from kajo.access import models as access
from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.holders import find_holder
from kajo.access.linking import Document, LinkTerms, link
from kajo.access.policy import StaffAccess
from kajo.access.wall import behind_the_wall
from kajo.access.words import Ground
from kajo.core import times

CUSTOMERS, LINKED, ROUNDS = 20_000, 1_000, 3
AREAS = (Area.CONTRACTS, Area.INVOICES, Area.REPORTING, Area.MESSAGES)


def measure() -> Iterator[Line]:
    _, customers = fill_manager("Liittola", CUSTOMERS, AREAS, managed=5_000)
    owner = register.add_user("bench-owner")
    access.Ownership.everything.bulk_create(
        access.Ownership(owner=customer, user=owner) for customer in customers[-ROUNDS * LINKED :]
    )
    staff = register.add_user("bench-corporate", is_staff=True, is_corporate_service=True)
    firm, paper = (
        register.add_firm("Uusi isännöinti"),
        Document("x.pdf", "application/pdf", b"%PDF-" * 20_000),
    )
    taken = []
    for place in range(ROUNDS):
        some = customers[-(place + 1) * LINKED : len(customers) - place * LINKED]
        with behind_the_wall(staff.pk, read_only=False, staff=True):
            proof = StaffAccess(staff.pk, is_corporate=True)
            receiver = find_holder(proof, f"firm-{firm.key}")
            assert receiver
            terms = LinkTerms(
                given=[customer.number for customer in some],
                receiver=receiver,
                levels=dict.fromkeys(AREAS, Level.READ),
                starts_on=times.today(),
                ends_on=None,
                ground=Ground.MANAGEMENT_CONTRACT,
            )
            begins = time.perf_counter()
            assert link(proof, terms, asked_by="Bench", document=paper, now=times.now()) == LINKED
            taken.append(time.perf_counter() - begins)
    yield at_most("linking 1,000 customers at once, their owners told", max(taken), 3, "s")

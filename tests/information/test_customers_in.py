"""Customers come in with their contacts, and with identity codes that nobody can read afterwards."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError

from demo.numbers import identity_code
from kajo.access.models import Customer, IdentityCode, User
from kajo.core.refusals import ImportRefused
from kajo.import_api.problems import problem_of
from kajo.import_api.records import LINE
from kajo.information.identity import digest_of, digests_of
from kajo.information.models import Contact
from tests.import_api.files import customer, lines, take_in

CODE = "131052-9085"
PHONE, EMAIL = {"kind": "phone", "value": "049 999 1234"}, {"kind": "email", "value": "Aino@Example.org"}
KEYS = ("new:" + "n" * 50, "old:" + "o" * 50)


def contacts() -> dict[str, Contact]:
    return {contact.value: contact for contact in Contact.everything.all()}


def refused(folder: Path, **facts: Any) -> str:
    with pytest.raises(ImportRefused) as refusal:
        take_in(folder, [customer(**facts)])
    return str(refusal.value)


@pytest.mark.django_db
def test_contacts_come_in_as_they_are_kept(tmp_path: Path) -> None:
    invoicing = {**EMAIL, "uses": ["general", "invoicing"], "is_primary": True}
    take_in(tmp_path, [customer(contacts=[PHONE, invoicing, {"kind": "phone", "value": "+46 8 123 456"}])])
    kept = contacts()
    assert set(kept) == {"+358499991234", "aino@example.org", "+468123456"}
    assert kept["aino@example.org"].uses == ["general", "invoicing"] and kept["aino@example.org"].is_primary
    assert kept["+358499991234"].uses == ["general"] and not kept["+358499991234"].is_primary


@pytest.mark.django_db
def test_the_register_replaces_its_own_contacts_and_leaves_those_that_were_added_here(tmp_path: Path) -> None:
    take_in(tmp_path, [customer(contacts=[{**PHONE, "is_primary": True}, EMAIL])])
    owner = Customer.everything.get()
    bertta = User.objects.create(username="bertta")
    added = {"owner": owner, "kind": "phone", "source": "customer", "added_by": bertta}
    Contact.everything.create(value="+358499990001", **added)
    Contact.everything.create(value="+358499990002", **added)

    now_known = {"kind": "phone", "value": "049 999 0001", "is_primary": True}
    take_in(tmp_path, lines([customer(contacts=[now_known])], change_number=2))

    kept = contacts()
    assert set(kept) == {"+358499990001", "+358499990002"}
    assert kept["+358499990001"].source == "retailer" and kept["+358499990001"].is_primary
    assert kept["+358499990001"].added_by == bertta  # whoever added it did not get it from the register
    assert kept["+358499990002"].source == "customer"


@pytest.mark.django_db
def test_an_older_record_changes_no_contact(tmp_path: Path) -> None:
    take_in(tmp_path, lines([customer(contacts=[EMAIL])], change_number=5))
    take_in(tmp_path, lines([customer(contacts=[PHONE])], change_number=4))
    assert set(contacts()) == {"aino@example.org"}


@pytest.mark.django_db
def test_the_register_changes_which_number_is_first(tmp_path: Path) -> None:
    other = {"kind": "phone", "value": "049 999 0002"}
    take_in(tmp_path, [customer(contacts=[{**PHONE, "is_primary": True}, other])])
    take_in(tmp_path, lines([customer(contacts=[PHONE, {**other, "is_primary": True}])], change_number=2))
    assert [value for value, contact in contacts().items() if contact.is_primary] == ["+358499990002"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([{**PHONE, "value": "soita illalla"}], "contacts[1].value: 'soita illalla' is not a phone number"),
        ([{**PHONE, "value": "112 x"}], "is not a phone number"),
        ([PHONE, {**EMAIL, "value": "aino@"}], "contacts[2].value: 'aino@' is not an e-mail address"),
        ([PHONE, {**PHONE, "value": "+358 49 9991234"}], "the same number or address twice"),
        ([{**PHONE, "value": value, "is_primary": True} for value in ("0499990001", "0499990002")],
         "two that are primary"),
        ([{**EMAIL, "uses": ["gossip"]}], "contacts[1].uses[1]: 'gossip' is not one of"),
    ],
)  # fmt: skip
def test_contacts_that_cannot_be_used_are_refused(tmp_path: Path, sent: list[Any], told: str) -> None:
    assert told in refused(tmp_path, contacts=sent)


@pytest.mark.django_db
def test_of_an_identity_code_a_keyed_hash_is_kept_and_nothing_else(tmp_path: Path, settings: Any) -> None:
    take_in(tmp_path, [customer(identity_code=CODE)])
    assert IdentityCode.everything.get().digest == digest_of(CODE)
    assert CODE.encode() not in everything_in_the_database()
    assert CODE not in repr(LINE.validate_json(lines([customer(identity_code=CODE)])))


def everything_in_the_database() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        )
        rows = b""
        for (table,) in cursor.fetchall():
            cursor.execute(f"select coalesce(json_agg(t)::text, '') from \"{table}\" t")
            rows += cursor.fetchone()[0].encode()
    return rows


@pytest.mark.django_db
def test_a_code_that_is_left_out_is_forgotten(tmp_path: Path) -> None:
    take_in(tmp_path, [customer(identity_code=CODE)])
    take_in(tmp_path, lines([customer()], change_number=2))
    assert not IdentityCode.everything.exists()


@pytest.mark.django_db
def test_a_company_has_no_identity_code(tmp_path: Path) -> None:
    told = refused(tmp_path, kind="company", identity_code=CODE)
    assert "only a person has a personal identity code" in told and CODE not in told


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["identity_code", "business_id", "number", "kind", "language", "hetu"])
@pytest.mark.parametrize("code", [CODE[:-1] + "6", CODE.replace("131052", "311152")])
def test_a_refusal_names_no_code_wherever_it_was_written(tmp_path: Path, field: str, code: str) -> None:
    told = refused(tmp_path, **{field: code if field != "number" else code + " " * 20 + "x"})
    assert code[:6] not in told and code[-4:] not in told


@given(st.text() | st.integers() | st.none() | st.lists(st.integers()) | st.booleans())
def test_whatever_stands_for_a_code_is_refused_without_being_named(odd: Any) -> None:
    line = json.dumps({**customer(identity_code=odd), "change_number": 1})
    if odd == "":
        return
    with pytest.raises(ValidationError) as refusal:
        LINE.validate_json(line)
    problems = {problem_of(detail) for detail in refusal.value.errors(include_url=False)}
    assert problems <= {
        ("identity_code", "the personal identity code is not right; check its characters"),
    }


@given(st.integers(0, 20_000), st.data())
@hypothesis_settings(max_examples=200)
def test_one_wrong_character_is_always_noticed(serial: int, data: st.DataObject) -> None:
    code = identity_code(serial)
    place = data.draw(st.sampled_from([*range(6), 7, 8, 9]))
    other = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != code[place]))
    with pytest.raises(ValueError, match="not right"):
        digests_of(code[:place] + other + code[place + 1 :])


def test_a_code_has_one_hash_however_it_is_written() -> None:
    code = identity_code(3)
    assert digest_of(f" {code.lower()} ") == digest_of(code) != digest_of(identity_code(4))


@pytest.mark.django_db
def test_a_key_is_changed_while_the_former_one_is_still_used(
    tmp_path: Path, settings: Any, capsys: Any
) -> None:
    settings.ENV = replace(settings.ENV, identity_keys=KEYS[1:])
    take_in(tmp_path, [customer("100", identity_code=CODE), customer("200", identity_code=identity_code(7))])

    settings.ENV = replace(settings.ENV, identity_keys=KEYS)
    assert IdentityCode.everything.get(digest__in=digests_of(CODE)).owner.number == "100"
    take_in(tmp_path, lines([customer("100", identity_code=CODE)], change_number=2))
    assert IdentityCode.everything.get(digest__in=digests_of(CODE)).digest.startswith("new:")
    call_command("identity_codes")
    assert capsys.readouterr().out.splitlines() == ["new: 1 customers, 0 users", "old: 1 customers, 0 users"]

    settings.ENV = replace(settings.ENV, identity_keys=KEYS[:1])
    assert IdentityCode.everything.get(digest__in=digests_of(CODE)).owner.number == "100"


@pytest.mark.django_db
def test_without_a_key_no_code_is_taken_in(tmp_path: Path, settings: Any) -> None:
    settings.ENV = replace(settings.ENV, kajo_local_http=False)
    told = refused(tmp_path, identity_code=CODE)
    assert "IDENTITY_KEYS" in told and CODE not in told

"""What a user ID and a password may be."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kajo.access import register
from kajo.access.models import User
from kajo.registration.finding import find_user
from kajo.registration.passwords import variants


@pytest.mark.django_db
@pytest.mark.parametrize("taken", ["väinö", "VÄINÖ", "Väinö"])
def test_a_user_id_is_taken_regardless_of_case(taken: str) -> None:
    register.add_user("väinö")
    with pytest.raises(register.CannotRegister, match="taken"):
        register.add_user(taken)


@pytest.mark.django_db
def test_a_user_id_in_the_form_of_an_address_is_ones_own_proven_address_only() -> None:
    for email, is_proven in (("aino@example.org", True), ("bo@example.org", False)):
        with pytest.raises(register.CannotRegister, match="own, proven address"):
            register.add_user("bo@example.org", email=email, email_is_proven=is_proven)
    assert register.add_user("Bo@example.org", email="bo@example.org", email_is_proven=True).pk


@pytest.mark.django_db
def test_an_address_is_proven_for_one_user_only() -> None:
    register.add_user("aino", email="aino@example.org", email_is_proven=True)
    with pytest.raises(register.CannotRegister, match="somebody else"):
        register.add_user("cecilia", email="AINO@example.org")


@pytest.mark.django_db
def test_the_database_lets_no_user_id_become_anothers_address() -> None:
    register.add_user("aino", email="aino@example.org", email_is_proven=True)
    bo = register.add_user("bo@example.org", email="bo@example.org", email_is_proven=True)
    for change in (
        lambda: User.objects.filter(pk=bo.pk).update(username="aino@example.org"),
        lambda: EmailAddress.objects.filter(user=bo).update(verified=False),
        lambda: EmailAddress.objects.filter(user=bo).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
            connection.check_constraints()


NAMES = st.sampled_from(["aino", "AINO", "aino@a.fi", "Aino@A.fi", "bo@a.fi", "väinö", "VÄINÖ", "väınö"])
EMAILS = st.sampled_from(["aino@a.fi", "AINO@a.fi", "bo@a.fi", "cecilia@a.fi"])


@pytest.mark.django_db
@given(st.lists(st.tuples(NAMES, EMAILS, st.booleans()), max_size=6))
def test_whoever_registers_in_whatever_order_each_name_means_one_user(
    asked: list[tuple[str, str, bool]],
) -> None:
    with transaction.atomic():
        made = []
        for username, email, is_proven in asked:
            with suppress(register.CannotRegister):
                made.append(register.add_user(username, email=email, email_is_proven=is_proven))
        for user in made:
            for spelling in (user.username, user.username.upper(), user.username.lower()):
                assert find_user(spelling) == user
        for address in EmailAddress.objects.filter(verified=True):
            assert find_user(address.email) == address.user
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "odd",
    [
        "", " aino", "ai no", "aino\t", "ai\u200bno", "a\u0308ino", "ａｉｎｏ", "väınö", "\u212aalle",
        "\u0455anna.saarinen", "aino\u034f", "ɑino", "аино", "aino\u0661", "aino@", "aino!",
    ],
)  # fmt: skip
def test_a_user_id_is_one_word(odd: str) -> None:
    with pytest.raises(register.CannotRegister, match="word"):
        register.add_user(odd)


@given(st.text("abcåäöÅÄÖšžáéőøæœđðłñçțǩAZ09._+-", min_size=1))
def test_a_user_id_is_written_in_any_latin_letters(username: str) -> None:
    assert register.is_readable(username)


@given(st.text("aino.1", max_size=5), st.characters(), st.text("sanna_2", max_size=5))
def test_no_letter_of_another_script_passes_for_a_latin_one(before: str, sign: str, after: str) -> None:
    """A letter without its diacritics is one of ours, or has Latin in its name and cannot pass for one."""
    if register.is_readable(before + sign + after):
        bare = unicodedata.normalize("NFD", sign)[0]
        assert bare in "._+-" or (bare.isascii() and bare.isalnum()) or bare in "ÆæØøÐðÞþĐđĦħŁłŊŋŒœŦŧǤǥƷʒ"


@pytest.mark.parametrize(
    "refused",
    [
        "short one",
        "x" * 129,
        "password1234",
        "qwertyqwerty",
        "salasana12345",
        "Kajo-Kajo-2026",
        "abababababab",
        "123456789012",
        "qwertyuiopas",
        "lösenord1234",
        "2024tervetuloa",
        "p4ssw0rd2026!",
        "iloveyou!!!!!!",
    ],
)
def test_passwords_that_are_guessed_first_are_refused(refused: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(refused)


@pytest.mark.parametrize(("language", "words"), [("fi", "liian lyhyt"), ("sv", "för kort")])
def test_a_short_password_is_refused_in_the_readers_language(language: str, words: str) -> None:
    with translation.override(language), pytest.raises(ValidationError, match=words):
        validate_password("short one")


@pytest.mark.parametrize(
    "accepted", ["lumi narskuu kengän alla", "1948 koivu ja tähti", "ääkkösiä riittää täällä", "x7#q" * 4]
)
def test_any_characters_will_do(accepted: str) -> None:
    validate_password(accepted)


def test_ones_own_name_is_no_password() -> None:
    user = User(
        username="sanna.saarinen", first_name="Sanna", last_name="Saarinen", email="sanna@example.org"
    )
    with pytest.raises(ValidationError):
        validate_password("SannaSaarinen1", user)


@given(st.sampled_from(["password", "dragon", "monkey"]), st.integers(1, 4), st.integers(0, 99999))
def test_repeating_a_common_password_or_putting_digits_after_it_does_not_help(
    common: str, times: int, tail: int
) -> None:
    assert common in variants(f"{common * times}{tail}")

"""What a user ID and a password may be."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kajo.access import register
from kajo.access.models import User
from kajo.registration.passwords import variants


@pytest.mark.django_db
@pytest.mark.parametrize("taken", ["väinö", "VÄINÖ", "Väinö"])
def test_a_user_id_is_taken_regardless_of_case(taken: str) -> None:
    register.add_user("väinö")
    with pytest.raises(register.CannotRegister, match="taken"):
        register.add_user(taken)


@pytest.mark.django_db
def test_a_user_id_in_the_form_of_an_address_is_ones_own_address_only() -> None:
    with pytest.raises(register.CannotRegister, match="own address"):
        register.add_user("bo@example.org", email="aino@example.org")
    assert register.add_user("Aino@example.org", email="aino@example.org").pk


@pytest.mark.django_db
def test_nobodys_user_id_is_anothers_address() -> None:
    register.add_user("aino", email="aino@example.org", email_is_proven=True)
    register.add_user("bo@example.org", email="bo@example.org")
    for username, email in (("cecilia", "aino@example.org"), ("cecilia", "BO@example.org")):
        with pytest.raises(register.CannotRegister):
            register.add_user(username, email=email)


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["", " aino", "ai no", "aino\t"])
def test_a_user_id_is_one_word(odd: str) -> None:
    with pytest.raises(register.CannotRegister, match="word"):
        register.add_user(odd)


@pytest.mark.parametrize(
    "refused",
    [
        "short one",
        "x" * 129,
        "password1234",
        "qwertyqwerty",
        "salasana12345",
        "Kajo-Kajo-2026",
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

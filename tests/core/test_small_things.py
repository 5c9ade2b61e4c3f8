import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from kajo.core import jobs
from kajo.core.keys import ALPHABET, new_key
from kajo.core.passwords import LongestPassword
from kajo.core.sorting import sort_key


def test_finnish_letters_come_last_in_their_own_order():
    names = ["Öhman", "Äijälä", "Åberg", "Zander", "aalto", "Élise", "Eriksson", "Virtanen"]
    assert sorted(names, key=sort_key) == [
        "aalto",
        "Élise",
        "Eriksson",
        "Virtanen",
        "Zander",
        "Åberg",
        "Äijälä",
        "Öhman",
    ]


@pytest.mark.django_db
def test_the_database_sorts_by_the_key_as_python_does():
    names = ["Öhman", "Äijälä", "Åberg", "Zander", "aalto"]
    with connection.cursor() as cursor:
        cursor.execute(
            'select name from unnest(%s::text[], %s::text[]) as t(name, key) order by key collate "C"',
            [names, [sort_key(name) for name in names]],
        )
        assert [name for (name,) in cursor] == ["aalto", "Zander", "Åberg", "Äijälä", "Öhman"]


def test_public_keys_are_ten_characters_that_cannot_be_misread():
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(len(key) == 10 and set(key) <= set(ALPHABET) for key in keys)


def test_a_password_of_128_characters_is_taken_and_one_of_129_is_not():
    LongestPassword().validate("ä" * 128)
    with pytest.raises(ValidationError, match="at most 128 characters"):
        LongestPassword().validate("ä" * 129)


@pytest.mark.django_db
def test_a_job_is_undone_with_its_transaction():
    @jobs.job("test: nothing")
    def nothing(number: int) -> None:
        """Do nothing."""

    def count():
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs where task_name = 'test: nothing'")
            return cursor.fetchone()[0]

    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.defer("test: nothing", number=1)
        assert count() == 1
        raise RuntimeError
    assert count() == 0


def test_a_higher_room_hears_what_a_lower_one_tells():
    heard = []

    @jobs.handles("test: told")
    def hear(word: str) -> None:
        heard.append(word)

    jobs.tell("test: told", word="hello")
    jobs.tell("test: nobody listens", word="hello")
    assert heard == ["hello"]

"""Whatever stands in a Finvoice file, it is read or refused, and never anything else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kajo.core.refusals import Faults
from kajo.invoices.formats.finvoice.parsing import parse
from kajo.invoices.formats.finvoice.splitting import recognise
from kajo.invoices.oddities import list_odd
from tests.invoices.finvoices import BILL, FRAME, with_text

ELEMENTS = sorted({part.split(">")[0].split()[0] for part in BILL.split("<") if part[:1].isalpha()})
WORDS = st.one_of(
    st.text(st.characters(exclude_characters="<&", exclude_categories=("Cs", "Cc")), max_size=60),
    st.from_regex(r"-?[0-9]{1,20}([,.][0-9]{0,12})?", fullmatch=True),
    st.sampled_from(["", " ", "-0", "00000000", "20260230", "99999999", "NaN", "Infinity", "1e9", "٣", "½"]),
)


def read(content: bytes) -> None:
    """Read a file as the import does, up to the database."""
    recognise(content[:4096])
    faults = Faults("any.xml")
    for parsed in parse(content, faults):
        assert parsed.original and parsed.original in content
        list_odd(parsed.facts, parsed.pdf)
    assert all(str(fault).startswith("any.xml") for fault in (*faults.found, *faults.warnings))


@settings(max_examples=150)
@given(element=st.sampled_from(ELEMENTS), words=WORDS)
def test_any_words_in_any_element(element: str, words: str) -> None:
    read(with_text(BILL, element, words).encode())


@settings(max_examples=150)
@given(place=st.integers(0, len(BILL) - 1), cut=st.integers(0, 400), put=st.binary(max_size=12))
def test_any_piece_lost_or_put_in(place: int, cut: int, put: bytes) -> None:
    content = (FRAME + BILL).encode()
    read(content[:place] + put + content[place + cut :])


@given(
    st.lists(
        st.sampled_from(
            [
                "<Finvoice",
                " >",
                "</Finvoice>",
                "<?xml ",
                "?>",
                "<!--",
                "-->",
                "<!DOCTYPE x>",
                "<!DOCTYPE Finvoice>",
                FRAME,
                BILL,
            ]
        )
    )
)
def test_any_order_of_parts(parts: list[str]) -> None:
    read("".join(parts).encode())

"""Whatever a file holds, it is read or refused with a reason; it never breaks the import."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kajo.core.refusals import ImportRefused
from kajo.metering.formats.options import Options
from kajo.metering.imports import FORMATS, HEAD, find_format
from kajo.metering.words import Flow
from tests.metering.loading import DATA, DATAHUB, GSRN

OPTIONS = Options(point=GSRN, flow=Flow.CONSUMPTION)
TABLE = pl.DataFrame(
    {
        "gsrn": [GSRN] * 20,
        "flow": ["consumption"] * 20,
        "start": [datetime(2025, 1, 1, hour, tzinfo=UTC) for hour in range(20)],
        "minutes": [60] * 20,
        "energy_kwh": [0.25] * 20,
    }
)


def as_parquet(table: pl.DataFrame) -> bytes:
    file = BytesIO()
    table.write_parquet(file, compression="uncompressed")
    return file.getvalue()


SAMPLES = {
    "datahub-csv": (DATAHUB / "liukuri_consumption-with-null.csv").read_bytes()[:3000],
    "caruna-csv": (DATA / "caruna" / "1.2022.csv").read_bytes()[:3000],
    "bulk-csv": b"gsrn,flow,start,minutes,energy_kwh,quality\n"
    + b"643006966022791278,consumption,2024-12-31T22:00:00Z,15,0.46,OK\n" * 20,
    "bulk-parquet": as_parquet(TABLE),
}
odd = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([b'"', b";", b",", b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"1e999", b"{}"]),
)
slow_fixture = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read(path: Path) -> None:
    """Read all of a file as what it is taken for."""
    form = find_format(path.read_bytes()[:HEAD])
    with suppress(ImportRefused):
        for part in form.parse(path, OPTIONS).parts if form else ():
            assert len(part.start) == len(part.energy) == len(part.line)


@pytest.mark.parametrize("kind", list(SAMPLES))
@slow_fixture
@given(place=st.integers(0, 2999), length=st.integers(0, 40), what=odd)
@example(place=0, length=3, what=b"")
@example(place=150, length=0, what=b'"')
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path, kind: str, place: int, length: int, what: bytes
) -> None:
    whole = SAMPLES[kind]
    place = place % len(whole)
    path = tmp_path / "damaged.csv"
    path.write_bytes(whole[:place] + what + whole[place + length :])
    read(path)


@given(st.binary(max_size=200))
@example(b"PAR1")
@example("Alkuaika;Määrä".encode("utf-16"))
def test_anything_may_be_asked_what_it_is(head: bytes) -> None:
    find_format(head)


@pytest.mark.parametrize("kind", ["datahub-csv", "caruna-csv", "bulk-csv"])
def test_a_header_alone_is_a_file_without_readings(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "header.csv"
    for end in (b"", b"\n", b"\r\n\r\n"):
        path.write_bytes(SAMPLES[kind].splitlines()[0] + end)
        read(path)


def test_a_parquet_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.parquet"
    pl.DataFrame({"gsrn": [GSRN] * 100}).write_parquet(whole)
    path = tmp_path / "cut.parquet"
    for length in (4, 20, 200):
        path.write_bytes(whole.read_bytes()[:length])
        with pytest.raises(ImportRefused):
            list(FORMATS[-1].parse(path, OPTIONS).parts)

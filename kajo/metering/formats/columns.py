"""What the formats share: a file as columns, and text as numbers, each fault with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kajo.core.refusals import ImportRefused
from kajo.metering.readings import NO_VALUE, THOUSANDTHS_IN_KWH
from kajo.metering.words import CODES, WITHOUT_VALUE, Quality, ReadingType

Ints = NDArray[np.int64]

BOM = b"\xef\xbb\xbf"
TIME = "%Y-%m-%dT%H:%M:%SZ"
ENERGY = r"^[0-9]{1,9}([.,][0-9]{1,6}0*)?$"  # at most 15 digits: a double holds them without loss
BAD_ENERGY = (
    "{} is not an energy in kWh; give a number from 0 with at most six decimals, or none when missing"
)


@dataclass(frozen=True)
class Table:
    """A file's rows and the line of each; where a file has no lines, the number of the row."""

    file: str
    frame: pl.DataFrame
    lines: Ints

    def stripped(self) -> Table:
        """Return the table without blanks around its texts."""
        return replace(self, frame=self.frame.with_columns(pl.all().str.strip_chars()))

    def refuse_where(self, wrong: pl.Series, field: str, problem: str) -> None:
        """Refuse the file by its first wrong row; `{}` in `problem` stands for what the row has.

        :raises ImportRefused: when a row is wrong
        """
        if wrong.any():
            row = wrong.arg_max() or 0
            text = problem.format(self._shown(field, row))
            raise ImportRefused(self.file, int(self.lines[row]), field, text)

    def _shown(self, field: str, row: int) -> str:
        if field not in self.frame.columns:
            return "nothing"
        try:
            shown = self.frame[field][row]
        except (OverflowError, ValueError):
            return "a time beyond all years"
        return "nothing" if shown in (None, "") else f"“{str(shown)[:40]}”"


def decoded(data: bytes) -> bytes:
    """Return the text in UTF-8 without a byte order mark; what is no UTF-8 is taken as ISO-8859-1."""
    data = data.removeprefix(BOM)
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("iso-8859-1").encode()
    return data


def header_of(head: bytes, separator: str = ";") -> list[str]:
    """Return the column names in a file's first line."""
    line = decoded(head.split(b"\n", 1)[0]).decode()
    return [name.strip().strip('"') for name in line.strip().split(separator)]


def read_table(file: str, data: bytes) -> Table:
    """Return the rows of a whole file with semicolons, as text without blanks around.

    :raises ImportRefused: when the text is no table
    """
    head, _, body = data.partition(b"\n")
    return text_table(file, decoded(body), header_of(head), ";", first_line=2).stripped()


def text_table(file: str, body: bytes, names: Sequence[str], separator: str, first_line: int) -> Table:
    """Return the rows of a text that has lost its header, all columns as text; blank lines are no rows.

    :raises ImportRefused: when two columns have one name, or a line has more or fewer fields than columns
    """
    if len(set(names)) < len(names):
        raise ImportRefused(file, 1, None, "two columns have the same name; keep one of them")
    frame = _read(file, body, names, separator, first_line)
    lines = np.arange(first_line, first_line + len(frame))
    blank = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    short = frame[names[-1]].is_null() & ~blank
    if short.any():
        _refuse_short(file, body, separator, np.flatnonzero(short), first_line)
    if blank.any():
        return Table(file, frame.filter(~blank), lines[~blank.to_numpy()])
    return Table(file, frame, lines)


def _read(file: str, body: bytes, names: Sequence[str], separator: str, first_line: int) -> pl.DataFrame:
    schema = dict.fromkeys(names, pl.String)
    try:
        return pl.read_csv(
            body,
            separator=separator,
            has_header=False,
            schema=schema,
            raise_if_empty=False,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        fields = [line.count(separator.encode()) for line in body.split(b"\n")]
        line = first_line + fields.index(max(fields))
        raise ImportRefused(file, line, None, "has more fields than there are columns") from None


def _refuse_short(file: str, body: bytes, separator: str, rows: Ints, first_line: int) -> None:
    """Refuse a line that ends before its last field; one whose last field is empty ends with a separator."""
    lines = body.split(b"\n")
    for row in rows.tolist():
        if not lines[row].rstrip().endswith((separator.encode(), b'""')):
            problem = "has fewer fields than there are columns; the file may be cut off"
            raise ImportRefused(file, first_line + row, None, problem)


def times(table: Table, field: str) -> Ints:
    """Return a column's times, `2024-12-31T22:00:00Z`, in seconds since 1970.

    :raises ImportRefused: naming what is no such time
    """
    found = table.frame[field].str.to_datetime(TIME, time_unit="ms", strict=False)
    table.refuse_where(found.is_null(), field, "{} is not a time in UTC such as 2024-12-31T22:00:00Z")
    seconds: Ints = found.to_physical().to_numpy() // 1000
    return seconds


def energies(table: Table, field: str, no_energy: str = "null") -> Ints:
    """Return the kWh of a column, comma or point, in thousandths of a Wh; NO_VALUE for none and `no_energy`.

    :raises ImportRefused: naming a value that is no energy, is negative or has more than six decimals
    """
    text = table.frame[field]
    missing = text.is_null() | text.is_in(["", no_energy, no_energy.upper()])
    table.refuse_where(~(missing | text.str.contains(ENERGY)), field, BAD_ENERGY)
    if text.str.contains(",", literal=True).any():
        text = text.str.replace(",", ".", literal=True)
    kwh = text.cast(pl.Float64, strict=False).fill_null(0.0).to_numpy()
    return np.where(missing.to_numpy(), NO_VALUE, np.rint(kwh * THOUSANDTHS_IN_KWH).astype(np.int64))


def codes(table: Table, field: str, known: dict[str, int], when_blank: int | None = None) -> Ints:
    """Return a column's words as the numbers that they are known by.

    :param when_blank: what an empty field means; None when it may not be empty
    :raises ImportRefused: naming a word that is not known
    """
    words = ["", *known] if when_blank is not None else list(known)
    numbers = [when_blank, *known.values()] if when_blank is not None else list(known.values())
    text = table.frame[field]
    if len(text) and text[0] in known and text.eq_missing(text[0]).all():  # most columns of most files
        return np.full(len(text), known[text[0]])
    place = (text if when_blank is None else text.fill_null("")).cast(pl.Enum(words), strict=False)
    table.refuse_where(place.is_null(), field, f"{{}} is not known; give {' or '.join(known)}")
    found: Ints = np.array(numbers, np.int64)[place.to_physical().to_numpy()]
    return found


def reading_types(table: Table, field: str | None) -> NDArray[np.uint8]:
    """Return a column's reading types; measured where it is blank or the file has no such column."""
    if field not in table.frame.columns:
        return np.full(len(table.frame), ReadingType.BN01, np.uint8)
    known = {kind.name: int(kind) for kind in ReadingType}
    return codes(table, field, known, ReadingType.BN01).astype(np.uint8)


def qualities(table: Table, field: str) -> Ints:
    """Return a column's quality codes; measured where it is blank or the file has no such column."""
    if field not in table.frame.columns:
        return np.full(len(table.frame), Quality.OK, np.int64)
    return codes(table, field, {code: int(Quality[code]) for code in CODES}, Quality.OK)


def agreed(energy: Ints, quality: Ints) -> tuple[Ints, NDArray[np.uint8]]:
    """Return values and codes that agree: a missing code has no value, and no value a missing code."""
    without = np.isin(quality, list(WITHOUT_VALUE))
    if without.any():
        energy = np.where(without, NO_VALUE, energy)
    quality = np.where((energy == NO_VALUE) & ~without, Quality.MISSING, quality)
    return energy, quality.astype(np.uint8)


def numbered(ids: pl.Series) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Return the different texts of a column, and which of them each row has."""
    runs = ids.rle().struct.unnest()
    different = runs["value"].unique(maintain_order=True)
    place = runs["value"].cast(pl.Enum(different)).to_physical().to_numpy()
    return tuple(different.to_list()), np.repeat(place.astype(np.int32), runs["len"].to_numpy())

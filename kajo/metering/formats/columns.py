"""What the text formats share: a file as columns of text, and text as numbers, each fault with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kajo.core.refusals import ImportRefused
from kajo.metering.readings import NO_VALUE, THOUSANDTHS_IN_KWH
from kajo.metering.words import CODES, WITHOUT_VALUE, Quality, ReadingType

BOM = b"\xef\xbb\xbf"
ENERGY = r"^[0-9]{1,9}([.,][0-9]{1,6}0*)?$"  # at most 15 digits: a double holds them without loss
NO_ENERGY = ("", "null")


@dataclass(frozen=True)
class Table:
    """A file's rows as text, and the line of each."""

    file: str
    frame: pl.DataFrame
    lines: NDArray[np.int64]

    def refuse_where(self, wrong: pl.Series, field: str, problem: str) -> None:
        """Refuse the file by its first wrong row; `{}` in `problem` stands for what the row has.

        :raises ImportRefused: when a row is wrong
        """
        if wrong.any():
            row = wrong.arg_max() or 0
            shown = self.frame[field][row] if field in self.frame.columns else None
            text = problem.format("nothing" if shown is None else f"“{str(shown)[:40]}”")
            raise ImportRefused(self.file, int(self.lines[row]), field, text)


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


def read_table(file: str, data: bytes, separator: str = ";") -> Table:
    """Return the rows of a CSV file, all columns as text without blanks around.

    :raises ImportRefused: when the text is no table
    """
    text = decoded(data)
    names = header_of(text, separator)
    try:
        frame = pl.read_csv(text, separator=separator, infer_schema=False, has_header=True, new_columns=names)
    except (pl.exceptions.PolarsError, ValueError) as error:
        reason = str(error).split("\n", 1)[0]
        raise ImportRefused(
            file, None, None, f"cannot be read as a table ({reason}); export it again"
        ) from None
    return Table(file, frame.with_columns(pl.all().str.strip_chars()), _lines(text, len(frame)))


def _lines(text: bytes, rows: int) -> NDArray[np.int64]:
    """Return the line of each row; blank lines are no rows."""
    if b"\n\n" not in text and b"\n\r\n" not in text:
        return np.arange(2, rows + 2)
    filled = [number for number, line in enumerate(text.split(b"\n"), start=1) if line.strip()]
    return np.array(filled[1 : rows + 1], np.int64)


def energies(table: Table, field: str) -> NDArray[np.int64]:
    """Return the kWh of a column, comma or point, in thousandths of a Wh; NO_VALUE for blank and `null`.

    :raises ImportRefused: naming a value that is no energy, is negative or has more than six decimals
    """
    text = table.frame[field].fill_null("")
    missing = text.str.to_lowercase().is_in(NO_ENERGY)
    problem = (
        "{} is not an energy in kWh; give a number from 0 with at most six decimals, or nothing when missing"
    )
    table.refuse_where(~missing & ~text.str.contains(ENERGY), field, problem)
    kwh = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False).fill_null(0.0).to_numpy()
    return np.where(missing.to_numpy(), NO_VALUE, np.rint(kwh * THOUSANDTHS_IN_KWH).astype(np.int64))


def codes(
    table: Table, field: str, known: Sequence[str], numbers: Sequence[int], when_blank: int
) -> NDArray[np.int64]:
    """Return a column's words as numbers.

    :raises ImportRefused: naming a word that is not known
    """
    words = table.frame[field].fill_null("")
    found = words.replace_strict(["", *known], [when_blank, *numbers], default=None, return_dtype=pl.Int64)
    table.refuse_where(found.is_null(), field, f"{{}} is not known; give one of {', '.join(known)}")
    return found.to_numpy()


def reading_types(table: Table, field: str) -> NDArray[np.uint8]:
    """Return a column's reading types; blank means measured."""
    names = [kind.name for kind in ReadingType]
    return codes(table, field, names, list(ReadingType), ReadingType.BN01).astype(np.uint8)


def qualities(table: Table, field: str) -> NDArray[np.int64]:
    """Return a column's quality codes; blank means measured."""
    return codes(table, field, CODES, [Quality[code] for code in CODES], Quality.OK)


def agree(
    energy: NDArray[np.int64], quality: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return values and codes that agree: a missing code has no value, and no value a missing code."""
    without = np.isin(quality, list(WITHOUT_VALUE))
    energy = np.where(without, NO_VALUE, energy)
    quality = np.where((energy == NO_VALUE) & ~without, Quality.MISSING, quality)
    return energy, quality.astype(np.uint8)

"""The ZIP file of bills: what it may hold, and how the files in it are called."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

from kajo.files.names import clean_name, unique_name

JOB = "order.invoice-zip"
MOST_INVOICES = 500
MOST_BYTES = 50_000_000
MOST_AT_ONCE = 3
MOST_A_DAY = 20


class TooLarge(Exception):
    """The bills together are larger than a file may be."""


@dataclass
class BillsZip:
    """A ZIP file that is being filled. PDFs are packed already and are put in as they are."""

    at: datetime
    out: io.BytesIO = field(default_factory=io.BytesIO)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.file = zipfile.ZipFile(self.out, "w", zipfile.ZIP_STORED)

    def add(self, name: str, content: bytes) -> None:
        """Put in a file under its name, or the name with a number when that is taken.

        :raises TooLarge: when it would be too much
        """
        if self.out.tell() + len(content) > MOST_BYTES:
            raise TooLarge
        unique = unique_name(clean_name(name), self.names)
        self.names.add(unique.casefold())
        self.file.writestr(zipfile.ZipInfo(unique, self.at.timetuple()[:6]), content)

    def close(self) -> bytes:
        """Return the whole file."""
        self.file.close()
        return self.out.getvalue()


def name_in_zip(dated_on: date, title: str, made: str = "") -> str:
    """Return the name of a bill in the file: by date first, so that a folder lists them in order."""
    return f"{dated_on.isoformat()} {title}{f' ({made})' if made else ''}.pdf"

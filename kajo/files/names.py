"""Names of files: text from elsewhere that is only shown and saved, never opened as a path."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 120
# What Windows, macOS or Linux would not take in a name, or would take for a folder.
FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
UNNAMED = "file"


def clean_name(name: str) -> str:
    """Return a name that is safe to show and to save under: no folders, controls or turned writing direction.

    The ending survives a cut; a name of nothing else becomes `file`.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    plain = FORBIDDEN.sub("-", " ".join(seen.split())).strip(" .")
    if len(plain) <= LONGEST:
        return plain or UNNAMED
    stem, dot, ending = plain.rpartition(".")
    if not stem or len(ending) > 10:
        return plain[:LONGEST].rstrip(" .")
    return stem[: LONGEST - len(ending) - 1].rstrip(" .") + dot + ending


def unique_name(name: str, taken: Container[str]) -> str:
    """Return the name, or `name (2).pdf` and so on where `taken`, in small letters, has it."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    candidate, count = name, 1
    while candidate.casefold() in taken:
        count += 1
        candidate = f"{stem} ({count}){dot}{ending}"
    return candidate

"""What is wrong with a record, in words that its sender can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from kajo.information.identity import LOOKS_LIKE_ONE

SHORT = 60

SENTENCES: Mapping[str, str] = {
    "missing": "is missing; it must be given",
    "extra_forbidden": "is not a field of this record; correct its name or leave it out",
    "string_type": "is not text; write it in quotes",
    "int_type": "is not a whole number; write it without quotes and decimals",
    "int_from_float": "is not a whole number",
    "bool_type": "is neither true nor false; write one of them without quotes",
    "date_type": "is not a day; write it as 2026-01-31",
    "date_parsing": "is not a day; write it as 2026-01-31",
    "date_from_datetime_parsing": "is not a day; write it as 2026-01-31",
    "datetime_type": "is not an instant; write it as 2026-01-31T12:00:00+02:00",
    "datetime_parsing": "is not an instant; write it as 2026-01-31T12:00:00+02:00",
    "datetime_from_date_parsing": "is not an instant; write it as 2026-01-31T12:00:00+02:00",
    "timezone_aware": "has no offset; write it as 2026-01-31T12:00:00+02:00 or with Z",
    "enum": "is not one of {expected}",
    "literal_error": "is not one of {expected}",
    "string_too_short": "is empty; it must be given",
    "string_too_long": "is longer than {max_length} characters; shorten it",
    "too_long": "has more than {max_length} items; split it",
    "too_short": "has fewer than {min_length} items",
    "greater_than": "is not over {gt}",
    "greater_than_equal": "is under {ge}",
    "less_than": "is not under {lt}",
    "less_than_equal": "is over {le}",
    "decimal_max_places": "has more than {decimal_places} decimals; round it before sending",
    "decimal_max_digits": "has more than {max_digits} digits",
    "decimal_whole_digits": "has more than {whole_digits} digits before the point",
    "list_type": "is not a list; write it in [ ]",
    "model_type": "is not a group of fields; write it in {{ }}",
    "model_attributes_type": "is not a group of fields; write it in {{ }}",
    "union_tag_not_found": "is missing; say what kind of record the line is",
    "union_tag_invalid": "is none of the kinds {expected_tags}",
    "json_invalid": "the line is not JSON ({error}); write one whole object on one line",
}


def problem_of(detail: ErrorDetails) -> tuple[str | None, str]:
    """Return the field, as the sender wrote it, and what is wrong with it."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        sentence = str(context["error"])
    elif kind == "string_pattern_mismatch":
        sentence = _PATTERNS.get(context["pattern"], f"does not fit the pattern {context['pattern']}")
    else:
        sentence = SENTENCES.get(kind, detail["msg"]).format(**context)
    return _field(detail), _quoted(detail, sentence)


_PATTERNS = {
    "^[0-9]{18}$": "is not 18 digits",
    "^[0-9]{5}$": "is not a postcode of five digits",
    "^[0-9A-Z-]{16}$": "is not an EIC code of 16 characters",
    "^(https?://.+)?$": "is not an address that begins with https://",
    "^([0-9A-Z-]{16})?$": "is not an EIC code of 16 characters",
}


def _field(detail: ErrorDetails) -> str | None:
    if detail["type"].startswith("union_tag"):
        return "record"
    path = detail["loc"][1:]  # the first part is the record kind
    shown = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return shown.removeprefix(".") or None


def _quoted(detail: ErrorDetails, sentence: str) -> str:
    """Put a short value before what is wrong with it."""
    value: Any = detail.get("input")
    if isinstance(value, str | int | float | bool) and detail["type"] not in (
        "json_invalid",
        "extra_forbidden",
    ):
        shown = repr(value)
        if LOOKS_LIKE_ONE.search(shown):  # of whatever field: it is named nowhere
            return sentence
        if len(shown) <= SHORT and not sentence.startswith(("give ", "the ")):
            return f"{shown} {sentence}"
    return sentence

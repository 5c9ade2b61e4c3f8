"""The tables of docs/import-format.md, made from the record kinds: `python -m kajo.import_api.format_doc`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django

PAGE = Path(__file__).resolve().parents[2] / "docs" / "import-format.md"
BEGIN = "<!-- tables: made by `python -m kajo.import_api.format_doc` -->"
END = "<!-- end of tables -->"
IN_EVERY_RECORD = {"record", "change_number"}

SIMPLE_KINDS = {
    "base64": "text, base64",
    "boolean": "true or false",
    "date": "day",
    "date-time": "instant",
    "decimal": "number as text",
    "integer": "whole number",
    "null": "null",
    "string": "text",
}


def tables() -> str:
    """Return a heading and a table for each record kind, and for each group of fields inside one."""
    from kajo.import_api.records import RECORD_TYPES  # its writers know models, which want Django set up

    shown: list[str] = []
    parts: dict[str, dict[str, Any]] = {}
    for record_type in RECORD_TYPES:
        schema = record_type.model_json_schema(by_alias=True)
        parts |= schema.pop("$defs", {})
        shown.append(_section(schema["properties"]["record"]["const"], schema))
    groups = {name: part for name, part in sorted(parts.items()) if "properties" in part}
    shown += [_section(_spaced(name), part) for name, part in groups.items()]
    return "\n\n".join(_fill_in(section, parts) for section in shown)


def page_with_tables(page: str) -> str:
    """Return the page with its tables made anew."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def _section(title: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    fields = {name: field for name, field in schema["properties"].items() if name not in IN_EVERY_RECORD}
    rows = [_row(name, field, name in required) for name, field in fields.items()]
    head = f"### {title}\n\n{' '.join(schema['description'].split())}\n"
    return "\n".join([head, "| field | | what | meaning |", "|---|---|---|---|", *rows])


def _row(name: str, field: dict[str, Any], required: bool) -> str:
    presence = "must" if required else "may"
    return f"| `{name}` | {presence} | {_kind(field)} | {field.get('description', '')}{_default(field)} |"


def _default(field: dict[str, Any]) -> str:
    default = field.get("default")
    if default in (None, "") or isinstance(default, dict | list):
        return ""
    shown = str(default).lower() if isinstance(default, bool) else default
    return f" Left out: `{shown}`."


def _kind(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return "{" + str(field["$ref"]).rsplit("/", 1)[1] + "}"
    if "anyOf" in field:
        choices: list[dict[str, Any]] = field["anyOf"]
        return " or ".join(map(_kind, choices))
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_kind(field['items'])}"
    return _simple_kind(field)


def _simple_kind(field: dict[str, Any]) -> str:
    name = str(field.get("format", field["type"]))
    if name == "string" and "maxLength" in field:
        return f"text, at most {field['maxLength']}"
    return SIMPLE_KINDS[name]


def _fill_in(section: str, parts: dict[str, dict[str, Any]]) -> str:
    for name, part in parts.items():
        shown = _kind(part) if "enum" in part else f"[{_spaced(name)}](#{_spaced(name).replace(' ', '-')})"
        section = section.replace("{" + name + "}", shown)
    return section


def _spaced(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    PAGE.write_text(page_with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

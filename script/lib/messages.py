"""Gathers the texts of code and templates into locale/*/LC_MESSAGES/django.po, without a gettext.

python -m script.lib.messages            updates the files; texts that are gone are dropped
python -m script.lib.messages --check    changes nothing and names what lacks a translation
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = ("fi", "sv")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
# What templatize leaves of a template: calls between blanked-out words.
CALL = re.compile(r"\b(?P<name>n?p?gettext|_)\((?P<rest>)")
STRING = re.compile(r"""\s*[ub]?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*(,|\))""", re.DOTALL)


def main(arguments: list[str], root: Path = Path()) -> int:
    """Update or check the catalogues; the answer is the exit code."""
    template = gather(root)
    if arguments[:1] == ["--check"]:
        faults = [fault for language in LANGUAGES for fault in list_faults(root, language, template)]
        print("\n".join(faults))
        return int(bool(faults))
    for language in LANGUAGES:
        _update(root, language, template)
    return 0


def gather(root: Path) -> Catalog:
    """Return every text of kajo/, by where it stands."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted((root / "kajo").rglob("*")):
        if path.suffix == ".py":
            found = _in_python(path)
        elif "templates" in path.parts and path.suffix in {".html", ".txt", ".svg"}:
            found = _in_template(path)
        else:
            continue
        for words, context in found:
            flags = {"python-format"} if "%(" in str(words) else set()
            catalogue.add(
                words, locations=[(path.relative_to(root).as_posix(), 0)], context=context, flags=flags
            )
    return catalogue


Found = tuple[str | tuple[str, str], str | None]


def _in_python(path: Path) -> Iterator[Found]:
    for _line, words, _comments, context in extract_from_file("python", str(path), KEYWORDS):
        yield (words if isinstance(words, str) else (words[0], words[1])), context


def _in_template(path: Path) -> Iterator[Found]:
    code = templatize(path.read_text(), origin=str(path))
    for call in CALL.finditer(code):
        strings = _strings(code, call.end())
        context = strings.pop(0) if "p" in call["name"].removesuffix("gettext") else None
        if "n" in call["name"].removesuffix("gettext"):
            yield (strings[0], strings[1]), context
        else:
            yield strings[0], context


def _strings(code: str, start: int) -> list[str]:
    """Return the string arguments that a call begins with."""
    strings = []
    while found := STRING.match(code, start):
        strings.append(str(ast.literal_eval(found[1])))
        start = found.end()
        if found[2] == ")":
            break
    return strings


def _file(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(root: Path, language: str) -> Catalog:
    path = _file(root, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _update(root: Path, language: str, template: Catalog) -> None:
    catalogue = _read(root, language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = _file(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False, include_lineno=False, sort_output=True)
    lacking = len(list_faults(root, language, template))
    print(f"{language}: {len(catalogue)} texts, {lacking} to be looked at")


def list_faults(root: Path, language: str, template: Catalog) -> list[str]:
    """Return in words which texts of the template lack a translation, or have one that does not fit."""
    catalogue = _read(root, language)
    return [
        f"{language}: {_first(message)!r} {fault}"
        for message in template
        if message.id and (fault := _fault(message, catalogue.get(_first(message), message.context)))
    ]


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def _fault(wanted: Message, translated: Message | None) -> str | None:
    if translated is None:
        return "is not in the catalogue: run script/messages"
    texts = [translated.string] if isinstance(translated.string, str) else list(translated.string or ())
    if not texts or not all(texts):
        return "has no translation"
    if translated.fuzzy:
        return "has a translation that is marked as a guess"
    sources = [wanted.id] if isinstance(wanted.id, str) else list(wanted.id)
    if len(sources) > len(texts):
        return "has no plural"
    allowed = {frozenset(PLACEHOLDER.findall(source)) for source in sources}
    if not all(frozenset(PLACEHOLDER.findall(text)) in allowed for text in texts):
        return "has other placeholders in its translation"
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

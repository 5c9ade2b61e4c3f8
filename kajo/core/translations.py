"""Translations, without a gettext on the machine: Babel compiles what Django then reads."""

from pathlib import Path


def compile_translations(locale: Path) -> None:
    """Write the `.mo` file of every `.po` file that is newer than it."""
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, compiled)


def _compile(source: Path, compiled: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file)
    new = compiled.with_suffix(".mo.new")
    with new.open("wb") as file:
        write_mo(file, catalogue)
    new.rename(compiled)

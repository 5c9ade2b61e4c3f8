"""Runs the benches, each in a process and a database of its own, and prints a Markdown table.

bench/run [--readme] [name…]: all, or those named; with --readme the table is put into the README too.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from bench.measuring import HERE

README = HERE.parent / "README.md"
BEGINS, ENDS = "<!-- bench -->\n", "<!-- /bench -->"
NO_BENCHES = {
    *("__init__", "__main__", "one", "measuring", "loading", "filling", "filling_invoices", "timed_wsgi"),
}


def main(names: list[str], *, in_readme: bool) -> None:
    """Measure and print, and write the README when that is asked for."""
    table = []
    for line in _lines(names or _every_name()):
        print(line, end="", flush=True)
        table.append(line)
    if in_readme:
        _put_into_readme("".join(table))


def _every_name() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NO_BENCHES)


def _lines(names: list[str]) -> Iterator[str]:
    """Yield the table's lines as they are measured.

    :raises subprocess.CalledProcessError: when a bench breaks off
    """
    yield "| what | measured | goal | |\n"
    yield "|---|---|---|---|\n"
    for name in names:
        command = [sys.executable, "-m", "bench.one", name]
        with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as bench:
            yield from bench.stdout or ()
        if bench.returncode:
            raise subprocess.CalledProcessError(bench.returncode, command)


def _put_into_readme(table: str) -> None:
    before, _, rest = README.read_text().partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    README.write_text(before + BEGINS + table + ENDS + after)


main([name for name in sys.argv[1:] if name != "--readme"], in_readme="--readme" in sys.argv)

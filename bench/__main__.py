"""Runs the benches in a database of their own and prints what they measured as a Markdown table.

bench/run [--readme] [name…]: all, or those named; with --readme the table is put into the README too.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator

from bench.measuring import HERE

README = HERE.parent / "README.md"
BEGINS, ENDS = "<!-- bench -->\n", "<!-- /bench -->"
NO_BENCHES = {"__init__", "__main__", "measuring", "loading", "filling", "filling_invoices", "timed_wsgi"}


def main(names: list[str], *, in_readme: bool) -> None:
    """Make the database, measure, print and clean up."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    os.environ["KAJO_LOCAL_HTTP"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from kajo.core.postgres import Cluster, own_cluster

    cluster = Cluster(own_cluster(HERE.parent / "var" / "bench").home)
    cluster.destroy()
    addresses = cluster.start()
    os.environ["DATABASE_URL"], os.environ["WEB_DATABASE_URL"] = addresses.owner, addresses.web
    os.sched_setaffinity(0, {0})  # the server was started before this and has all cores
    try:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        table = []
        for line in _lines(names):
            print(line, flush=True)
            table.append(line)
    finally:
        cluster.destroy()
    if in_readme:
        _put_into_readme(table)


def _lines(names: list[str]) -> Iterator[str]:
    """Yield the table's lines as they are measured."""
    yield "| what | measured | goal | |"
    yield "|---|---|---|---|"
    for name in names or sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NO_BENCHES):
        for line in importlib.import_module(f"bench.{name}").measure():
            mark = {True: "yes", False: "**no**", None: ""}[line.reached]
            yield f"| {line.what} | {line.measured} | {line.goal} | {mark} |"


def _put_into_readme(table: list[str]) -> None:
    before, _, rest = README.read_text().partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    README.write_text(before + BEGINS + "\n".join(table) + "\n" + ENDS + after)


main([name for name in sys.argv[1:] if name != "--readme"], in_readme="--readme" in sys.argv)

"""Runs one bench in a database that holds nothing else, and prints its lines: python -m bench.one NAME."""

from __future__ import annotations

import importlib
import os
import sys

from bench.measuring import HERE


def main(name: str) -> None:
    """Make the database, measure, print and clean up."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    os.environ["KAJO_LOCAL_HTTP"] = "1"
    os.environ["MFA_REQUIRED_FOR"] = "nobody"
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
        for line in importlib.import_module(f"bench.{name}").measure():
            mark = {True: "yes", False: "**no**", None: ""}[line.reached]
            print(f"| {line.what} | {line.measured} | {line.goal} | {mark} |", flush=True)
    finally:
        cluster.destroy()


main(sys.argv[1])

"""Makes the demo's database ready: migrations, translations, static files, and the cast when it is empty.

python -m demo.prepare FILE [--empty]        FILE gets the list of people to sign in as
"""

import io
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kajo.core.translations import compile_translations

LOADING, LOADED = "demo: loading", "demo: loaded"


def main(people: Path, *, empty: bool) -> None:
    """Bring everything up to date; quick when it already is."""
    compile_translations(Path(settings.BASE_DIR, "locale"))
    django.setup()
    _migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    if not empty and "load_demo" in get_commands() and _wants_demo():
        print("Loading the demo…", flush=True)
        call_command("load_demo")
        _note(LOADED)
    words = io.StringIO()
    if "demo_people" in get_commands() and _is_demo():
        call_command("demo_people", stdout=words)
    people.write_text(words.getvalue())


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        print(f"Migrating, {len(waiting)} steps…", flush=True)
        call_command("migrate", interactive=False, verbosity=1)


def _wants_demo() -> bool:
    """Tell whether to load: into an empty database, or to end what was cut short; never beside real data."""
    from kajo.core.models import ImportRun

    kinds = set(ImportRun.objects.values_list("kind", flat=True))
    if not kinds:
        _note(LOADING)
        return True
    return LOADING in kinds


def _is_demo() -> bool:
    from kajo.core.models import ImportRun

    return ImportRun.objects.filter(kind=LOADED).exists()


def _note(kind: str) -> None:
    from kajo.core.models import ImportRun

    now = timezone.now()
    values = {"kind": kind, "file_name": "demo", "sent_at": now, "received_at": now}
    ImportRun.objects.update_or_create(sha256="demo", defaults=values)


if __name__ == "__main__":
    main(Path(sys.argv[1]), empty="--empty" in sys.argv)

"""Makes the demo's database ready: migrations, translations, static files, and the cast when it is empty.

python -m demo.prepare FILE [--empty]        FILE gets the list of people to sign in as
"""

import io
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kajo.core.translations import compile_translations


def main(people: Path, *, empty: bool) -> None:
    """Bring everything up to date; quick when it already is."""
    compile_translations(Path(settings.BASE_DIR, "locale"))
    django.setup()
    _migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    if not empty and _is_empty():
        print("Loading the demo…", flush=True)
        call_command("load_demo")
    words = io.StringIO()
    call_command("demo_people", stdout=words)
    people.write_text(words.getvalue())


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        print(f"Migrating, {len(waiting)} steps…", flush=True)
    # Without steps too: the wall is built anew after every migrate, from what the models say now.
    call_command("migrate", interactive=False, verbosity=1 if waiting else 0)


def _is_empty() -> bool:
    """Tell whether nothing was put in yet: the demo is never loaded beside real data."""
    from kajo.access.models import User
    from kajo.core.models import ImportRun

    return not (User.objects.exists() or ImportRun.objects.exists())


if __name__ == "__main__":
    main(Path(sys.argv[1]), empty="--empty" in sys.argv)

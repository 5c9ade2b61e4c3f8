"""Runs every check, and with --pytest the tests too, against a database that goes away afterwards."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kajo.core import postgres
from kajo.core.translations import compile_translations

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / os.environ.get("KAJO_VAR", "var")
BIN = Path(sys.executable).parent
CODE = ["kajo", "config", "demo", "bench", "script"]
TEMPLATES = [str(path) for path in sorted(ROOT.glob("kajo/**/templates"))]
# Each process takes one run of tests in their order, and at the end some of the other's: those that need an
# empty database stay before those that speak of the cast.
ALL_TESTS = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]


@dataclass(frozen=True)
class Check:
    """One command that must succeed."""

    name: str
    command: list[str]
    environment: Mapping[str, str]


def main(arguments: list[str]) -> int:
    """Run the checks, then pytest with the other arguments; the answer is the exit code."""
    compile_translations(ROOT / "locale")
    try:
        with _database() as environment:
            failed = _run_checks(environment)
            code = _pytest(arguments[1:], environment) if arguments[:1] == ["--pytest"] else 0
    except postgres.PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    return code or int(failed)


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """Start a throw-away cluster, or get the server of DATABASE_URL ready; give the environment for it."""
    own = {"KAJO_LOCAL_HTTP": "1", "SECRET_KEY": secrets.token_urlsafe(50)}
    owner, web = os.environ.get("DATABASE_URL"), os.environ.get("WEB_DATABASE_URL", "")
    if owner:
        yield {**os.environ, **own, "WEB_DATABASE_URL": postgres.prepare_given(owner, web, VAR)}
        return
    with postgres.throw_away(VAR) as cluster:
        where = cluster.addresses
        yield {**os.environ, **own, "DATABASE_URL": where.owner, "WEB_DATABASE_URL": where.web}


def _checks(environment: Mapping[str, str]) -> list[Check]:
    manage = [sys.executable, "manage.py"]
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    commands = {
        "types (mypy)": ([_program("mypy"), *CODE], environment),
        "format (ruff)": ([_program("ruff"), "format", "--check", "."], environment),
        "lint (ruff)": ([_program("ruff"), "check", "."], environment),
        "imports go down only (import-linter)": ([_program("lint-imports")], environment),
        "templates (djlint)": ([_program("djlint"), "--lint", *TEMPLATES], environment),
        "safe for production (check --deploy)": (deploy, _production(environment)),
        "migrations complete": ([*manage, "makemigrations", "--check", "--dry-run"], environment),
        "translations complete": ([sys.executable, "-m", "script.lib.messages", "--check"], environment),
    }
    return [Check(name, command, where) for name, (command, where) in commands.items()]


def _program(name: str) -> str:
    return str(BIN / name)


def _production(environment: Mapping[str, str]) -> dict[str, str]:
    """Return settings as a retailer's own installation has them."""
    given = {
        "KAJO_LOCAL_HTTP": "0",
        "DATABASE_URL": "postgresql://kajo@db.example.fi/kajo?sslmode=verify-full",
        "WEB_DATABASE_URL": "postgresql://kajo_web@db.example.fi/kajo?sslmode=verify-full",
        "ALLOWED_HOSTS": "online.example.fi",
        "BASE_URL": "https://online.example.fi",
        "TRUSTED_PROXIES": "1",
        "FACTOR_KEYS": "k" * 50,
        "SMTP_HOST": "smtp.example.fi",
        "MAIL_FROM": "Example Energia <noreply@example.fi>",
    }
    return {**environment, **given}


def _run_checks(environment: Mapping[str, str]) -> bool:
    """Run all of them, two at a time; tell whether any failed."""
    with ThreadPoolExecutor(2) as pool:
        return not all(list(pool.map(_run, _checks(environment))))


def _run(check: Check) -> bool:
    begin = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=check.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    word = "ok    " if passed else "FAILED"
    seconds = time.monotonic() - begin
    print(f"{word} {check.name}, {seconds:.1f} s" + ("" if passed else f"\n{done.stdout}"), flush=True)
    return passed


def _pytest(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Run the tests that are asked for; all of them by several processes, each with a cast of its own."""
    command = [sys.executable, "-m", "pytest", *(arguments or ALL_TESTS)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

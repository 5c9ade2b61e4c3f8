"""Starts everything that the demo needs and keeps it running until Ctrl-C: `script/demo`."""

import argparse
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from demo.bank.people import LEVEL
from demo.mail_sink import free_port
from demo.processes import Processes, end_leftovers
from kajo.core import postgres

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / os.environ.get("KAJO_VAR", "var")
PYTHON = sys.executable


def main() -> int:
    """Run the demo; the answer is the exit code."""
    given = _arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        with _alone():
            return _run(given)
    except KeyboardInterrupt:
        return 130
    except (postgres.PostgresError, StartError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


class StartError(RuntimeError):
    """The demo cannot start; the message says why."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/demo", description="Start Kajo with its demo data.")
    parser.add_argument("--port", type=int, default=8000, help="port of the site (8000)")
    parser.add_argument("--inbox-port", type=int, help="port of the mail inbox (the site's, plus one)")
    parser.add_argument("--bank-port", type=int, help="port of the pretend bank (the site's, plus two)")
    parser.add_argument("--empty", action="store_true", help="load no demo data, for files of your own")
    parser.add_argument("--reset", action="store_true", help="throw away the demo's data and begin anew")
    return parser.parse_args()


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder for this demo, and end what a killed one left running."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError("The demo of this folder is already running.") from None
        end_leftovers(VAR)
        yield


def _run(given: argparse.Namespace) -> int:
    if not _becomes_free(given.port):
        raise StartError(f"Port {given.port} is in use: choose another by --port.")
    inbox_port = _choose_port("--inbox-port", given.inbox_port, given.port + 1)
    bank_port = _choose_port("--bank-port", given.bank_port, given.port + 2)
    if given.reset:
        _reset()
    environment = _environment(given.port, free_port(), inbox_port, bank_port)
    try:
        _start_database(environment)
        people = _prepare(environment, empty=given.empty)
        processes = Processes(VAR, environment)
        try:
            _start(processes, environment, given.port, inbox_port, bank_port)
            _welcome(given.port, inbox_port, bank_port, people)
            return processes.watch(_revive_database)
        except KeyboardInterrupt:
            return 0
        finally:
            print("\nStopping…", flush=True)
            processes.stop()
    finally:
        if not os.environ.get("DATABASE_URL"):
            with _undisturbed():
                postgres.own_cluster(VAR).stop()


def _choose_port(option: str, wanted: int | None, usual: int) -> int:
    """Return the port that was asked for by an option, or the usual one, or any.

    :raises StartError: when a port that was asked for is in use
    """
    if wanted is None:
        return usual if _is_free(usual) else free_port()
    if not _is_free(wanted):
        raise StartError(f"Port {wanted} is in use: choose another by {option}.")
    return wanted


def _becomes_free(port: int) -> bool:
    """Tell whether the port is free, or is soon: a leftover that was ended lets go of it a little later."""
    end = time.monotonic() + 2
    while not (is_free := _is_free(port)) and time.monotonic() < end:
        time.sleep(0.05)
    return is_free


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _reset() -> None:
    if os.environ.get("DATABASE_URL"):
        raise StartError(
            "--reset empties only Kajo's own PostgreSQL; the one of DATABASE_URL is yours to empty."
        )
    print("Throwing the demo's data away…", flush=True)
    postgres.own_cluster(VAR).destroy()
    for folder in ("mail", "log", "files"):
        shutil.rmtree(VAR / folder, ignore_errors=True)


def _environment(port: int, smtp_port: int, inbox_port: int, bank_port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
        "KAJO_LOCAL_HTTP": "1",
        "BASE_URL": f"http://localhost:{port}",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "SMTP_TLS": "none",
        "SMS_URL": f"http://127.0.0.1:{inbox_port}/sms",
        "MAIL_FROM": "Kajo Energia <noreply@kajo.example>",
        "CONTRACT_PRICES_FROM": "2020-01-01",
        "BILLER_NAME": "Kajo Energia Oy",
        "BILLER_IDENTIFIER": "99770017",
        "IDENTIFICATION_ISSUER": f"http://localhost:{bank_port}",
        "IDENTIFICATION_CLIENT_ID": "kajo",
        "IDENTIFICATION_CLIENT_SECRET": "of-the-demo",
        "IDENTIFICATION_ACR": LEVEL,
        "MFA_REQUIRED_FOR": "nobody",  # so that everybody of the cast can be tried at once
    }


def _start_database(environment: dict[str, str]) -> None:
    owner = os.environ.get("DATABASE_URL")
    if owner:
        print("Looking at the database of DATABASE_URL…", flush=True)
        environment["WEB_DATABASE_URL"] = postgres.prepare_given(
            owner, os.environ.get("WEB_DATABASE_URL", ""), VAR
        )
        return
    print("Starting PostgreSQL…", flush=True)
    postgres.start_own(VAR)
    cluster = postgres.own_cluster(VAR)
    print(f"  user {postgres.server_user()}, data {cluster.data}, socket {cluster.socket}", flush=True)


def _revive_database() -> None:
    if not os.environ.get("DATABASE_URL") and postgres.own_cluster(VAR).running_pid() is None:
        print("PostgreSQL has ended; starting it again.", flush=True)
        postgres.start_own(VAR)


def _prepare(environment: dict[str, str], *, empty: bool) -> str:
    """Migrate, load the demo into an empty database, and return whom to sign in as, in words."""
    people = VAR / "people.txt"
    command = [PYTHON, "-m", "demo.prepare", str(people), *(["--empty"] if empty else [])]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False)
    if done.returncode:
        raise StartError("The database could not be made ready; what went wrong stands above.")
    return people.read_text()


def _start(
    processes: Processes, environment: dict[str, str], port: int, inbox_port: int, bank_port: int
) -> None:
    print("Starting the mail inbox, the pretend bank, the worker and the site…", flush=True)
    smtp_port = environment["SMTP_PORT"]
    sink = ["--smtp-port", smtp_port, "--inbox-port", str(inbox_port), "--folder", str(VAR / "mail")]
    processes.start("mail", [PYTHON, "-m", "demo.mail_sink", *sink])
    bank = ["--port", str(bank_port), "--kajo", environment["BASE_URL"]]
    processes.start("bank", [PYTHON, "-m", "demo.bank.provider", *bank])
    processes.start("worker", [PYTHON, "manage.py", "procrastinate", "worker"])
    granian = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    limits = ["--workers", "1", "--blocking-threads", "8", "--no-ws", "--workers-kill-timeout", "10s"]
    processes.start("web", [*granian, *limits, "config.wsgi:application"])
    for name, wanted in (("mail", inbox_port), ("bank", bank_port), ("web", port)):
        _wait_for(processes, name, wanted)


def _wait_for(processes: Processes, name: str, port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if processes.has_ended(name):
            break
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"HEAD / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            if connection.recv(1):
                return
        time.sleep(0.1)
    raise StartError(f"{name} does not start:\n{processes.end_of_log(name)}")


def _welcome(port: int, inbox_port: int, bank_port: int, people: str) -> None:
    print(f"\nKajo is at           http://localhost:{port}")
    print(f"Its mails are at     http://localhost:{inbox_port}")
    print(f"A pretend bank is at http://localhost:{bank_port}")
    print(f"Logs are in          {VAR / 'log'}\n")
    if people:
        print(people)
    print("Customer service and housing managers sign in with a second step elsewhere; here nobody has to.")
    print("Ctrl-C stops everything.", flush=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let no second Ctrl-C cut the stopping short."""
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


if __name__ == "__main__":
    sys.exit(main())

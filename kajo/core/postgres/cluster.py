"""One server and its data: made, started whatever was killed before, stopped."""

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import psycopg

from kajo.core.postgres.needs import add_extensions, add_page_roles, add_web_login, exists, require_letters
from kajo.core.postgres.programs import (
    START_SECONDS,
    PostgresError,
    as_server_user,
    binaries,
    is_server_of,
    make_folder,
    run,
    short_hash,
    wait,
)

LONGEST_SOCKET = 90  # Linux cuts the path of a socket at 107 characters, its name included

_started: list[subprocess.Popen[str]] = []  # servers outlive the process that started them


@dataclass(frozen=True)
class Addresses:
    """Where the database is: for the owner (migrations, worker, imports) and for web processes."""

    owner: str
    web: str


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL server and its data: `home` holds `data/`, the log and the lock.

    A cluster that is not `durable` does without fsync: quick, and lost when the machine stops.
    """

    home: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def socket(self) -> Path:
        inside = self.home / "socket"
        if len(str(inside)) <= LONGEST_SOCKET:
            return inside
        return Path(gettempdir()) / f"kajo-{os.geteuid()}-{short_hash(self.home)}"

    @property
    def addresses(self) -> Addresses:
        return Addresses(owner=self.address("kajo"), web=self.address("kajo_web"))

    def address(self, role: str, database: str = "kajo") -> str:
        """Return the address by which `role` reaches `database`, over the socket."""
        return f"postgresql://{role}@/{database}?host={self.socket}"

    def start(self) -> Addresses:
        """Make the cluster if it is not there, start it if it does not run, and return its addresses.

        :raises PostgresError: when it cannot be made or started
        """
        make_folder(self.home)
        with self._locked():
            wait(self._is_up, f"PostgreSQL does not answer; see {self.log}")
            if not (self.home / "prepared").exists():
                self._prepare()
        return self.addresses

    def stop(self) -> None:
        """Stop the server, its connections too; does nothing when it does not run."""
        pid = self.running_pid()
        if pid is None:
            return
        run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(START_SECONDS))

    def destroy(self) -> None:
        """Stop the server at once and remove its data."""
        pid = self.running_pid()
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
            wait(lambda: self.running_pid() is None, "PostgreSQL does not stop")
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def running_pid(self) -> int | None:
        """Return the process id of the running server, or None; a stale `postmaster.pid` is not one."""
        pid = self._noted_pid()
        return pid if pid is not None and is_server_of(pid, self.data) else None

    def _noted_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _is_up(self) -> bool:
        """Start the server if it does not run, or no longer does, and tell whether it answers."""
        if self.running_pid() is None:
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._launch()
        return self._answers()

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        # Built into its own folder first: an interrupted initdb leaves nothing that looks like a cluster.
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin"]
        locale = ["--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--lc-ctype=C.UTF-8"]
        syncing = [] if self.durable else ["--no-sync"]
        run("initdb", "-D", str(new), *options, *locale, *syncing)
        new.rename(self.data)

    def _launch(self) -> None:
        make_folder(self.socket)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = [flag for name, value in options.items() for flag in ("-c", f"{name}={value}")]
        # A process that has got the dead server's number must not keep the new one from starting. PostgreSQL
        # lets its own grandparent be; that it still looks for orphans by their shared memory is wanted.
        stale = self._noted_pid()
        environment = {} if stale is None else {"PG_GRANDPARENT_PID": str(stale)}
        for left in self.socket.glob(".s.PGSQL.*"):
            left.unlink()
        command = [str(binaries() / "postgres"), "-D", str(self.data), *flags]

        def launched() -> bool:
            with self.log.open("ab") as log:
                begins = log.tell()
                streams: dict[str, Any] = {"stdout": log, "stderr": log, "text": True}
                server: subprocess.Popen[str] = subprocess.Popen(
                    command, start_new_session=True, **streams, **as_server_user(environment)
                )
            _started.append(server)
            wait(
                lambda: server.poll() is not None or self._answers(),
                f"PostgreSQL is not ready; see {self.log}",
            )
            if server.poll() is None:
                return True
            said = self.log.read_bytes()[begins:].decode(errors="replace")
            if "shared memory block" in said:
                return False  # a query of the killed server has not noticed yet that it is alone
            raise PostgresError(f"PostgreSQL does not start.\n{said}")

        wait(launched, f"PostgreSQL does not start; see {self.log}")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.address("postgres", "template1"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _prepare(self) -> None:
        with psycopg.connect(self.address("postgres", "template1"), autocommit=True) as connection:
            add_extensions(connection)
            require_letters(connection)
            if not exists(connection, "pg_roles", "rolname", "kajo"):
                connection.execute("create role kajo login createdb createrole")
        with psycopg.connect(self.address("kajo", "template1"), autocommit=True) as connection:
            add_page_roles(connection)
            add_web_login(connection)
            if not exists(connection, "pg_database", "datname", "kajo"):
                connection.execute("create database kajo")
        (self.home / "prepared").touch()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

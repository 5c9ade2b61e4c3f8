"""Which clusters belong to a folder `var/`, and where they stand."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kajo.core.postgres.cluster import Addresses, Cluster
from kajo.core.postgres.programs import ROOTS_STORE, make_folder, server_user, short_hash


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


@contextmanager
def throw_away(var: Path) -> Iterator[Cluster]:
    """Start a cluster for one test run and remove it afterwards, and those that killed runs left behind."""
    store = _store(var)
    cluster = Cluster(store / f"throw-away-{secrets.token_hex(4)}", durable=False)
    with ExitStack() as held:
        with (store / "sweep.lock").open("w") as sweeping:  # a new folder is not taken for one left behind
            fcntl.flock(sweeping, fcntl.LOCK_EX)
            _sweep(store)
            make_folder(cluster.home)
            in_use = held.enter_context((cluster.home / "in-use").open("w"))
            fcntl.flock(in_use, fcntl.LOCK_EX)
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
    store = ROOTS_STORE / f"{var.resolve().parent.name}-{short_hash(var.resolve())}"
    store.mkdir(parents=True, exist_ok=True)
    return store

"""Kajo's own PostgreSQL: whatever is killed, it comes up again with all data."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from kajo.core import postgres


def write_a_row(address):
    with psycopg.connect(address) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('säilyy')")


def read_the_row(address):
    with psycopg.connect(address) as connection:
        return connection.execute("select word from kept").fetchone()


def processes_of(cluster):
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (folder / "cwd").readlink() == cluster.data.resolve():
                found.append(int(folder.name))
    return found


def kill_everything(cluster):
    for pid in processes_of(cluster):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while processes_of(cluster):
        time.sleep(0.01)


def test_data_outlives_a_kill_of_everything(var):
    write_a_row(postgres.start_own(var).owner)
    kill_everything(postgres.own_cluster(var))
    assert read_the_row(postgres.start_own(var).owner) == ("säilyy",)


def test_data_outlives_a_kill_of_the_server_process_alone(var):
    address = postgres.start_own(var).owner
    write_a_row(address)
    cluster = postgres.own_cluster(var)
    forlorn = psycopg.connect(address)
    os.kill(cluster.running_pid(), signal.SIGKILL)
    assert read_the_row(postgres.start_own(var).owner) == ("säilyy",)
    forlorn.close()


def test_a_stranger_with_the_dead_servers_number_is_no_hindrance(var):
    write_a_row(postgres.start_own(var).owner)
    cluster = postgres.own_cluster(var)
    note = (cluster.data / "postmaster.pid").read_text()
    kill_everything(cluster)
    stale = "\n".join([str(os.getpid()), *note.split("\n")[1:]])
    (cluster.data / "postmaster.pid").write_text(stale)
    assert cluster.running_pid() is None
    assert read_the_row(postgres.start_own(var).owner) == ("säilyy",)


def test_a_second_start_finds_the_running_server(var):
    postgres.start_own(var)
    first = postgres.own_cluster(var).running_pid()
    postgres.start_own(var)
    assert postgres.own_cluster(var).running_pid() == first


def test_two_starts_at_once_make_one_server(var):
    code = f"from pathlib import Path; from kajo.core import postgres; postgres.start_own(Path({str(var)!r}))"
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    assert postgres.own_cluster(var).running_pid() is not None


def test_a_start_that_was_cut_short_is_begun_anew(var):
    home = postgres.own_cluster(var).home
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "rubbish").touch()
    assert read_version(postgres.start_own(var).owner) >= 180000


def read_version(address):
    with psycopg.connect(address) as connection:
        return connection.info.server_version


def test_the_note_says_where_everything_is(var):
    addresses = postgres.start_own(var)
    note = json.loads((var / "postgres.json").read_text())
    assert note["owner"] == addresses.owner
    assert Path(note["data"], "PG_VERSION").exists()
    assert Path(note["socket"]).is_dir()
    assert note["system_user"] != "root"


def test_nobody_else_may_enter_and_the_server_is_not_root(var):
    postgres.start_own(var)
    cluster = postgres.own_cluster(var)
    for folder in (cluster.home, cluster.data, cluster.socket):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert Path(f"/proc/{cluster.running_pid()}").stat().st_uid != 0


def test_finnish_words_are_whole_words(var):
    with psycopg.connect(postgres.start_own(var).owner) as connection:
        row = connection.execute(
            "select show_trgm('ä') <> '{}', lower('ÅÄÖ'), similarity('Äijälä', 'äijälä'), unaccent('é')"
        ).fetchone()
    assert row == (True, "åäö", 1.0, "e")


def test_the_login_of_web_processes_leads_to_the_page_role_only(var):
    with psycopg.connect(postgres.start_own(var).web, autocommit=True) as connection:
        connection.execute("set role kajo_page")
        connection.execute("reset role")
        assert connection.execute("select current_user").fetchone() == ("kajo_web",)
        for mightier in ("kajo", "postgres"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"set role {mightier}")
        row = connection.execute(
            "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user"
        ).fetchone()
        assert row == (False,)


def test_a_throw_away_cluster_runs_beside_the_other_and_leaves_nothing(var):
    write_a_row(postgres.start_own(var).owner)
    with postgres.throw_away(var) as cluster:
        write_a_row(cluster.addresses.owner)
        home = cluster.home
    assert not home.exists()
    assert read_the_row(postgres.own_cluster(var).addresses.owner) == ("säilyy",)


def test_what_a_killed_test_run_left_is_swept_away(var):
    code = (
        "import os, signal; from pathlib import Path; from kajo.core import postgres\n"
        f"with postgres.throw_away(Path({str(var)!r})) as cluster:\n"
        "    print(cluster.home, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    left = Path(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip())
    assert postgres.Cluster(left).running_pid() is not None
    with postgres.throw_away(var) as cluster:
        assert not left.exists()
        assert cluster.home.exists()


def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path):
    cluster = postgres.Cluster(tmp_path / ("x" * 100))
    assert len(str(cluster.socket)) < 100

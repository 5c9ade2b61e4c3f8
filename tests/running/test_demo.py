"""The demo starts everything, comes up again whatever was killed, and stops without leaving anything."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from demo.mail_sink import free_port
from demo.processes import find_children
from kajo.core import postgres

ROOT = Path(__file__).resolve().parent.parent.parent


class Demo:
    """One running `script/demo --empty`, in a folder of its own."""

    def __init__(self, var, port):
        self.var, self.port = var, port
        chosen = {"KAJO_VAR": str(var), "PYTHONUNBUFFERED": "1"}
        unset = {"DATABASE_URL", "WEB_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
        env = {name: value for name, value in os.environ.items() if name not in unset} | chosen
        ports = ["--port", str(port), "--inbox-port", str(free_port())]
        command = [sys.executable, "-m", "demo.run", "--empty", *ports]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self.process = subprocess.Popen(command, env=env, cwd=ROOT, **streams)
        self.said = ""
        self.read_until("Ctrl-C stops everything")

    def read_until(self, words):
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        pytest.fail(f"The demo ended before it said {words!r}:\n{self.said}")

    def children(self):
        found = {}
        for pid in find_children(self.var):
            with suppress(OSError):
                found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
        return found

    def status(self):
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/") as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return None

    def answers_again(self):
        return wait_for(lambda: self.status() in {200, 404})

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


def wait_for(done, seconds=60):
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.1)
    return done()


@pytest.fixture
def demo(var):
    started = Demo(var, free_port())
    yield started
    started.kill()
    for pid in started.children():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_killed_with_everything_it_comes_up_again_with_all_data(demo, var):
    assert demo.answers_again()
    with psycopg.connect(postgres.own_cluster(var).addresses.owner) as connection:
        connection.execute("create table kept as select 'säilyy' as word")
    demo.kill()
    os.kill(postgres.own_cluster(var).running_pid(), signal.SIGKILL)
    assert demo.children(), "the site and the worker are still there, and hold the port"
    again = Demo(var, demo.port)
    assert again.answers_again()
    with psycopg.connect(postgres.own_cluster(var).addresses.owner) as connection:
        assert connection.execute("select word from kept").fetchone() == ("säilyy",)
    assert again.stop() == 0


def test_ctrl_c_leaves_nothing_running(demo, var):
    assert re.search(rf"http://localhost:{demo.port}\b", demo.said)
    bank = re.search(r"pretend bank is at (http://\S+)", demo.said)[1]
    with urllib.request.urlopen(bank) as page:
        assert b"This is no bank" in page.read()
    assert len(demo.children()) >= 5
    assert demo.stop() == 0
    assert wait_for(lambda: not demo.children(), 5)
    assert postgres.own_cluster(var).running_pid() is None


def test_what_dies_is_started_again(demo, var):
    def pid_of(word):
        return next((pid for pid, command in demo.children().items() if word in command), None)

    for word in ("granian", "procrastinate", "mail_sink", "demo.bank"):
        first = pid_of(word)
        os.kill(first, signal.SIGKILL)
        assert wait_for(lambda word=word, first=first: pid_of(word) not in {None, first}), word
    for pid in [pid for pid, command in demo.children().items() if "granian" in command][-1:]:
        os.kill(pid, signal.SIGKILL)  # the worker that granian started
    assert wait_for(lambda: demo.status() is None, 10)
    assert demo.answers_again()
    os.kill(postgres.own_cluster(var).running_pid(), signal.SIGKILL)
    assert wait_for(lambda: postgres.own_cluster(var).running_pid() is not None)
    assert demo.answers_again()


def test_a_port_in_use_is_named(tmp_path, mail_sink):
    env = {**os.environ, "KAJO_VAR": str(tmp_path)}
    command = [sys.executable, "-m", "demo.run", "--empty", "--port", str(mail_sink.smtp_port)]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Port {mail_sink.smtp_port} is in use" in done.stderr


def test_a_second_demo_of_the_same_folder_says_so(demo, var):
    env = {**os.environ, "KAJO_VAR": str(var)}
    command = [sys.executable, "-m", "demo.run", "--empty"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "already running" in done.stderr

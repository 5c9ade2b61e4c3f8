"""Without a Chromium only the browser's tests are skipped, loudly; where it is required, nothing is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = """
import pytest

@pytest.mark.browser
def test_in_a_browser(chromium):
    pass

def test_elsewhere():
    pass
"""


@pytest.fixture
def scratch():
    path = ROOT / "tests" / "running" / f"scratch_{os.getpid()}.py"
    path.write_text(TESTS)
    yield path
    path.unlink()


def run(path, *arguments, **chosen):
    env = {**os.environ, "PATH": str(Path(sys.executable).parent), "KAJO_REQUIRE_BROWSER": "0", **chosen}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(path), *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)


def test_several_processes_are_as_loud_as_one(scratch):
    done = run(scratch, "-n", "2")
    assert "There is no Chromium on this machine: 1 BROWSER TESTS WERE SKIPPED." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 passed, 1 skipped")


def test_only_browser_tests_are_skipped_and_loudly(scratch):
    done = run(scratch)
    assert done.returncode == 0
    assert "There is no Chromium on this machine: 1 BROWSER TESTS WERE SKIPPED." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 passed, 1 skipped")


def test_where_a_browser_is_required_its_tests_fail_without_one(scratch):
    done = run(scratch, KAJO_REQUIRE_BROWSER="1")
    assert done.returncode == 1
    assert "1 passed, 1 error" in done.stdout.splitlines()[-1]

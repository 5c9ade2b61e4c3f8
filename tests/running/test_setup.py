"""On a fresh clone the scripts say what is missing, and set up the rest."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from script.lib import setup

ROOT = Path(__file__).resolve().parent.parent.parent


def test_debian_without_ensurepip_is_told_in_one_line_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as refused:
        setup._make()
    assert refused.value.code == (
        "This Python lacks ensurepip. On Debian and Ubuntu: apt-get install python3-venv"
    )


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10))
    with pytest.raises(SystemExit, match=r"3\.11 or newer"):
        setup.main("base", [])


def test_set_up_needs_nothing_but_python():
    names = re.findall(r"^(?:import|from) (\w+)", (ROOT / "script/lib/setup.py").read_text(), re.MULTILINE)
    assert set(names) <= sys.stdlib_module_names


def locked(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE)), text


@pytest.mark.parametrize("name", ["demo", "dev"])
def test_what_the_demo_and_tests_run_on_is_what_the_site_runs_on(name):
    base, more = locked("base")[0], locked(name)[0]
    assert {name: more.get(name) for name in base} == base


@pytest.mark.parametrize("name", ["base", "demo", "dev"])
def test_every_package_has_its_hashes_and_no_index_is_named(name):
    packages, text = locked(name)
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert {block.split("==")[0] for block in blocks} == set(packages)
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize("name", ["demo", "test", "check", "lock", "messages"])
def test_scripts_can_be_run(name):
    script = ROOT / "script" / name
    assert script.stat().st_mode & 0o111
    assert script.read_text().startswith("#!/bin/sh\n")

"""Writes requirements/*.txt: every version with its hashes, for every platform, and no index address."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path("requirements")
OPTIONS = ["--universal", "--generate-hashes", "--no-emit-index-url", "--python-version", "3.11"]
COMMAND = "script/lock"


def main(arguments: list[str]) -> None:
    """Lock base first, demo by it and dev by demo, so that all hold the same versions."""
    upgrade = [] if "--keep" in arguments else ["--upgrade"]
    _compile("base", upgrade)
    for name, former in (("demo", "base"), ("dev", "demo")):
        _compile(name, [*upgrade, "--constraint", str(FOLDER / f"{former}.txt")])


def _compile(name: str, options: list[str]) -> None:
    print(f"Locking {name}…", flush=True)
    source, locked = FOLDER / f"{name}.in", FOLDER / f"{name}.txt"
    command = ["uv", "pip", "compile", *OPTIONS, *options, "--custom-compile-command", COMMAND, "--quiet"]
    subprocess.run([sys.executable, "-m", *command, str(source), "-o", str(locked)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])

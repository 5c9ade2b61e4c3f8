"""*Access is kept*: reads code, Kajo's or a scratch module's, and lists where it steps round the access."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

KAJO = Path(__file__).parents[2] / "kajo"

# Who may reach rows without an access, and only these: the access itself, what loads files, and jobs.
MAY_SAY_EVERYTHING = ("access/", "imports.py", "tasks.py")
# Ways round the only manager of a customer-owned model.
DISGUISES = {
    "everything",
    "_default_manager",
    "_base_manager",
    "get_object_or_404",
    "get_list_or_404",
    "get_model",
}
# The raw database: rooms that keep their own SQL functions, each in one place.
MAY_HOLD_A_CURSOR = (
    "access/",
    "core/",
    "metering/store.py",
    "imports.py",
    "tasks.py",
)
MAKERS = {
    "CustomerAccess": "access/policy.py",
    "ManyAccess": "access/policy.py",
    "StaffAccess": "access/doors.py",
    "Holding": "access/holdings.py",
}


def faults_in(source: str, path: str) -> list[str]:
    """Return what a module does that only the access may do. `path` is relative to kajo/."""
    tree = ast.parse(source)
    return [f"{path}:{line}: {fault}" for line, fault in _walk(tree, path)]


def faults_in_kajo() -> list[str]:
    return [
        fault
        for file in sorted(KAJO.rglob("*.py"))
        if "migrations" not in file.parts
        for fault in faults_in(file.read_text(), str(file.relative_to(KAJO)))
    ]


def _walk(tree: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    free = path.startswith(MAY_SAY_EVERYTHING[0]) or path.endswith(MAY_SAY_EVERYTHING[1:])
    for node in ast.walk(tree):
        name = _name(node)
        if name in DISGUISES and not free and path != "core/times.py":
            yield node.lineno, f"says {name}"  # type: ignore[attr-defined] # named nodes have a line
        if (
            name in ("cursor", "raw", "connection")
            and not path.startswith(MAY_HOLD_A_CURSOR[:2])
            and not path.endswith(MAY_HOLD_A_CURSOR[2:])
        ):
            yield node.lineno, f"reaches the database by {name}"  # type: ignore[attr-defined]
        if isinstance(node, ast.Constant) and node.value in DISGUISES and not free:
            yield node.lineno, f"names {node.value} in a string"
        if isinstance(node, ast.ImportFrom) and _imports_store(node) and not path.startswith("metering/"):
            yield node.lineno, "reaches the readings by metering's own connection"
        if isinstance(node, ast.Call) and (made := _name(node.func)) in MAKERS and path != MAKERS[made]:
            yield node.lineno, f"makes a {made}"
    if path.endswith("/actions.py") or "/actions/" in path:
        yield from _actions_that_do_not_ask(tree)


def _imports_store(node: ast.ImportFrom) -> bool:
    whole = {f"{node.module}.{alias.name}" for alias in node.names}
    return node.module == "kajo.metering.store" or "kajo.metering.store" in whole


def _actions_that_do_not_ask(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """An action takes an access first and begins by asking it, after its docstring."""
    for function in getattr(tree, "body", []):
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        statements = function.body[1:] if ast.get_docstring(function) else function.body
        first = ast.unparse(statements[0]) if statements else ""
        if not first.startswith("access.require("):
            yield function.lineno, f"the action {function.name} does not begin by asking its access"


def _name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return None

"""*Access is kept*: reads code, Kajo's or a scratch module's, and lists where it steps round the access.

It is a guard against forgetting and against haste, not against malice: Python has no wall, PostgreSQL has.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

KAJO = Path(__file__).parents[2] / "kajo"

# Who may reach rows without an access, and only these: the access itself, what loads files, jobs, and what
# answers for the retailer.
LOADERS = re.compile(r"(\w+_)?(imports|tasks|settling)\.py")
# Ways round the only manager of a customer-owned model.
DISGUISES = {
    "everything",
    "get_object_or_404",
    "get_list_or_404",
    "_meta",
    "_default_manager",
    "_base_manager",
    "get_model",
    "get_models",
    "get_registered_model",
    "all_models",
    "model_class",
    "get_object_for_this_type",
    "get_all_objects_for_this_type",
    "attrgetter",
    "methodcaller",
    "getattr_static",
    "import_module",
    "__import__",
    "__class__",
    "__dict__",
    "__getattribute__",
    "__new__",
    "__setattr__",
    "__subclasses__",
    "eval",
    "exec",
    "globals",
    "vars",
}
# The raw database: rooms that keep their own SQL functions, each in one place.
RAW = {
    "RawSQL",
    "close_old_connections",
    "connection",
    "connections",
    "cursor",
    "extra",
    "get_connection",
    "psycopg",
    "raw",
    "set_autocommit",
}
MAY_BE_RAW = ("access", "core")
# What only doors call, and jobs, which open an access again.
OPENERS = {
    "behind_the_wall",
    "enter_customer",
    "enter_look",
    "enter_many",
    "enter_page",
    "for_one_statement",
    "open_customer",
    "open_many",
    "open_page",
    "open_wall_to",
}
MAKERS = {
    "CustomerAccess": "access/policy.py",
    "ManyAccess": "access/policy.py",
    "StaffAccess": "access/doors.py",
    "Holding": "access/holdings.py",
}
PROOFS = ("access", "accesses", "holding")
PROVEN = {"customer_id", "customer_ids", "is_owner", "levels", "look_id", "owned_ids", "point_id", "user_id"}
TAKES_A_CLASS = {"cast", "isinstance", "issubclass"}

Fault = tuple[ast.AST, str]


def faults_in(source: str, path: str) -> list[str]:
    """Return what a module does that only the access may do. `path` is relative to kajo/."""
    tree, place = ast.parse(source), PurePath(path)
    found = list(_makes_an_access(tree, path))
    is_loader = LOADERS.fullmatch(place.name) is not None
    if not is_loader and place.parts[0] != "access":
        found += _steps_round(tree)
        found += _says(tree, OPENERS, "opens the wall by")
    if not is_loader and place.parts[0] not in MAY_BE_RAW and path != "metering/store.py":
        found += _says(tree, RAW, "reaches the database by")
    if place.parts[0] != "metering":
        found += _reads_the_store(tree)
    if place.name == "actions.py" or "actions" in place.parts:
        found += _actions_that_do_not_ask(tree)
    return [f"{path}:{node.lineno}: {fault}" for node, fault in found]  # type: ignore[attr-defined] # all have


def faults_in_kajo() -> list[str]:
    return [
        fault
        for file in sorted(KAJO.rglob("*.py"))
        if "migrations" not in file.parts
        for fault in faults_in(file.read_text(), str(file.relative_to(KAJO)))
    ]


def _steps_round(tree: ast.AST) -> Iterator[Fault]:
    yield from _says(tree, DISGUISES, "says")
    knows_models = any("models" in name.split(".") for node in ast.walk(tree) for name in _imported(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in DISGUISES:
            yield node, f"names {node.value} in a string"
        if not isinstance(node, ast.Call):
            continue
        called = _name(node.func)
        if called in ("getattr", "setattr") and knows_models and not isinstance(node.args[1], ast.Constant):
            yield node, "reaches an attribute by a name that is worked out, in a module that knows models"
        if called in ("QuerySet", "Manager", "BaseManager") and not isinstance(node.func, ast.Subscript):
            yield node, f"makes a {called} of its own"


def _says(tree: ast.AST, names: set[str], deed: str) -> Iterator[Fault]:
    """Look for names in the code and in what it imports, whatever they are called afterwards."""
    for node in ast.walk(tree):
        said = {_name(node), *(part for name in _imported(node) for part in name.split("."))}
        for name in sorted(names & said):
            yield node, f"{deed} {name}"


def _makes_an_access(tree: ast.AST, path: str) -> Iterator[Fault]:
    for node in ast.walk(tree):
        yield from ((node, f"calls {maker} by another name") for maker in _renamed(node) & MAKERS.keys())
        for made in _passed_on(node):
            if made in MAKERS and path != MAKERS[made]:
                yield node, f"passes {made} on to be made"
        if not isinstance(node, ast.Call):
            continue
        made = _name(node.func)
        if made in MAKERS and path != MAKERS[made]:
            yield node, f"makes a {made}"
        if isinstance(node.func, ast.Call) and _name(node.func.func) == "type":
            yield node, "makes another of the same type"
        if made == "replace" and _changes_a_proof(node):
            yield node, "changes an access or a holding"


def _renamed(node: ast.AST) -> set[str]:
    """Return what an import gives another name; a model that is called like a proof is none."""
    if not isinstance(node, ast.ImportFrom) or (node.module or "").endswith("models"):
        return set()
    return {alias.name for alias in node.names if alias.asname}


def _passed_on(node: ast.AST) -> list[str | None]:
    """Return the names that a call or an assignment is given as they are."""
    if isinstance(node, ast.Call) and _name(node.func) not in TAKES_A_CLASS:
        return [_name(part) for part in (*node.args, *(keyword.value for keyword in node.keywords))]
    return [_name(node.value)] if isinstance(node, ast.Assign | ast.NamedExpr) else []


def _changes_a_proof(call: ast.Call) -> bool:
    named = {keyword.arg for keyword in call.keywords}
    return bool(named & PROVEN) or any(_name(argument) in PROOFS for argument in call.args[:1])


def _reads_the_store(tree: ast.AST) -> Iterator[Fault]:
    for node in ast.walk(tree):
        by_import = any(name.endswith("metering.store") for name in _imported(node))
        if by_import or (isinstance(node, ast.Attribute) and ast.unparse(node).endswith("metering.store")):
            yield node, "reaches the readings by metering's own connection"


def _actions_that_do_not_ask(tree: ast.AST) -> Iterator[Fault]:
    """An action takes an access first and begins by asking it, after its docstring."""
    for function in getattr(tree, "body", []):
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        statements = function.body[1:] if ast.get_docstring(function) else function.body
        first = ast.unparse(statements[0]) if statements else ""
        if not first.startswith(("access.require(", "access.require_owner(", "accesses.require(")):
            yield function, f"the action {function.name} does not begin by asking its access"


def _imported(node: ast.AST) -> list[str]:
    """Return the full names that an import brings in, not what it calls them."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module or ''}.{alias.name}" for alias in node.names]
    return []


def _name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return None

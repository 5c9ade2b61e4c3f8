"""System checks: a URL without a door, a child that could change hands, a wall that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags
from django.core.checks import register as register_check
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from kajo.access import wall
from kajo.access.doors import UNNAMED, CustomerDoor, Door
from kajo.access.owned import CustomerOwned, SameOwner


def register() -> None:
    register_check(every_url_has_a_door, Tags.urls)
    register_check(every_child_has_its_parents_owner, Tags.models)
    register_check(every_owned_row_is_reached_by_its_access, Tags.models)
    register_check(a_web_process_stands_behind_the_wall, Tags.database)


def walk(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield (route, pattern) of every URL there is."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, route)
        else:
            yield route, entry


def every_url_has_a_door(**_: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = [
        Error(f"/{route} has no door", hint="Make it with a function of kajo.access.doors.", id="access.E001")
        for route, pattern in walk()
        if not isinstance(pattern.callback, Door)
    ]
    for route, pattern in walk():
        door = pattern.callback
        if isinstance(door, CustomerDoor) and not (door.owners_only or door.asks.areas):
            errors.append(Error(f"/{route} names no area", id="access.E002"))
    errors += [
        Error(
            f"the vendor's URL {name} is new",
            hint="Name it in vendor_pages, with the sign-in that it needs.",
            id="access.E003",
        )
        for name in sorted(set(UNNAMED))
    ]
    return errors


def every_child_has_its_parents_owner(**_: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    for model in apps.get_models():
        if not issubclass(model, CustomerOwned):
            continue
        held = {c.parent for c in model._meta.constraints if isinstance(c, SameOwner)}
        for field in model._meta.concrete_fields:
            parent = field.related_model
            if isinstance(parent, type) and issubclass(parent, CustomerOwned) and field.name not in held:
                errors.append(
                    Error(
                        f"{model.__name__}.{field.name} could name another customer's row",
                        hint="Add SameOwner.",
                        obj=model,
                        id="access.E004",
                    )
                )
    return errors


def every_owned_row_is_reached_by_its_access(**_: Any) -> list[CheckMessage]:
    """See that no manager, reverse name or open table leads past the owner of a row."""
    return [error for model in apps.get_models() for error in _ways_past_the_owner(model)]


def _ways_past_the_owner(model: type[Model]) -> Iterator[CheckMessage]:
    owned = wall.owner_columns()
    name = model.__name__
    if issubclass(model, CustomerOwned) and {manager.name for manager in model._meta.managers} != {
        "everything"
    }:
        hint = "Its one manager is called everything."
        yield Error(f"{name} has a manager of its own", hint=hint, id="access.E006")
    for field in model._meta.concrete_fields:
        parent, reverse = field.related_model, field.remote_field
        if not isinstance(parent, type) or parent._meta.db_table not in owned or reverse is None:
            continue
        if not reverse.hidden:
            text = f"{name}.{field.name} can be followed back to rows that nobody asked for"
            yield Error(text, hint='Give it related_name="+".', id="access.E007")
        if wall.is_open_without_a_wall(model):
            text = f"{name}.{field.name} leads to a customer's row, and pages see the rows of all"
            yield Error(text, hint="Let it inherit CustomerOwned.", id="access.E008")


def a_web_process_stands_behind_the_wall(
    databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Refuse to serve over a connection that could step over the wall."""
    if not databases or not settings.ENV.is_web:
        return []
    return [
        Error(
            f"Kajo does not serve: {danger}.",
            hint="See WEB_DATABASE_URL in docs/running.md.",
            id="access.E005",
        )
        for danger in wall.list_dangers_of_this_connection()
    ]

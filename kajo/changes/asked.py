"""What was asked, in words. A room that asks for a kind of change says here how it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kajo.access.policy import CustomerAccess
from kajo.changes.rows import ChangeRow


@dataclass(frozen=True)
class Asked:
    """What was asked: a title, what else there is to know of it by lines, and the address of its page."""

    title: str
    page: str
    lines: tuple[str, ...] = ()


Words = Callable[[CustomerAccess, ChangeRow], Asked]

_words: dict[str, Words] = {}


def tells(*kinds: str) -> Callable[[Words], Words]:
    """Register the function as the one that puts changes of those kinds into the language of the moment."""

    def register(function: Words) -> Words:
        _words.update(dict.fromkeys(kinds, function))
        return function

    return register


def in_words(access: CustomerAccess, change: ChangeRow) -> Asked:
    """Return what was asked, for somebody who may see it.

    :raises KeyError: when no room tells changes of that kind
    """
    return _words[change.kind](access, change)

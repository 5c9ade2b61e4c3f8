"""What stands round every page: filled in by the site that shows the page, shown by `ui/base.html`.

Put one `Frame` into the template context as `frame`.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NavLink:
    """One of the main links. `current` marks the page or its section; `count` is shown after the label."""

    label: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A line of the user menu or of the footer. `post` makes it a button of a form, as signing out needs."""

    label: str
    href: str
    post: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the chooser: whose data, on what ground ("by her permission until 31.12.2026")."""

    name: str
    note: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chooser:
    """Whose data is shown and whose could be. Own ones come first.

    `search_href` gets a GET form with the field `q` and is given when there are more than seven;
    `all_href` and `total` make the link to them all.
    """

    label: str
    choices: tuple[Choice, ...]
    total: int = 0
    search_href: str | None = None
    all_href: str | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """The strip that says that the data is another's: whose, until when and what, and the way back."""

    whose: str
    text: str
    back_href: str
    back_label: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number as people write it."""

    number: str

    @property
    def href(self) -> str:
        """The address that calls it."""
        return "tel:" + "".join(mark for mark in self.number if mark.isdigit() or mark == "+")


@dataclass(frozen=True, slots=True)
class HelpLine:
    """The retailer's phones, weekday hours ("8–16") and price of a call; empty for the ordinary one."""

    phones: tuple[Phone, ...]
    hours: str = ""
    price: str = ""


@dataclass(frozen=True, slots=True)
class BulletinLink:
    """One of the newest bulletins in the band at the foot of the page."""

    title: str
    href: str
    kind: str
    date: date


@dataclass(frozen=True, slots=True)
class Language:
    """A language other than the page's own, by its own name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """When the viewer is signed out if nothing is done.

    :param is_soon: it is said in words at the foot of the page, too
    :param stay_href: a GET asks, a POST makes it longer, both are answered with the seconds that are left
    """

    seconds: int
    at: datetime
    can_be_longer: bool
    is_soon: bool
    stay_href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything round a page. What is empty is not drawn.

    :param today: the local day; the glow on the horizon stands where it falls in the year
    :param home_href: where the mark leads
    :param language_action: a URL that takes POST `language` and `next`
    """

    today: date | None = None
    home_href: str = "/"
    nav: tuple[NavLink, ...] = ()
    user_name: str = ""
    menu_links: tuple[MenuLink, ...] = ()
    chooser: Chooser | None = None
    permission: Permission | None = None
    footer_links: tuple[MenuLink, ...] = ()
    bulletins: tuple[BulletinLink, ...] = ()
    bulletins_href: str = ""
    languages: tuple[Language, ...] = ()
    language_action: str = ""
    session_end: SessionEnd | None = None


def day_of_year_share(today: date | None) -> str:
    """Return the day's place in its year in per cent of the width; midsummer's place without a day."""
    day = today.timetuple().tm_yday if today else 182
    return f"{min(day, 365) / 365 * 100:.2f}%"

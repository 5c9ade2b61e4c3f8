"""Every setting of Kajo, in one table: name, type, default and meaning. `docs/running.md` shows it."""

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}
FIRST_SHOWN_PRICES = FIRST_SHOWN_INVOICES = date(2020, 1, 1)
FIRST_TERMS = date(2026, 11, 1)
FIRST_SHOWN_DETAILS = date(2020, 4, 1)


class SettingsError(ValueError):
    """One or more settings cannot be read; the message names each."""


def setting(default: Any, meaning: str, *, secret: bool = False) -> Any:
    """Declare one setting: what it is when the environment is silent, and what it does."""
    return field(default=default, metadata={"meaning": meaning, "secret": secret}, repr=not secret)


@dataclass(frozen=True)
class Environment:
    """The settings, read once. The environment variable of a field is its name in capitals."""

    # The process
    kajo_process: str = setting("owner", "`web` for web processes (the server sets it), else `owner`")
    kajo_local_http: bool = setting(
        False, "Plain HTTP on localhost, as `script/demo` and tests use it; never in production"
    )
    kajo_debug: bool = setting(False, "Django's debug pages, for developers only")
    kajo_var: str = setting("var", "Folder of what is made while running; inside the project when relative")

    # The database
    database_url: str = setting(
        "", "Database as the owner: migrations, worker, imports. Empty: Kajo's own PostgreSQL", secret=True
    )
    web_database_url: str = setting(
        "", "The same database as web processes log in to it (role `kajo_web`)", secret=True
    )
    database_pool_size: int = setting(
        10, "Connections that one web process may open, and as many again to count with"
    )
    statement_timeout_seconds: int = setting(20, "Longest statement of a web process")
    lock_timeout_seconds: int = setting(5, "Longest wait for a lock of a web process")

    # The address, and what stands in front of it
    secret_key: str = setting("", "Signs cookies and links; at least 50 random characters", secret=True)
    secret_key_fallbacks: tuple[str, ...] = setting(
        (), "Former keys whose signatures still hold, with commas between", secret=True
    )
    allowed_hosts: tuple[str, ...] = setting((), "Host names that the site answers to, with commas between")
    base_url: str = setting("", "Address that mails link to, such as https://online.example.fi")
    trusted_proxies: int = setting(0, "How many proxies of our own stand between the visitor and Kajo")

    # Who somebody is
    identity_keys: tuple[str, ...] = setting(
        (),
        "Keys that hash personal identity codes, as `name:at least 50 random characters`, the newest first, "
        "with commas between; without them no identity code is taken in",
        secret=True,
    )
    identification_issuer: str = setting(
        "",
        "Issuer of strong identification by OpenID Connect, exactly as it calls itself, such as "
        "https://broker.example.fi; empty: nobody identifies with a bank",
    )
    identification_client_id: str = setting("", "By which name the issuer knows Kajo")
    identification_client_secret: str = setting("", "What Kajo shows to the issuer", secret=True)
    identification_scope: tuple[str, ...] = setting(
        ("openid", "profile"), "What the issuer is asked for, with commas between"
    )
    identification_acr: tuple[str, ...] = setting(
        ("http://ftn.ficora.fi/2017/loa2", "http://ftn.ficora.fi/2017/loa3"),
        "Levels of assurance that are strong enough (`acr`), with commas between",
    )
    identification_identity_claim: str = setting(
        "urn:oid:1.2.246.21", "Claim of the ID token that holds the personal identity code"
    )

    # Mail
    smtp_host: str = setting("localhost", "Mail server")
    smtp_port: int = setting(587, "Its port")
    smtp_user: str = setting("", "User on the mail server")
    smtp_password: str = setting("", "Its password", secret=True)
    smtp_tls: str = setting("starttls", "`starttls`, `tls` (from the first byte) or `none`")
    mail_from: str = setting("Kajo <noreply@localhost>", "Sender of Kajo's mails")

    # Text messages
    sms_url: str = setting(
        "", 'Gateway of text messages, which takes POST `{"to", "text"}`; empty: none are sent'
    )
    sms_token: str = setting("", "Its bearer token", secret=True)

    terms_from: date = setting(
        FIRST_TERMS, "Day from which the terms of use hold: their version, which every user accepts"
    )

    # Sessions
    session_idle_minutes: int = setting(12 * 60, "A customer's session ends after this long without use")
    session_absolute_hours: int = setting(30 * 24, "A customer's session ends after this long in any case")
    staff_session_idle_minutes: int = setting(30, "The same for staff: without use")
    staff_session_absolute_hours: int = setting(12, "The same for staff: in any case")

    mfa_required_for: tuple[str, ...] = setting(
        ("staff", "firms"),
        "Who must sign in with a second step (`staff`, `firms`: members of firms), with commas between; "
        "`nobody` for trying out",
    )
    factor_keys: tuple[str, ...] = setting(
        (),
        "Keys that encrypt the secrets of authenticator apps and recovery codes, the newest first, with "
        "commas between; at least 50 random characters each",
        secret=True,
    )

    brief_seconds: int = setting(
        10, "How long a web process keeps bulletins and VAT rates before it reads them anew; 0: not at all"
    )

    # The retailer
    retailer_name: str = setting("Kajo Energia", "The retailer's name, on every page and mail")
    retailer_address: str = setting("", "The retailer's postal address, in the privacy notice and terms")
    retailer_email: str = setting("", "The retailer's e-mail address for customers")
    site_name: str = setting("Kajo", "What the service is called, beside the mark and in page titles")
    logo: str = setting("", "Path of the retailer's logo among static files; empty: the name in letters")
    logo_dark: str = setting("", "The same on dark ground")
    brand_colour: str = setting("", "The retailer's colour on light ground, such as #0a6b4f; empty: Kajo's")
    brand_colour_dark: str = setting("", "The same on dark ground; empty: made from the light one")
    brand_glow: str = setting("", "Colour of the light on the horizon, such as #f3a33c; empty: Kajo's")
    brand_glow_dark: str = setting("", "The same on dark ground")
    brand_sky: str = setting("", "Colour of the sky behind the page's head, on light ground; empty: Kajo's")
    brand_sky_dark: str = setting("", "The same on dark ground")
    help_phones: tuple[str, ...] = setting(
        ("09 4245 0000",), "Phone numbers of customer service, with commas between"
    )
    corporate_phone: str = setting(
        "09 4245 0010", "Phone number of corporate customer service, which registers housing managers"
    )
    help_hours: str = setting("9-16", "Opening hours of customer service, Monday to Friday")
    help_price: str = setting("", "Price of the call; empty: the caller's ordinary price")

    # The trade
    contract_prices_from: date = setting(
        FIRST_SHOWN_PRICES, "Contracts that ended before this day never show prices"
    )
    contract_prices_kinds: tuple[str, ...] = setting(
        ("fixed_term", "open_ended", "spot", "periodically_reset", "hybrid"),
        "Kinds of product whose contracts show prices, with commas between",
    )
    new_contract_days: int = setting(
        30, "How long after its first day a contract counts as new and stands first"
    )
    invoices_from: date = setting(FIRST_SHOWN_INVOICES, "Invoices sent before this day are not shown")
    invoice_details_from: date = setting(
        FIRST_SHOWN_DETAILS, "Of invoices dated before this day only the basics are shown, no lines"
    )
    postpone_max_days: int = setting(14, "By how many days at most a customer may postpone a due date")
    invoice_articles: tuple[str, ...] = setting(
        (),
        "What rows of a Finvoice are paid for, where their names do not tell: article code and kind of row, "
        "as in `1001=energy`, with commas between",
    )
    biller_name: str = setting(
        "", "Name by which banks know the retailer as a sender of e-invoices; empty: the retailer's name"
    )
    biller_identifier: str = setting("", "Identifier of the retailer as a sender of e-invoices")
    bidding_zone: str = setting("10YFI-1--------U", "EIC code of the bidding zone of day-ahead prices")
    register_times: tuple[str, ...] = setting(
        (),
        "Distributors with a night or winter day of their own: grid area, `night` or `winter_day`, months, "
        "weekdays and hours, as in `44Y1001A1001A46L night 1-12 1-7 21-6`, with commas between",
    )
    quality_order: tuple[str, ...] = setting(
        ("OK", "REVISED", "CALC", "E56", "EST", "UNCERTAIN", "E21", "PMISSING", "MISSING"),
        "Datahub's quality codes from strong to weak: a sum has the weakest code of its parts",
    )

    @property
    def is_web(self) -> bool:
        """Tell whether this process serves pages and so runs as the page role."""
        return self.kajo_process == "web"


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read the settings; `NAME_FILE` names a file that holds the value of NAME.

    :raises SettingsError: naming every setting that cannot be read
    """
    types = get_type_hints(Environment)
    values: dict[str, object] = {}
    wrong: list[str] = []
    for declared in fields(Environment):
        name = declared.name.upper()
        try:
            text = _text_of(name, environ)
            if text is not None:
                values[declared.name] = _parse(text, types[declared.name])
        except (ValueError, OSError) as error:
            wrong.append(f"{name}: {error}")
    if wrong:
        raise SettingsError("Cannot read the settings.\n" + "\n".join(wrong))
    return Environment(**values)  # type: ignore[arg-type]  # each was parsed by its field's type


def _text_of(name: str, environ: Mapping[str, str]) -> str | None:
    path = environ.get(f"{name}_FILE")
    text = Path(path).read_text() if path else environ.get(name)
    return text.strip() if text and text.strip() else None


def _parse(text: str, wanted: Any) -> object:
    if wanted is bool:
        if text.lower() not in TRUE_WORDS | FALSE_WORDS:
            raise ValueError(f"{text!r} is neither 1 nor 0")
        return text.lower() in TRUE_WORDS
    if wanted is int:
        return int(text)
    if wanted is date:
        return date.fromisoformat(text)
    if wanted == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def as_markdown() -> str:
    """Return the table of settings as it stands in docs/running.md."""
    lines = ["| name | type | default | meaning |", "|---|---|---|---|"]
    types = get_type_hints(Environment)
    lines += [_markdown_row(declared, types[declared.name]) for declared in fields(Environment)]
    return "\n".join(lines)


def _markdown_row(declared: Field[Any], wanted: Any) -> str:
    kind = "list" if wanted == tuple[str, ...] else wanted.__name__
    default = declared.default
    if isinstance(default, tuple):
        default = ", ".join(default)
    if isinstance(default, bool):
        default = int(default)
    shown = f"`{default}`" if default != "" else ""
    return f"| `{declared.name.upper()}` | {kind} | {shown} | {declared.metadata['meaning']} |"


if __name__ == "__main__":
    print(as_markdown())

"""`manage.py people …`: users, firms and links, made by hand."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.core import times


class Command(BaseCommand):
    help = "Make users, firms, owners and grants."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        user = deeds.add_parser(
            "add-user", help="make a user; the password is asked, or read from standard input"
        )
        user.add_argument("username")
        user.add_argument("--email", default="")
        user.add_argument(
            "--email-is-proven", action="store_true", help="somebody has seen that it is the user's"
        )
        user.add_argument("--first-name", default="")
        user.add_argument("--last-name", default="")
        user.add_argument("--language", choices=["fi", "sv", "en"], default="fi")
        user.add_argument("--staff", action="store_true")
        user.add_argument(
            "--corporate", action="store_true", help="of the staff, one who links customers to managers"
        )
        user.add_argument("--password-stdin", action="store_true")
        firm = deeds.add_parser("add-firm", help="make a firm and print its key")
        firm.add_argument("name")
        firm.add_argument("--business-id", default="")
        for deed in ("add-member", "remove-member"):
            member = deeds.add_parser(deed)
            member.add_argument("firm", help="the firm's key")
            member.add_argument("username")
            member.add_argument("--administrator", action="store_true")
        for deed in ("add-owner", "remove-owner"):
            owner = deeds.add_parser(deed)
            owner.add_argument("customer", help="customer number")
            owner.add_argument("username")
        for deed in ("grant", "end-grants"):
            grant = deeds.add_parser(deed)
            grant.add_argument("customer", help="customer number")
            grant.add_argument("--username")
            grant.add_argument("--firm", help="the firm's key")
            if deed == "grant":
                grant.add_argument("--area", choices=[area.value for area in Area], required=True)
                grant.add_argument("--write", action="store_true", help="read/write; without it read-only")
                grant.add_argument("--last-day", help="YYYY-MM-DD; without it open")
                grant.add_argument("--ground", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        deed = options["deed"].replace("-", "_")
        try:
            getattr(self, deed)(options)
        except register.CannotRegister as refused:
            raise CommandError(str(refused)) from refused

    def add_user(self, options: dict[str, Any]) -> None:
        password = (
            input() if options["password_stdin"] else getpass.getpass("Password (12 to 128 characters): ")
        )
        user = register.add_user(
            options["username"],
            email=options["email"],
            email_is_proven=options["email_is_proven"],
            password=password,
            first_name=options["first_name"],
            last_name=options["last_name"],
            language=options["language"],
            is_staff=options["staff"] or options["corporate"],
            is_corporate_service=options["corporate"],
        )
        self.stdout.write(f"{user.username} can sign in.")

    def add_firm(self, options: dict[str, Any]) -> None:
        self.stdout.write(register.add_firm(options["name"], business_id=options["business_id"]).key)

    def add_member(self, options: dict[str, Any]) -> None:
        firm, user = register.find_firm(options["firm"]), register.find_user(options["username"])
        register.add_member(firm, user, is_administrator=options["administrator"])

    def remove_member(self, options: dict[str, Any]) -> None:
        register.remove_member(register.find_firm(options["firm"]), register.find_user(options["username"]))

    def add_owner(self, options: dict[str, Any]) -> None:
        register.add_owner(options["customer"], register.find_user(options["username"]))

    def remove_owner(self, options: dict[str, Any]) -> None:
        user = register.find_user(options["username"])
        register.remove_owner(options["customer"], user, now=times.now())

    def grant(self, options: dict[str, Any]) -> None:
        last_day = parse_date(options["last_day"]) if options["last_day"] else None
        ends_at = times.local_midnight(last_day + timedelta(days=1)) if last_day else None
        register.add_grant(
            options["customer"],
            Area(options["area"]),
            Level.WRITE if options["write"] else Level.READ,
            user=register.find_user(options["username"]) if options["username"] else None,
            firm=register.find_firm(options["firm"]) if options["firm"] else None,
            starts_at=times.now(),
            ends_at=ends_at,
            ground=options["ground"],
        )

    def end_grants(self, options: dict[str, Any]) -> None:
        ended = register.end_grants(
            options["customer"],
            user=register.find_user(options["username"]) if options["username"] else None,
            firm=register.find_firm(options["firm"]) if options["firm"] else None,
            now=times.now(),
        )
        self.stdout.write(f"{ended} ended.")

"""A page that shows every component in every state; mounted in the demo and in tests only."""

from datetime import date
from decimal import Decimal

from django import forms
from django.http import HttpRequest
from django.template.response import TemplateResponse

from kajo.ui import frame, gallery_charts, icons, parts

TODAY = date(2026, 11, 24)


class SampleForm(forms.Form):
    """Every kind of field."""

    topic = forms.ChoiceField(
        label="What is it about?", choices=[("", "Choose"), ("a", "A bill"), ("b", "A move")]
    )
    place = forms.CharField(
        label="Place number", help_text="18 digits. You find it on the second page.", max_length=18
    )
    phone = forms.CharField(
        label="Phone",
        required=False,
        help_text="We call only when it is easier to settle by phone.",
        widget=forms.TextInput(attrs={"size": 20, "inputmode": "tel"}),
    )
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    text = forms.CharField(label="Message", help_text="At most 4,000 characters.", widget=forms.Textarea)
    way = forms.ChoiceField(
        label="How do you want the bill?",
        widget=forms.RadioSelect,
        choices=[("e", "To the bank"), ("m", "By mail"), ("p", "On paper")],
    )
    kinds = forms.MultipleChoiceField(
        label="What shall we tell you about?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("b", "New bills"), ("o", "Power cuts"), ("p", "Energiankulutuksen lämpötilakorjaus")],
    )
    file = forms.FileField(label="Attachments", required=False, help_text="PDF, JPEG or PNG, at most 10 MB.")
    agree = forms.BooleanField(label="Send a note of the answer by e-mail")


def components_page(request: HttpRequest) -> TemplateResponse:
    """Show every component in every state."""
    faulty = SampleForm({"place": "123", "phone": "040", "text": "", "way": "x"}, prefix="faulty")
    faulty.add_error("phone", "Write the phone number as +358 40 123 4567")
    faulty.add_error(None, "The form was changed in another window")
    return TemplateResponse(
        request,
        "ui/gallery.html",
        {
            "frame": sample_frame(),
            "states": [(kind, kind.capitalize()) for kind in icons.STATES],
            "icon_names": sorted(icons.ICONS),
            "form": SampleForm(initial={"place": "643007570001234567", "way": "e", "kinds": ["b", "p"]}),
            "faulty": faulty,
            "more_files": SampleForm(prefix="more")["file"],
            "tabs": [
                parts.Tab("All", "?", current=True, count=38),
                parts.Tab("Open", "?open", count=3),
                parts.Tab("Paid", "?paid", count=1034),
            ],
            "switch": [parts.Tab(word, "?", word == "Month") for word in ("Year", "Month", "Week", "Day")],
            "pager": parts.make_pager(6, 12, "?page={page}"),
            "facts": _facts(),
            "figures": _figures(),
            "steps": [
                parts.Step("To whom", "?", done=True),
                parts.Step("What", current=True),
                parts.Step("How long"),
                parts.Step("Check"),
            ],
            "level_columns": [{"label": "No right"}, {"label": "May read"}, {"label": "May change"}],
            "levels": _levels(),
            "lines": [
                parts.PaymentLine("Payee", "Kajo Energia Oy"),
                parts.PaymentLine("Account (IBAN)", "FI21 1234 5600 0007 85", "FI2112345600000785"),
                parts.PaymentLine("Reference", "7001 2345 672", "70012345672"),
                parts.PaymentLine("Sum", "128,46 €", "128,46"),
            ],
            "files": [parts.UploadedFile("a", "bill-70012345.pdf", 182_000)],
            "columns": [
                parts.Column("Month", sort_href="?", sorted="descending"),
                parts.Column("2026", is_number=True, sort_href="?"),
                parts.Column("2025", is_number=True),
                parts.Column("Change", is_number=True),
            ],
            "charts": gallery_charts.all_charts(),
            "rows": gallery_charts.table_rows(),
            "amounts": [Decimal("128.46"), Decimal("-4.21"), Decimal("1418.16"), Decimal(0), None],
            "days": (date(2026, 10, 1), date(2026, 11, 1)),
        },
    )


def sample_frame() -> frame.Frame:
    """Return a frame with everything in it."""
    return frame.Frame(
        today=TODAY,
        nav=(
            frame.NavLink("Contracts", "#buttons", current=True),
            frame.NavLink("Invoices", "#states"),
            frame.NavLink("Reports", "#charts"),
            frame.NavLink("Contact us", "#fields", count=2),
        ),
        user_name="vaino.korhonen",
        menu_links=(frame.MenuLink("My information", "#facts"), frame.MenuLink("Sign out", "#", post=True)),
        chooser=frame.Chooser(
            "Väinö Korhonen",
            (
                frame.Choice("Väinö Korhonen", "own · 1002345", "#", current=True),
                frame.Choice("Aino Virtanen", "by her permission until 31.12.2026", "#buttons"),
                frame.Choice("Kolhon kalastuskunta", "treasurer · until further notice", "#states"),
            ),
            total=14,
            search_href="#",
            all_href="#charts",
        ),
        permission=frame.Permission(
            "Aino Virtanen",
            "You see this by her permission until 31.12.2026. Invoices: read. Reports: read and change.",
            "#",
            "Back to your own",
        ),
        footer_links=(
            frame.MenuLink("Help", "#tables"),
            frame.MenuLink("Accessibility", "#steps"),
            frame.MenuLink("Privacy", "#payment"),
            frame.MenuLink("Terms of use", "#lists"),
        ),
        bulletins=(
            frame.BulletinLink("Electricity tax changes 1.1.2027", "#", "Prices", date(2026, 11, 20)),
            frame.BulletinLink("Maintenance break Sun 29 Nov 6–9", "#", "Break", date(2026, 11, 18)),
            frame.BulletinLink("Pirkanmaan kulutustiedot ovat myöhässä", "#", "Readings", date(2026, 11, 12)),
        ),
        bulletins_href="#",
        languages=(frame.Language("fi", "Suomi"), frame.Language("sv", "Svenska")),
        language_action="#",
    )


def _facts() -> list[parts.Fact]:
    return [
        parts.Fact("Number", "S-2024-104432"),
        parts.Fact("Valid", "until further notice, notice 14 days"),
        parts.Fact("Energiankulutuksen lämpötilakorjaus", "on, Tampere–Pirkkala"),
        parts.Fact("Confirmation", "PDF, 96 kB", "#"),
    ]


def _figures() -> list[parts.Figure]:
    return [
        parts.Figure("1–23 Nov 2026", "1 285", "kWh"),
        parts.Figure("Same days 2025", "1 391", "kWh"),
        parts.Figure("Change", "−7,6 %"),
        parts.Figure("Cost, with VAT", "142,18 €"),
    ]


def _levels() -> list[parts.LevelRow]:
    words = (("none", "no"), ("read", "read"), ("write", "change"))
    return [
        parts.LevelRow(
            f"level-{name.lower()}",
            name,
            note,
            tuple(parts.LevelChoice(value, word, chosen=value == chosen) for value, word in words),
        )
        for name, note, chosen in (
            ("Contracts", "contracts, prices and confirmations", "read"),
            ("Reports", "use, cost and notes", "write"),
            ("Messages", "messages with customer service", "none"),
        )
    ]

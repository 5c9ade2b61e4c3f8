"""The forms of linking customers to a user or a firm, and of ending links."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.forms import WhatForm, day_field
from kajo.access.linking import MOST_AT_ONCE, Document
from kajo.access.words import Ground
from kajo.files.fields import DocumentField
from kajo.files.uploads import MOST_BYTES, Upload
from kajo.staff_site.given import each_once, read_csv, read_pasted


class LinkForm(WhatForm):
    """Which customers, what of them and for how long, who asked for it and on what ground."""

    pasted = forms.CharField(
        label=gettext_lazy("Customer numbers or business IDs"),
        help_text=gettext_lazy("Paste a list: one a line, or between blanks or commas."),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    csv_file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        help_text=gettext_lazy(
            "The column “customer number” or “business ID” is read, or else the first one."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        choices=Ground.choices,
        error_messages={"required": gettext_lazy("Choose on what ground the customers are linked.")},
        widget=forms.RadioSelect,
    )
    asked_by = forms.CharField(
        label=gettext_lazy("Who asked for it"),
        help_text=gettext_lazy("Name, and how to reach the person."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write who asked for it.")},
        widget=forms.TextInput(attrs={"size": 50, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, chosen: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen

    def clean_csv_file(self) -> list[str]:
        file = self.cleaned_data["csv_file"]
        if not file:
            return []
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Send a smaller one."))
        try:
            return read_csv(file.read())
        except (ValueError, LookupError) as refused:
            raise forms.ValidationError(
                _("The file is no CSV in UTF-8. Save it as such and send it again.")
            ) from refused

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        given = self.given
        if not given and "csv_file" not in self.errors:
            self.add_error("pasted", _("Find, paste or send at least one customer."))
        if len(given) > MOST_AT_ONCE:
            words = _("At most %(n)s customers are linked at once.")
            self.add_error("pasted", words % {"n": MOST_AT_ONCE})
        return found

    @property
    def given(self) -> list[str]:
        """The customers that were ticked, pasted and sent, each once."""
        pasted = read_pasted(self.cleaned_data.get("pasted", ""))
        return each_once([*self.chosen, *pasted, *self.cleaned_data.get("csv_file", [])])


class DocumentForm(forms.Form):
    """The paper, sent with the very form that links."""

    document = DocumentField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy(
            "The management contract, power of attorney or other paper: PDF, PNG or JPG, at most 10 MB."
        ),
    )

    def clean_document(self) -> Document:
        taken: Upload = self.cleaned_data["document"]
        return Document(taken.name, taken.media_type, taken.content)


class EndForm(forms.Form):
    """From when on the links are no more."""

    last_day = day_field(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty to end the links at once."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["last_day"].widget.attrs["min"] = today.isoformat()

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day and day < self.today:
            raise forms.ValidationError(_("The last day can be today or later."))
        return day

    @property
    def ends_on(self) -> date | None:
        """The day after the last one; None: at once."""
        day = self.cleaned_data["last_day"]
        return day + timedelta(days=1) if day else None

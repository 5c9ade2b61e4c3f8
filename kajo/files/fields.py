"""A form's field for a document that somebody sends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kajo.files.uploads import ACCEPTED, CannotTake, Upload, take_document


class DocumentField(forms.FileField):
    """A PDF, PNG or JPEG of at most 10 MB, told by its content; the form gets it as an `Upload`."""

    default_error_messages = {
        "required": gettext_lazy("Add the document."),
        "empty": gettext_lazy("The file is empty. Choose another."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPTED}), **options)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        file = super().clean(data, initial)
        try:
            return take_document(file) if file else None
        except CannotTake as refused:
            raise forms.ValidationError(str(refused)) from refused

"""Makes every Django form look like the rest: set `FORM_RENDERER = "kajo.ui.forms.KajoRenderer"`."""

from django.forms.renderers import DjangoTemplates


class KajoRenderer(DjangoTemplates):
    """Django's widgets in Kajo's fields: label, hint, error, then the input."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "kajo.invoices"
    label = "invoices"

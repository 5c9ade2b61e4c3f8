from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "kajo.invoices"
    label = "invoices"

    def ready(self) -> None:
        from kajo.invoices import checks  # noqa: F401  # registers the system check

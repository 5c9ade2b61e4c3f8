from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "kajo.invoices"
    label = "invoices"

    def ready(self) -> None:
        # Registering words of changes, the system check, and what follows from contracts.
        from kajo.invoices import asked, checks, site_imports  # noqa: F401

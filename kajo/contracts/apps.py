from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "kajo.contracts"
    label = "contracts"

    def ready(self) -> None:
        from kajo.contracts import asked, checks, tasks  # noqa: F401  # registers what they hold

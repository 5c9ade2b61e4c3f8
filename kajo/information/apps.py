from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "kajo.information"
    label = "information"

    def ready(self) -> None:
        from kajo.information import asked, tasks  # noqa: F401  # registers what they hold

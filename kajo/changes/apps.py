from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "kajo.changes"
    label = "changes"

    def ready(self) -> None:
        from kajo.changes import tasks  # noqa: F401  # registers the job

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "kajo.notifications"
    label = "notifications"

    def ready(self) -> None:
        from kajo.notifications import asked, tasks  # noqa: F401  # registers what they hold

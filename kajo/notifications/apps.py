from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "kajo.notifications"
    label = "notifications"

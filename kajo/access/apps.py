from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "kajo.access"
    label = "access"

    def ready(self) -> None:
        from kajo.access import checks, wall

        checks.register()
        post_migrate.connect(wall.raise_wall, sender=self)

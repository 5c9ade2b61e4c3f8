from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "kajo.bulletins"
    label = "bulletins"

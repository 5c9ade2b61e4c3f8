from django.apps import AppConfig


class OwnDataConfig(AppConfig):
    name = "kajo.own_data"
    label = "own_data"

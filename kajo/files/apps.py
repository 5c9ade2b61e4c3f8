from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "kajo.files"
    label = "files"

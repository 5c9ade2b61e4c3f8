from django.apps import AppConfig


class ImportApiConfig(AppConfig):
    name = "kajo.import_api"
    label = "import_api"

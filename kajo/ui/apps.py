from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look. A brand that cannot be read stops the start; colours that had to be moved are logged now."""

    name = "kajo.ui"
    label = "ui"

    def ready(self) -> None:
        from kajo.ui.brand import brand_css

        brand_css()

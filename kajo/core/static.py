from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under names with a hash, so that browsers may keep them; JS modules too."""

    support_js_module_import_aggregation = True

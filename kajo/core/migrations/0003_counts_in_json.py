"""Counts are kept as JSON; what was counted before is forgotten."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0002_cache")]

    operations = [
        migrations.RunSQL(
            "truncate core_cache; alter table core_cache alter column value type jsonb using value::jsonb",
            "truncate core_cache; alter table core_cache alter column value type text using value::text",
        )
    ]

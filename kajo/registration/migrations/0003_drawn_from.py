from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0002_claims")]

    operations = [
        migrations.AddField(
            "claim",
            "drawn_from",
            models.CharField(max_length=64, db_collation="C", default="00" * 32),
            preserve_default=False,
        ),
    ]

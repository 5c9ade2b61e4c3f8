from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0005_identifications")]

    operations = [
        migrations.RemoveField("claim", "drawn_from"),
        migrations.AddField("claim", "made_up", ArrayField(models.CharField(max_length=3), default=list)),
    ]

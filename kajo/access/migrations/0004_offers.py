"""Rights that owners give, which let nobody in until they are opened; and an audit log that cannot be changed."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.manager
import kajo.access.models
import kajo.core.keys
from django.conf import settings
from django.db import migrations, models


AUDIT_IS_KEPT = """
create function audit_is_kept() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'insufficient_privilege', message = 'the audit log cannot be changed';
end $$;
create trigger audit_is_kept before update or delete or truncate on access_auditentry
    for each statement execute function audit_is_kept();
"""

# An address that is no longer proven to be its user's opens nothing that was sent to it before: whoever gets
# the address next, or has its mailbox, is somebody else.
OFFERS_OF_LOST_ADDRESS = """
create function offers_of_lost_address() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.verified and (tg_op = 'DELETE' or new.email <> old.email or not new.verified) then
        update access_offer set is_void = true, token_sha256 = ''
        where email = old.email and opened_at is null and ended_at is null;
    end if;
    return null;
end $$;
create trigger offers_of_lost_address after update or delete on account_emailaddress
    for each row execute function offers_of_lost_address();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0003_user_id_is_ones_own'),
        ('account', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(db_collation='C', max_length=30)),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'default_manager_name': 'everything',
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_collation='C', default=kajo.core.keys.new_key, max_length=10, unique=True)),
                ('email', models.CharField(db_collation='C', max_length=254)),
                ('levels', models.JSONField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('given_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('token_sha256', models.CharField(blank=True, db_collation='C', default='', max_length=64)),
                ('is_void', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ending', models.CharField(blank=True, choices=[('withdrawn', 'Withdrawn'), ('removed', 'Removed'), ('declined', 'Declined'), ('given_back', 'Given Back'), ('expired', 'Expired'), ('lapsed', 'Lapsed')], default='', max_length=20)),
            ],
            options={
                'default_manager_name': 'everything',
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='grant',
            name='grants_do_not_overlap',
        ),
        migrations.AddField(
            model_name='grant',
            name='end_told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='grant',
            name='key',
            field=models.CharField(db_collation='C', db_default=kajo.access.models.RandomKey(), max_length=10, unique=True),
        ),
        migrations.AddField(
            model_name='grant',
            name='warned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='accesslogentry',
            index=models.Index(fields=['user', '-at'], name='access_log_by_user'),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='actor',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='customer',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access.customer'),
        ),
        migrations.AddField(
            model_name='offer',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='offer',
            name='opened_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='offer',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='access.customer'),
        ),
        migrations.AddField(
            model_name='grant',
            name='offer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='access.offer'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(django.db.models.functions.comparison.Coalesce('user', 0), '='), (django.db.models.functions.comparison.Coalesce('firm', 0), '='), ('owner', '='), ('area', '='), (django.db.models.functions.comparison.Coalesce('offer', 0), '='), (kajo.access.models.TsTzRange('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='grants_do_not_overlap'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['customer', 'at'], name='audit_by_customer'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(fields=['email'], name='offer_by_address'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='offer_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('owner', 'email'), name='an_address_has_one_offer_of_a_customer'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('token_sha256', ''), _negated=True), fields=('token_sha256',), name='a_token_opens_one_offer'),
        ),
        migrations.RunSQL(
            "update access_grant set end_told_at = now() where ends_at <= now()", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            AUDIT_IS_KEPT, "drop trigger audit_is_kept on access_auditentry; drop function audit_is_kept()"
        ),
        migrations.RunSQL(
            OFFERS_OF_LOST_ADDRESS,
            "drop trigger offers_of_lost_address on account_emailaddress; drop function offers_of_lost_address()",
        ),
    ]

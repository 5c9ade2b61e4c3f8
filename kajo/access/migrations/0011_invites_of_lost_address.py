"""An invitation goes with its address, as an offer does: whoever has the mailbox next is somebody else."""

from django.db import migrations

OF_LOST_ADDRESS = """
create or replace function offers_of_lost_address() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.verified and (tg_op = 'DELETE' or new.email <> old.email or not new.verified) then
        update access_offer set is_void = true, token_sha256 = ''
        where email = old.email and opened_at is null and ended_at is null;
        update access_invite set ended_at = now(), token_sha256 = ''
        where email = old.email and used_at is null and ended_at is null;
    end if;
    return null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0010_members_are_told")]
    operations = [migrations.RunSQL(OF_LOST_ADDRESS, migrations.RunSQL.noop)]

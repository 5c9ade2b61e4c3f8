"""A user ID in the form of an address is its user's own proven address, and stays it.

An address is proven for one user only, so no user ID is ever another's. Looked at when the transaction ends:
a user comes before the address.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_user_id_in_any_letters"),
        ("account", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            """
            create function user_id_is_ones_own() returns trigger language plpgsql
            set search_path = pg_catalog, public, pg_temp as $$
            declare
                changed bigint;
            begin
                if tg_table_name = 'access_user' then changed := new.id; else changed := old.user_id; end if;
                if exists (
                    select from access_user u
                    where u.id = changed and strpos(u.username, '@') > 0 and not exists (
                        select from account_emailaddress e
                        where e.user_id = u.id and e.verified and e.email = lower(u.username))
                ) then
                    raise exception using errcode = 'integrity_constraint_violation',
                        message = 'a user ID in the form of an address must be the proven address of its user';
                end if;
                return null;
            end $$;
            create constraint trigger user_id_is_ones_own
                after insert or update of username on access_user
                deferrable initially deferred for each row execute function user_id_is_ones_own();
            create constraint trigger user_id_is_ones_own
                after update or delete on account_emailaddress
                deferrable initially deferred for each row execute function user_id_is_ones_own();
            """,
            """
            drop trigger user_id_is_ones_own on account_emailaddress;
            drop trigger user_id_is_ones_own on access_user;
            drop function user_id_is_ones_own();
            """,
        )
    ]

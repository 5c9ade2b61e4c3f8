-- The address of one's own user ID.

-- Whether the user behind the door may have the address: it is nobody's proven one, and nobody's user ID.
create or replace function kajo_may_have_address(p_email text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select kajo_is_user(current_setting('kajo.user')::bigint)
       and not exists (select from account_emailaddress e where e.email = p_email and e.verified)
       and not exists (select from access_user u where lower(u.username) = p_email)
$$;

-- Let it be the user's proven address, and his user ID where that was the former one; tell whether it is. What
-- was offered to the former address and not opened lapses, and so do invitations (offers_of_lost_address).
create or replace function kajo_change_address(p_email text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    former text;
begin
    if not kajo_may_have_address(p_email) then
        return false;
    end if;
    select u.email into former from access_user u where u.id = asking for update;
    update account_emailaddress set email = p_email, verified = true where user_id = asking and "primary";
    if not found then
        insert into account_emailaddress (user_id, email, verified, "primary") values (asking, p_email, true, true);
    end if;
    update access_user
    set email = p_email, username = case when lower(username) = lower(former) then p_email else username end
    where id = asking;
    perform rights_note('address_changed', asking, null, '{}', p_now);
    perform jobs_defer('registration.tell-address', jsonb_build_object('user', asking, 'to', p_email));
    if former <> '' then
        perform jobs_defer('registration.tell-address', jsonb_build_object('user', asking, 'to', former));
    end if;
    return true;
exception when unique_violation then
    return false;
end $$;

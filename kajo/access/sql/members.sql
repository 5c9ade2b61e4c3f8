-- What a firm's members do: an administrator changes who acts for the firm and until when, and each calls some of the
-- firm's customers his own.

-- The firms that the user acts for now.
create or replace function kajo_my_firms(p_now timestamptz)
returns table (key text, name text, is_administrator boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    asking bigint := current_setting('kajo.user')::bigint;
begin
    if kajo_is_user(asking) then
        return query
            select f.key::text, f.name::text, m.is_administrator
            from access_firmmember m join access_firm f on f.id = m.firm_id
            where m.user_id = asking
              and coalesce(m.starts_at <= p_now, true) and coalesce(m.ends_at > p_now, true)
            order by f.name;
    end if;
end $$;

create or replace function kajo_firm_members(p_firm_key text, p_now timestamptz)
returns table (user_id bigint, name text, username text, email text, is_administrator boolean,
               starts_at timestamptz, ends_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    named bigint := rights_firm_asks(p_firm_key, p_now);
begin
    return query
        select u.id, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username)::text,
               u.username::text, u.email::text, m.is_administrator, m.starts_at, m.ends_at
        from access_firmmember m join access_user u on u.id = m.user_id
        where m.firm_id = named order by lower(u.last_name), lower(u.first_name), u.id;
end $$;

-- Tells the member and those who administer the firm: an entry of the audit log, and a mail of it to each.
create or replace function rights_tell_of_member(
    p_kind text, p_actor bigint, p_member access_firmmember, p_now timestamptz) returns void
language plpgsql as $$
declare
    entry bigint;
begin
    entry := rights_note(p_kind, p_actor, null, jsonb_strip_nulls(jsonb_build_object(
        'firm', p_member.firm_id, 'receiver', p_member.user_id, 'starts_at', p_member.starts_at,
        'ends_at', p_member.ends_at, 'is_administrator', p_member.is_administrator)), p_now);
    perform jobs_defer('members.mail', jsonb_build_object('entry', entry, 'user_id', who))
    from (select p_member.user_id as who union select rights_receivers(null, p_member.firm_id, p_now)) told;
end $$;

-- Whether somebody with that standing administers a firm now and until further notice.
create or replace function rights_administers_on(
    p_is_administrator boolean, p_starts timestamptz, p_ends timestamptz, p_now timestamptz) returns boolean
language sql immutable as $$
    select p_is_administrator and p_ends is null and coalesce(p_starts <= p_now, true)
$$;

-- Whether the firm would be left by the only one who administers it until further notice and can sign in. Waits for
-- whoever changes the firm's members, so that two administrators do not take each other out.
create or replace function rights_is_last_administrator(p_firm bigint, p_user bigint, p_now timestamptz) returns boolean
language plpgsql as $$
declare
    administrators bigint[];
begin
    perform from access_firm f where f.id = p_firm for update;
    administrators := array(
        select m.user_id from access_firmmember m join access_user u on u.id = m.user_id and u.is_active
        where m.firm_id = p_firm and rights_administers_on(m.is_administrator, m.starts_at, m.ends_at, p_now));
    return administrators = array[p_user];
end $$;

-- Changes a member's dates and standing, or takes the member out. A firm keeps one administrator without an end.
create or replace function kajo_change_member(
    p_firm_key text, p_user bigint, p_stays boolean, p_is_administrator boolean, p_starts timestamptz,
    p_ends timestamptz, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    named bigint := rights_firm_asks(p_firm_key, p_now);
    changed access_firmmember;
begin
    if not (p_stays and rights_administers_on(p_is_administrator, p_starts, p_ends, p_now))
       and rights_is_last_administrator(named, p_user, p_now) then
        return 'last';
    elsif p_stays then
        update access_firmmember
        set is_administrator = p_is_administrator, starts_at = p_starts, ends_at = p_ends, told_at = p_now
        where firm_id = named and user_id = p_user returning * into changed;
    else
        delete from access_firmmember where firm_id = named and user_id = p_user returning * into changed;
        delete from access_mine where user_id = changed.user_id;
    end if;
    if changed.id is null then
        return 'gone';
    end if;
    perform rights_end_invites(p_user, named, asking, p_now);
    perform rights_tell_of_member(case when p_stays then 'member_changed' else 'member_removed' end, asking, changed, p_now);
    return 'done';
end $$;

-- Which of those customers the user calls his own; only such as he may open. How many it is about.
create or replace function kajo_mark_mine(p_keys text[], p_is_mine boolean, p_now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    customers bigint[] := array(select c.id from access_customer c where c.key = any(p_keys));
    many integer;
begin
    if p_is_mine then
        insert into access_mine (user_id, customer_id)
        select asking, o.customer_id from kajo_open_some(asking, customers, p_now) o on conflict do nothing;
    else
        delete from access_mine where user_id = asking and customer_id = any(customers);
    end if;
    get diagnostics many = row_count;
    return many;
end $$;

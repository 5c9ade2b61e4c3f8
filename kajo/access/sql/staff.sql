-- What customer service reads of users, firms and who was let in where. Each function asks first whether the user whom
-- the door let in is staff; pages of customers get nothing by them.

create or replace function rights_staff_asks() returns bigint
language plpgsql stable as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
begin
    if not kajo_is_user(asking) or not exists (select from access_user where id = asking and is_staff) then
        raise insufficient_privilege using message = 'only customer service reads this';
    end if;
    return asking;
end $$;

create or replace function rights_name(p_user access_user) returns text
language sql immutable as $$
    select coalesce(nullif(trim(p_user.first_name || ' ' || p_user.last_name), ''), p_user.username)
$$;

-- Users and firms by a part of the name, user ID, e-mail address or business ID.
create or replace function kajo_staff_holders(p_search text, p_limit int, p_offset int)
returns table (user_id bigint, firm_key text, name text, about text, is_active boolean, total bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    part text := lower(p_search);
begin
    perform rights_staff_asks();
    return query
        with found as (
            select null::bigint as user_id, f.key::text as firm_key, f.name::text as name,
                   f.business_id::text as about, true as is_active
            from access_firm f
            where strpos(lower(f.name), part) > 0 or strpos(f.business_id, part) > 0
            union all
            select u.id, null, rights_name(u), concat_ws(' · ', u.username, nullif(u.email, '')), u.is_active
            from access_user u
            where not u.is_staff and (strpos(lower(u.first_name || ' ' || u.last_name), part) > 0
                  or strpos(lower(u.username), part) > 0 or strpos(lower(u.email), part) > 0)
        )
        select f.*, count(*) over () from found f
        order by f.firm_key is null, lower(f.name), f.about limit p_limit offset p_offset;
end $$;

create or replace function kajo_staff_holder(p_user bigint, p_firm_key text)
returns table (user_id bigint, firm_id bigint, firm_key text, name text, username text, email text,
               business_id text, is_active boolean, last_login timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform rights_staff_asks();
    return query
        select null::bigint, f.id, f.key::text, f.name::text, ''::text, ''::text, f.business_id::text, true,
               null::timestamptz
        from access_firm f where f.key = p_firm_key
        union all
        select u.id, null, null, rights_name(u), u.username::text, u.email::text, '', u.is_active, u.last_login
        from access_user u where u.id = p_user and not u.is_staff;
end $$;

-- The customers that a user or a firm has now or from a coming day on, by its own name alone: one row for those areas
-- that were let together, by name.
create or replace function kajo_staff_held(
    p_user bigint, p_firm bigint, p_search text, p_limit int, p_offset int, p_now timestamptz)
returns table (key text, number text, name text, how text, levels jsonb, starts_at timestamptz, ends_at timestamptz,
               is_paused boolean, ground text, asked_by text, mandate text, total bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    perform rights_staff_asks();
    return query
        with held as (
            select o.owner_id, 'owner' as how, '{}'::jsonb as levels, o.created_at as starts_at,
                   null::timestamptz as ends_at, false as is_paused, null::bigint as mandate_id, '' as ground
            from access_ownership o where o.user_id = p_user
            union all
            select g.owner_id, case when g.offer_id is null then 'linked' else 'given' end,
                   jsonb_object_agg(g.area, g.level), min(g.starts_at), g.ends_at, bool_or(g.paused_at is not null),
                   g.mandate_id, max(g.ground)
            from access_grant g
            where (g.user_id = p_user or g.firm_id = p_firm) and (g.ends_at is null or g.ends_at > p_now)
            group by g.owner_id, g.offer_id, g.mandate_id, g.ends_at
        )
        select c.key::text, c.number::text, c.name::text, h.how, h.levels, h.starts_at, h.ends_at, h.is_paused,
               coalesce(m.ground, h.ground)::text, coalesce(m.asked_by, '')::text, m.key::text, count(*) over ()
        from held h join access_customer c on c.id = h.owner_id left join access_mandate m on m.id = h.mandate_id
        where p_search = '' or strpos(c.sort_key, p_search) > 0 or strpos(c.number, p_search) > 0
        order by c.sort_key, c.number, h.starts_at limit p_limit offset p_offset;
end $$;

create or replace function kajo_staff_members(p_firm bigint)
returns table (user_id bigint, name text, username text, email text, is_administrator boolean,
               starts_at timestamptz, ends_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform rights_staff_asks();
    return query
        select u.id, rights_name(u), u.username::text, u.email::text, m.is_administrator, m.starts_at, m.ends_at
        from access_firmmember m join access_user u on u.id = m.user_id
        where m.firm_id = p_firm order by lower(u.last_name), lower(u.first_name), u.id;
end $$;

-- Who owns a customer, and who has or had rights to it, owners and then the present first.
create or replace function kajo_staff_rights(p_customer bigint, p_now timestamptz)
returns table (how text, user_id bigint, firm_key text, name text, about text, levels jsonb, starts_at timestamptz,
               ends_at timestamptz, is_paused boolean, ground text, asked_by text, mandate text, grant_key text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    perform rights_staff_asks();
    return query
        select * from (
            select 'owner' as how, u.id, null::text, rights_name(u), u.username::text, '{}'::jsonb,
                   o.created_at as starts_at, null::timestamptz as ends_at, false, '', '', null::text, ''
            from access_ownership o join access_user u on u.id = o.user_id where o.owner_id = p_customer
            union all
            select 'waiting', null, null, o.email::text, '', o.levels, o.starts_at, o.ends_at, false, '', '', null, ''
            from access_offer o
            where o.owner_id = p_customer and o.opened_at is null and o.ended_at is null and o.lapses_at > p_now
            union all
            select case when g.offer_id is null then 'linked' else 'given' end, g.user_id, f.key::text,
                   coalesce(f.name::text, rights_name(u)), coalesce(f.business_id, u.username)::text,
                   jsonb_object_agg(g.area, g.level), min(g.starts_at), g.ends_at, bool_or(g.paused_at is not null),
                   coalesce(m.ground, max(g.ground))::text, coalesce(m.asked_by, '')::text, m.key::text,
                   coalesce(min(g.key) filter (where g.paused_at is not null), min(g.key))
            from access_grant g
            left join access_user u on u.id = g.user_id
            left join access_firm f on f.id = g.firm_id
            left join access_mandate m on m.id = g.mandate_id
            where g.owner_id = p_customer
            group by g.offer_id, g.user_id, g.ends_at, u.id, f.id, m.id
        ) who
        order by coalesce(who.ends_at <= p_now, false), who.how <> 'owner', who.starts_at desc;
end $$;

-- Who has looked, the newest first; here staff are named too.
create or replace function kajo_staff_looks(p_customer bigint, p_limit int)
returns table (at timestamptz, name text, is_staff boolean, page text, is_change boolean, reason text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    perform rights_staff_asks();
    return query
        select l.at, rights_name(u), l.look_id is not null, l.page::text, l.method = 'POST',
               coalesce(s.reason, '')::text
        from access_accesslogentry l
        join access_user u on u.id = l.user_id
        left join access_stafflook s on s.id = l.look_id
        where l.customers @> array[p_customer]
        order by l.at desc, l.id desc limit p_limit;
end $$;

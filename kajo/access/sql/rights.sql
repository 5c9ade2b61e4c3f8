-- Lists of access rights: of one customer, to its owners; and those that a user was given, to that user.

-- Where and when a right was last used: by its receiver, or by anybody who is in the firm now.
create or replace function rights_last_used(p_owner bigint, p_user bigint, p_firm bigint) returns timestamptz
language sql stable as $$
    select max(looked.at) from (
        select p_user as id where p_user is not null
        union all select m.user_id from access_firmmember m where m.firm_id = p_firm
    ) who cross join lateral (
        select l.at from access_accesslogentry l
        where l.user_id = who.id and l.customers @> array[p_owner] order by l.at desc limit 1
    ) looked
$$;

-- Whether what an offer became waits for a review.
create or replace function rights_is_paused(p_offer bigint, p_now timestamptz) returns boolean
language sql stable as $$
    select exists (select from access_grant g where g.offer_id = p_offer and g.paused_at is not null
                   and (g.ends_at is null or g.ends_at > p_now))
$$;

-- What customer service let a user or a firm have, with all its areas: what holds as one, what has ended by its day.
create or replace function rights_linked(p_owner bigint, p_user bigint, p_firm bigint, p_now timestamptz)
returns table (key text, owner_id bigint, user_id bigint, firm_id bigint, levels jsonb, starts_at timestamptz,
               ends_at timestamptz, given_at timestamptz, given_by_id bigint, is_paused boolean)
language sql stable as $$
    select min(g.key), g.owner_id, g.user_id, g.firm_id, jsonb_object_agg(g.area, g.level), min(g.starts_at),
           case when bool_or(g.ends_at is null) then null else max(g.ends_at) end, min(g.created_at),
           max(g.given_by_id), bool_or(g.paused_at is not null)
    from access_grant g
    where g.offer_id is null and (g.owner_id = p_owner or g.user_id = p_user or g.firm_id = p_firm)
    group by g.owner_id, g.user_id, g.firm_id, case when g.ends_at <= p_now then g.ends_at end
$$;

-- Whose each right of a customer is or was from when until when, by the key under which its owners find it.
create or replace function rights_holders(p_owner bigint, p_now timestamptz)
returns table (key text, user_id bigint, firm_id bigint, starts_at timestamptz, ends_at timestamptz)
language sql stable as $$
    select o.key, o.opened_by_id, null, o.opened_at, coalesce(o.ended_at, o.ends_at)
    from access_offer o where o.owner_id = p_owner and o.opened_by_id is not null
    union all
    select l.key, l.user_id, l.firm_id, l.starts_at, l.ends_at from rights_linked(p_owner, null, null, p_now) l
$$;

create or replace function kajo_rights(p_owner bigint, p_now timestamptz)
returns table (key text, email text, receiver text, firm text, levels jsonb, starts_at timestamptz,
               ends_at timestamptz, given_at timestamptz, giver text, version int, opened_at timestamptz,
               lapses_at timestamptz, ended_at timestamptz, ending text, last_used timestamptz, is_paused boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    perform rights_owner_asks(p_owner);
    return query
        select o.key::text, o.email::text, trim(u.first_name || ' ' || u.last_name), ''::text, o.levels,
               o.starts_at, o.ends_at, o.given_at, trim(b.first_name || ' ' || b.last_name), o.version,
               o.opened_at, o.lapses_at, o.ended_at, o.ending::text,
               rights_last_used(p_owner, o.opened_by_id, null), rights_is_paused(o.id, p_now)
        from access_offer o
        join access_user b on b.id = o.given_by_id
        left join access_user u on u.id = o.opened_by_id
        where o.owner_id = p_owner
        union all
        select l.key, coalesce(u.email, '')::text, trim(u.first_name || ' ' || u.last_name),
               coalesce(f.name, '')::text, l.levels, l.starts_at, l.ends_at, l.given_at,
               case when b.is_staff then '' else coalesce(trim(b.first_name || ' ' || b.last_name), '') end, 0, l.given_at,
               null::timestamptz, null::timestamptz, ''::text, rights_last_used(p_owner, l.user_id, l.firm_id),
               l.is_paused
        from rights_linked(p_owner, null, null, p_now) l
        left join access_user u on u.id = l.user_id
        left join access_firm f on f.id = l.firm_id
        left join access_user b on b.id = l.given_by_id
        order by 8 desc, 1;
end $$;

create or replace function kajo_right_history(p_owner bigint, p_key text)
returns table (at timestamptz, kind text, actor text, levels jsonb, ends_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    perform rights_owner_asks(p_owner);
    return query
        select e.at, e.kind::text,
               case when u.is_staff then '' else coalesce(trim(u.first_name || ' ' || u.last_name), '') end,
               e.facts -> 'levels',
               (e.facts ->> 'ends_at')::timestamptz
        from access_auditentry e left join access_user u on u.id = e.actor_id
        where e.customer_id = p_owner and e.facts ->> 'right' = p_key
        order by e.at, e.id;
end $$;

-- What was given to the user: what waits to be opened, sent to any proven address, and what is opened and holds.
create or replace function kajo_received(p_now timestamptz)
returns table (key text, customer_key text, customer text, giver text, levels jsonb, starts_at timestamptz,
               ends_at timestamptz, given_at timestamptz, is_waiting boolean, is_paused boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    asking bigint := current_setting('kajo.user')::bigint;
begin
    if not kajo_is_user(asking) then
        return;
    end if;
    return query
        select o.key::text, c.key::text, c.name::text, trim(b.first_name || ' ' || b.last_name), o.levels,
               o.starts_at, o.ends_at, o.given_at, o.opened_at is null, rights_is_paused(o.id, p_now)
        from access_offer o
        join access_customer c on c.id = o.owner_id
        join access_user b on b.id = o.given_by_id
        where o.ended_at is null and (o.ends_at is null or o.ends_at > p_now)
          and (o.opened_by_id = asking
               or (o.email in (select e.email from account_emailaddress e where e.user_id = asking and e.verified)
                   and rights_is_waiting(o, p_now)))
        union all
        select l.key, c.key::text, c.name::text,
               case when b.is_staff then '' else coalesce(trim(b.first_name || ' ' || b.last_name), '') end, l.levels,
               l.starts_at, l.ends_at, l.given_at, false, l.is_paused
        from rights_linked(null, asking, null, p_now) l
        join access_customer c on c.id = l.owner_id
        left join access_user b on b.id = l.given_by_id
        where l.ends_at is null or l.ends_at > p_now
        order by 9 desc, 8 desc, 1;
end $$;

-- What a firm was let have and has now or from a coming day on, to who administers it: by the customers' names, those
-- that are searched for, or what stands under a key.
create or replace function kajo_firm_rights(
    p_firm_key text, p_key text, p_search text, p_limit int, p_offset int, p_now timestamptz)
returns table (key text, customer_key text, customer text, number text, levels jsonb, starts_at timestamptz,
               ends_at timestamptz, is_paused boolean, total bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    named bigint := rights_firm_asks(p_firm_key, p_now);
begin
    return query
        select l.key, c.key::text, c.name::text, c.number::text, l.levels, l.starts_at, l.ends_at, l.is_paused,
               count(*) over ()
        from rights_linked(null, null, named, p_now) l join access_customer c on c.id = l.owner_id
        where (l.ends_at is null or l.ends_at > p_now) and (p_key is null or l.key = p_key)
          and (p_search = '' or strpos(c.sort_key, p_search) > 0 or strpos(c.number, p_search) > 0)
        order by c.sort_key, c.number limit p_limit offset p_offset;
end $$;

-- The policy's own way to grants and owners. Each function answers only for the user that the door has set,
-- so that a page role that calls it with another's id gets nothing. Nothing here is cached anywhere.

create or replace function kajo_is_user(p_user bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (
        select 1 from access_user
        where id = p_user and is_active and p_user = nullif(current_setting('kajo.user', true), '')::bigint
    )
$$;

-- Whether a grant lets anybody in: it has begun, has not ended and waits for no review.
create or replace function rights_holds(
    p_starts timestamptz, p_ends timestamptz, p_paused timestamptz, p_now timestamptz) returns boolean
language sql immutable as $$
    select p_starts <= p_now and (p_ends is null or p_ends > p_now) and p_paused is null
$$;

-- The firms that a user acts for now; a substitute from a day until a day. Ask it as (select rights_firms(…)), once.
create or replace function rights_firms(p_user bigint, p_now timestamptz) returns bigint[]
language sql stable as $$
    select coalesce(array_agg(m.firm_id), '{}') from access_firmmember m
    where m.user_id = p_user and coalesce(m.starts_at <= p_now, true) and coalesce(m.ends_at > p_now, true)
$$;

-- Of anybody, whenever he acts for it: it is asked before the door knows who comes.
create or replace function kajo_is_in_a_firm(p_user bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (select 1 from access_firmmember m where m.user_id = p_user)
       and coalesce(nullif(current_setting('kajo.user', true), ''), '0') in ('0', p_user::text)
$$;

-- Every grant in force, one row a customer and area.
create or replace function kajo_grants(p_user bigint, p_now timestamptz)
returns table (owner_id bigint, area text, level smallint, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select g.owner_id, g.area, max(g.level), case when bool_or(g.ends_at is null) then null else max(g.ends_at) end
    from access_grant g
    where (g.user_id = p_user or g.firm_id = any((select rights_firms(p_user, p_now))::bigint[]))
      and rights_holds(g.starts_at, g.ends_at, g.paused_at, p_now)
      and kajo_is_user(p_user)
    group by g.owner_id, g.area
$$;

create or replace function kajo_open(p_user bigint, p_key text, p_now timestamptz)
returns table (customer_id bigint, key text, number text, name text, is_owner boolean,
               areas text[], levels smallint[], ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with customer as (
        select c.id, c.key, c.number, c.name,
               exists (select 1 from access_ownership o where o.owner_id = c.id and o.user_id = p_user) as is_owner
        from access_customer c
        where c.key = p_key and kajo_is_user(p_user)
    ), granted as (
        select array_agg(t.area) as areas, array_agg(t.level) as levels, min(t.ends_at) as ends_at
        from (
            select g.area, max(g.level) as level,
                   case when bool_or(g.ends_at is null) then null else max(g.ends_at) end as ends_at
            from access_grant g, customer c
            where g.owner_id = c.id
              and (g.user_id = p_user
                   or g.firm_id = any((select rights_firms(p_user, p_now))::bigint[]))
              and rights_holds(g.starts_at, g.ends_at, g.paused_at, p_now)
            group by g.area
        ) t
    )
    select c.id, c.key, c.number, c.name, c.is_owner, g.areas, g.levels, g.ends_at
    from customer c, granted g
    where c.is_owner or g.areas is not null
$$;

create or replace function kajo_open_look(p_staff bigint, p_key text, p_now timestamptz)
returns table (look_id bigint, customer_id bigint, key text, number text, name text, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select l.id, c.id, c.key, c.number, c.name, l.ends_at
    from access_stafflook l
    join access_user u on u.id = l.staff_id and u.is_staff and u.is_active
    join access_customer c on c.id = l.owner_id
    where l.key = p_key and l.staff_id = p_staff and kajo_is_user(p_staff)
      and l.starts_at <= p_now and l.ends_at > p_now
$$;

-- The customers whose area the user holds, and how many more there are without it.
create or replace function kajo_open_many(p_user bigint, p_area text, p_level smallint, p_now timestamptz)
returns table (customer_ids bigint[], owned_ids bigint[], left_out bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with owned as (
        select o.owner_id from access_ownership o where o.user_id = p_user and kajo_is_user(p_user)
    ), granted as (
        select g.owner_id, bool_or(g.area = p_area and g.level >= p_level) as reaches
        from access_grant g
        where (g.user_id = p_user
               or g.firm_id = any((select rights_firms(p_user, p_now))::bigint[]))
          and rights_holds(g.starts_at, g.ends_at, g.paused_at, p_now)
          and kajo_is_user(p_user)
        group by g.owner_id
    ), mine as (
        select owner_id, true as reaches, true as is_owned from owned
        union all
        select g.owner_id, g.reaches, false from granted g where g.owner_id not in (select owner_id from owned)
    )
    select coalesce(array_agg(owner_id order by owner_id) filter (where reaches), '{}'),
           coalesce(array_agg(owner_id order by owner_id) filter (where is_owned), '{}'),
           count(*) filter (where not reaches)
    from mine
$$;

-- Which of those customers the user may open, and with which areas: a page of a long list.
create or replace function kajo_open_some(p_user bigint, p_customers bigint[], p_now timestamptz)
returns table (customer_id bigint, is_owner boolean, areas text[])
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select w.id, o.id is not null, coalesce(g.areas, '{}')
    from unnest(p_customers) w (id)
    left join access_ownership o on o.owner_id = w.id and o.user_id = p_user
    left join lateral (
        select array_agg(distinct g.area::text) as areas
        from access_grant g
        where g.owner_id = w.id and (g.user_id = p_user or g.firm_id = any((select rights_firms(p_user, p_now))::bigint[]))
          and rights_holds(g.starts_at, g.ends_at, g.paused_at, p_now)
    ) g on true
    where kajo_is_user(p_user) and (o.id is not null or g.areas is not null)
$$;

-- Which of the areas the user holds of any customer at all. Stops at the first of each.
create or replace function kajo_areas(p_user bigint, p_areas text[], p_now timestamptz) returns text[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select array(
        select a.area from unnest(p_areas) a (area)
        where kajo_is_user(p_user) and (
            exists (select from access_ownership o where o.user_id = p_user)
            or exists (
                select from access_grant g
                where g.user_id = p_user and g.area = a.area
                  and rights_holds(g.starts_at, g.ends_at, g.paused_at, p_now))
            or exists (
                select from unnest(rights_firms(p_user, p_now)) f (id) join access_grant g on g.firm_id = f.id
                where g.area = a.area and rights_holds(g.starts_at, g.ends_at, g.paused_at, p_now)))
    )
$$;

-- Which of the customers that are open are found, as the chooser finds them. Asked as the page role, each row
-- would be held against the wall and against the array of thousands that the page sends along.
create or replace function kajo_find_open(p_search text, p_number text) returns bigint[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select array(
        select c.id from unnest(current_setting('kajo.customers')::bigint[]) o (id)
        join access_customer c on c.id = o.id
        where strpos(c.sort_key, p_search) > 0 or strpos(c.number, p_number) > 0 or strpos(c.addresses, p_search) > 0
    )
$$;

-- What the chooser shows: own customers first, then others by name; found by a part of name, number or address.
-- Of thousands of grants no more is asked than whose they are; until when they hold is asked for the page alone.
create or replace function kajo_choose(
    p_user bigint, p_search text, p_mine boolean, p_limit int, p_offset int, p_now timestamptz)
returns table (key text, number text, name text, kind text, is_owner boolean, ends_at timestamptz,
               customer_id bigint, total bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with mine as materialized (
        select o.owner_id, true as is_owner from access_ownership o
        where o.user_id = p_user and kajo_is_user(p_user)
        union all
        select distinct g.owner_id, false from access_grant g
        where (g.user_id = p_user or g.firm_id = any((select rights_firms(p_user, p_now))::bigint[]))
          and rights_holds(g.starts_at, g.ends_at, g.paused_at, p_now)
          and g.owner_id not in (select o.owner_id from access_ownership o where o.user_id = p_user)
          and kajo_is_user(p_user)
    ), page as materialized (
        select c.id, c.key, c.number, c.name, c.kind, c.sort_key, m.is_owner, count(*) over () as total
        from mine m join access_customer c on c.id = m.owner_id
        where (p_search = '' or strpos(c.sort_key, p_search) > 0 or strpos(c.number, p_search) > 0
               or strpos(c.addresses, p_search) > 0)
          and (not p_mine or exists (select from access_mine i where i.user_id = p_user and i.customer_id = c.id))
        order by m.is_owner desc, c.sort_key, c.number
        limit p_limit offset p_offset
    )
    select p.key, p.number, p.name, p.kind, p.is_owner, until.ends_at, p.id, p.total
    from page p
    left join lateral (
        select case when bool_or(g.ends_at is null) then null else max(g.ends_at) end as ends_at
        from access_grant g
        where not p.is_owner and g.owner_id = p.id
          and (g.user_id = p_user or g.firm_id = any((select rights_firms(p_user, p_now))::bigint[]))
          and rights_holds(g.starts_at, g.ends_at, g.paused_at, p_now)
    ) until on true
    order by p.is_owner desc, p.sort_key, p.number
$$;

-- What corporate customer service does: links customers to a user or a firm, ends links and moves them to another.
-- Each function asks first whether the user whom the door let in is of corporate customer service. All or nothing:
-- where anything stands in the way, nothing is written, and each customer comes back with what it is.

create or replace function rights_linker_asks() returns bigint
language plpgsql stable as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
begin
    if not kajo_is_user(asking)
       or not exists (select from access_user where id = asking and is_staff and is_corporate_service) then
        raise insufficient_privilege using message = 'only corporate customer service links customers';
    end if;
    return asking;
end $$;

-- Which customers are meant by numbers and business IDs, in their order, each once, and why one cannot be linked.
create or replace function rights_meant(
    p_given text[], p_areas text[], p_starts timestamptz, p_ends timestamptz, p_ground text,
    p_user bigint, p_firm bigint, p_from_user bigint, p_from_firm bigint)
returns table (place bigint, given text, customer_id bigint, key text, number text, name text, why text)
language sql stable as $$
    with asked as (
        select min(g.place) as place, g.given from unnest(p_given) with ordinality g (given, place) group by g.given
    ), matched as (  -- by each by itself: an OR would go through all customers for each that was given
        select a.given, c.id from asked a join access_customer c on c.number = a.given
        union
        select a.given, c.id from asked a join access_customer c on c.business_id = a.given and a.given <> ''
    ), named as (
        select a.place, a.given, c.id, c.key, c.number, c.name, c.is_estate,
               count(c.id) over (partition by a.given) as meant,
               row_number() over (partition by coalesce(c.id, -a.place) order by a.place) as again
        from asked a left join matched t on t.given = a.given left join access_customer c on c.id = t.id
    ), linked as (
        select distinct g.owner_id from access_grant g
        where g.offer_id is null and (g.user_id = p_user or g.firm_id = p_firm) and g.area = any(p_areas)
          and tstzrange(g.starts_at, g.ends_at) && tstzrange(p_starts, p_ends)
    ), held as (
        select distinct g.owner_id from access_grant g
        where g.offer_id is null and (g.user_id = p_from_user or g.firm_id = p_from_firm)
          and (g.ends_at is null or g.ends_at > p_starts)
    )
    select n.place, n.given, n.id, n.key, n.number, n.name,
           case when n.id is null then 'unknown'
                when n.meant > 1 then 'several'
                when n.id in (select owner_id from linked) then 'linked'
                when n.is_estate and p_ground <> 'death_estate' then 'estate'
                when (p_from_user is not null or p_from_firm is not null)
                     and n.id not in (select owner_id from held) then 'not held'
                else '' end
    from named n where n.again = 1
    order by n.place, n.number
$$;

create or replace function kajo_meant(
    p_given text[], p_areas text[], p_starts timestamptz, p_ends timestamptz, p_ground text,
    p_user bigint, p_firm bigint, p_from_user bigint, p_from_firm bigint)
returns table (given text, key text, number text, name text, why text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform rights_linker_asks();
    return query
        select m.given, m.key::text, m.number::text, m.name::text, m.why
        from rights_meant(p_given, p_areas, p_starts, p_ends, p_ground, p_user, p_firm, p_from_user, p_from_firm) m;
end $$;

-- One entry that sums up what happened to many customers' links, and a mail of it to each who is told for the user or the firm.
create or replace function rights_sum_up(
    p_kind text, p_actor bigint, p_user bigint, p_firm bigint, p_facts jsonb, p_now timestamptz) returns void
language plpgsql as $$
declare
    entry bigint;
begin
    entry := rights_note(p_kind, p_actor, null, p_facts || jsonb_strip_nulls(
        jsonb_build_object('receiver', p_user, 'firm', p_firm)), p_now);
    perform jobs_defer('links.mail', jsonb_build_object('entry', entry, 'user_id', who))
    from rights_receivers(p_user, p_firm, p_now) who;
end $$;

-- Ends at once, or at a coming instant, what a user or a firm was linked to of those customers; how many customers.
create or replace function rights_end_links(
    p_customers bigint[], p_user bigint, p_firm bigint, p_ends timestamptz, p_actor bigint, p_now timestamptz)
returns integer language plpgsql as $$
declare
    at timestamptz := greatest(p_ends, p_now);
    ended record;
    entry bigint;
    customers bigint[] := '{}';
begin
    for ended in
        with cut as (
            update access_grant g
            set ends_at = greatest(g.starts_at, at),  -- told now; once more before the end, as running_out.py does
                warned_at = case when at < p_now + interval '14 days' then p_now end,
                end_told_at = case when at <= p_now then p_now end
            where g.owner_id = any(p_customers) and g.offer_id is null
              and (g.user_id = p_user or g.firm_id = p_firm) and (g.ends_at is null or g.ends_at > at)
            returning g.owner_id, g.key, g.area, g.level
        )
        select c.owner_id, min(c.key) as key, jsonb_object_agg(c.area, c.level) as levels from cut c group by c.owner_id
    loop
        entry := rights_note(
            case when at > p_now then 'changed' else 'removed' end, p_actor, ended.owner_id,
            jsonb_strip_nulls(jsonb_build_object(
                'right', ended.key, 'levels', ended.levels, 'ends_at', at, 'receiver', p_user, 'firm', p_firm)),
            p_now);
        perform rights_mail_owners(entry, ended.owner_id);
        customers := customers || ended.owner_id;
    end loop;
    if customers <> '{}' then
        perform rights_sum_up('unlinked', p_actor, p_user, p_firm,
                              jsonb_build_object('customers', customers, 'ends_at', at), p_now);
    end if;
    return cardinality(customers);
end $$;

-- Links them, and ends what another had of them at the instant at which the link begins, where one is named.
create or replace function kajo_link(
    p_given text[], p_levels jsonb, p_starts timestamptz, p_ends timestamptz, p_ground text,
    p_user bigint, p_firm bigint, p_from_user bigint, p_from_firm bigint,
    p_key text, p_asked_by text, p_name text, p_media_type text, p_content bytea, p_now timestamptz)
returns table (given text, key text, number text, name text, why text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    asking bigint := rights_linker_asks();
    areas text[] := array(select jsonb_object_keys(p_levels));
    customers bigint[] := '{}';
    is_refused boolean := false;
    meant record;
    mandate bigint;
    made record;
    entry bigint;
begin
    for meant in select * from rights_meant(
        p_given, areas, p_starts, p_ends, p_ground, p_user, p_firm, p_from_user, p_from_firm) loop
        given := meant.given; key := meant.key; number := meant.number; name := meant.name; why := meant.why;
        customers := customers || meant.customer_id;
        is_refused := is_refused or meant.why <> '';
        return next;
    end loop;
    if is_refused or customers = '{}' then
        return;
    end if;
    insert into access_mandate
        (key, user_id, firm_id, ground, asked_by, name, media_type, content, made_by_id, made_at)
    values (p_key, p_user, p_firm, p_ground, p_asked_by, p_name, p_media_type, p_content, asking, p_now)
    returning id into mandate;
    insert into access_grant
        (owner_id, user_id, firm_id, area, level, starts_at, ends_at, given_by_id, ground, mandate_id, created_at)
    select c.id, p_user, p_firm, l.key, l.value::smallint, p_starts, p_ends, asking, p_ground, mandate, p_now
    from unnest(customers) c (id), jsonb_each_text(p_levels) l;
    for made in
        select g.owner_id, min(g.key) as key from access_grant g
        where g.owner_id = any(customers) and g.offer_id is null and (g.user_id = p_user or g.firm_id = p_firm)
          and (g.ends_at is null or g.ends_at > p_now)
        group by g.owner_id
    loop
        entry := rights_note('given', asking, made.owner_id, jsonb_strip_nulls(jsonb_build_object(
            'right', made.key, 'levels', p_levels, 'starts_at', p_starts, 'ends_at', p_ends,
            'receiver', p_user, 'firm', p_firm, 'mandate', p_key)), p_now);
        perform rights_mail_owners(entry, made.owner_id);
    end loop;
    perform rights_sum_up('linked', asking, p_user, p_firm, jsonb_strip_nulls(jsonb_build_object(
        'customers', customers, 'mandate', p_key, 'starts_at', p_starts, 'ends_at', p_ends)), p_now);
    if p_from_user is not null or p_from_firm is not null then
        perform rights_end_links(customers, p_from_user, p_from_firm, p_starts, asking, p_now);
    end if;
end $$;

-- Ends links of those customers, by their keys, or of all where none are named; how many customers.
create or replace function kajo_end_links(
    p_keys text[], p_user bigint, p_firm bigint, p_ends timestamptz, p_now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := rights_linker_asks();
    customers bigint[] := array(
        select distinct g.owner_id from access_grant g join access_customer c on c.id = g.owner_id
        where (g.user_id = p_user or g.firm_id = p_firm) and (p_keys is null or c.key = any(p_keys)));
begin
    return rights_end_links(customers, p_user, p_firm, p_ends, asking, p_now);
end $$;

create or replace function kajo_mandate(p_key text)
returns table (name text, media_type text, content bytea)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    asking bigint := rights_linker_asks();
begin
    perform rights_note('mandate_read', asking, null, jsonb_build_object('mandate', p_key), now());
    return query select m.name::text, m.media_type::text, m.content from access_mandate m where m.key = p_key;
end $$;

-- The ways in to a page: what the user may open is found, and the look is written down unless it is an owner's, in one
-- statement and so in one transaction. A page's door asks these first, before anything is shown; pages themselves can
-- write no row of the access log.

create or replace function rights_note_look(
    p_user bigint, p_look bigint, p_customers bigint[], p_page text, p_method text, p_now timestamptz) returns void
language sql as $$
    insert into access_accesslogentry (at, user_id, look_id, customers, page, method)
    values (p_now, p_user, p_look, p_customers, p_page, p_method)
$$;

-- A level of null is one that nobody reaches: the page refuses by itself, and nothing was looked at.
create or replace function kajo_enter(
    p_user bigint, p_key text, p_areas text[], p_every boolean, p_level smallint,
    p_page text, p_method text, p_now timestamptz)
returns table (customer_id bigint, key text, number text, name text, is_owner boolean,
               areas text[], levels smallint[], ends_at timestamptz, is_noted boolean)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    opened record;
    reached int;
begin
    select * into opened from kajo_open(p_user, p_key, p_now);
    if not found then
        return;
    end if;
    select count(*) into reached from unnest(opened.areas, opened.levels) as held (area, level)
    where held.area = any(p_areas) and held.level >= p_level;
    is_noted := not opened.is_owner and p_level is not null
                and reached >= case when p_every then cardinality(p_areas) else 1 end;
    if is_noted then
        perform rights_note_look(p_user, null, array[opened.customer_id], p_page, p_method, p_now);
    end if;
    return query select opened.customer_id, opened.key, opened.number, opened.name, opened.is_owner,
                        opened.areas, opened.levels, opened.ends_at, is_noted;
end $$;

-- The same for a look of customer service's, which reaches every area to read.
create or replace function kajo_enter_look(
    p_staff bigint, p_key text, p_level smallint, p_page text, p_method text, p_now timestamptz)
returns table (look_id bigint, customer_id bigint, key text, number text, name text, ends_at timestamptz,
               is_noted boolean)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    opened record;
begin
    select * into opened from kajo_open_look(p_staff, p_key, p_now);
    if not found then
        return;
    end if;
    is_noted := coalesce(p_level <= 1, false);
    if is_noted then
        perform rights_note_look(p_staff, opened.look_id, array[opened.customer_id], p_page, p_method, p_now);
    end if;
    return query select opened.look_id, opened.customer_id, opened.key, opened.number, opened.name, opened.ends_at,
                        is_noted;
end $$;

-- One row for a page that shows many customers, naming those that somebody else owns.
create or replace function kajo_enter_many(
    p_user bigint, p_area text, p_level smallint, p_page text, p_method text, p_now timestamptz)
returns table (customer_ids bigint[], owned_ids bigint[], left_out bigint)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    opened record;
    others bigint[];
begin
    select * into opened from kajo_open_many(p_user, p_area, p_level, p_now);
    others := array(select unnest(opened.customer_ids) except select unnest(opened.owned_ids) order by 1);
    if cardinality(others) > 0 then
        perform rights_note_look(p_user, null, others, p_page, p_method, p_now);
    end if;
    return query select opened.customer_ids, opened.owned_ids, opened.left_out;
end $$;

-- What the chooser shows, on a page that tells something of each: one row, naming those that somebody else owns.
create or replace function kajo_enter_page(
    p_user bigint, p_search text, p_mine boolean, p_limit int, p_offset int,
    p_page text, p_method text, p_now timestamptz)
returns table (key text, number text, name text, kind text, is_owner boolean, ends_at timestamptz,
               customer_id bigint, total bigint)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    others bigint[] := '{}';
    found record;
begin
    for found in select * from kajo_choose(p_user, p_search, p_mine, p_limit, p_offset, p_now) loop
        key := found.key; number := found.number; name := found.name; kind := found.kind;
        is_owner := found.is_owner; ends_at := found.ends_at;
        customer_id := found.customer_id; total := found.total;
        if not found.is_owner then
            others := others || found.customer_id;
        end if;
        return next;
    end loop;
    if cardinality(others) > 0 then
        perform rights_note_look(p_user, null, others, p_page, p_method, p_now);
    end if;
end $$;

-- The only way of pages to readings. Each function takes holdings' ids, looks them up itself, answers for those
-- alone whose customer is open, and cuts to their days: (id, point, from, until) is carried through and the
-- holdings are never joined again by point, which would show a new holder the former one's days.
-- p_type null means as billed: of each local day the furthest reading type there is.

create or replace function kajo_held_days(p_holdings bigint[], p_first date[], p_end date[])
returns table (holding_id bigint, point_id bigint, from_day date, until_day date)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select a.id, a.point_id, greatest(a.starts_on, w.first), least(coalesce(a.ends_on, 'infinity'), w.until)
    from unnest(p_holdings, p_first, p_end) with ordinality as w (id, first, until, place)
    join access_holding a on a.id = w.id
    where a.owner_id = any(array(select unnest(current_setting('kajo.customers', true)::bigint[])))
      and a.starts_on < w.until and (a.ends_on is null or a.ends_on > w.first)
    order by w.place
$$;

create or replace function kajo_held(p_holdings bigint[], p_first date, p_end date)
returns table (holding_id bigint, point_id bigint, from_day date, until_day date)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select a.id, a.point_id, greatest(a.starts_on, p_first), least(coalesce(a.ends_on, 'infinity'), p_end)
    from access_holding a
    where a.id = any(p_holdings)
      and a.owner_id = any(array(select unnest(current_setting('kajo.customers', true)::bigint[])))
    order by a.starts_on, a.id
$$;

-- A day block's facts in one number, since each column of 365 rows costs as much as looking up the block:
-- days since 1970, reading type, minutes and -scale, from the high bits to the low.
create or replace function kajo_head(p_day date, p_type smallint, p_minutes smallint, p_scale smallint)
returns bigint language sql immutable as $$
    select ((p_day - date '1970-01-01')::bigint << 32) | (p_type::bigint << 16) | (p_minutes << 8) | (-p_scale)
$$;

create or replace function kajo_intervals(
    p_holdings bigint[], p_first date, p_end date, p_flow smallint, p_type smallint
)
returns table (head bigint, energies bytea, quality bytea)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    h record;
begin
    for h in select * from kajo_held(p_holdings, p_first, p_end) loop
        if p_type is not null then
            return query
            select kajo_head(d.day, d.reading_type, d.minutes, d.scale), d.energies, d.quality
            from metering_day d
            where d.point_id = h.point_id and d.flow = p_flow and d.reading_type = p_type
              and d.day >= h.from_day and d.day < h.until_day
            order by d.day;
        else
            return query
            select distinct on (d.day)
                   kajo_head(d.day, d.reading_type, d.minutes, d.scale), d.energies, d.quality
            from metering_day d
            where d.point_id = h.point_id and d.flow = p_flow
              and d.day >= h.from_day and d.day < h.until_day
            order by d.day, d.reading_type desc;
        end if;
    end loop;
end
$$;

-- One row a day. Each holding comes with its own days, so that months which a holding cuts are asked for at once.
create or replace function kajo_days(
    p_holdings bigint[], p_first date[], p_end date[], p_flow smallint, p_type smallint
)
returns table (holding_id bigint, starts_on date, reading_type smallint, total bigint, days integer,
               complete_until date, missing integer, estimated integer, corrected integer, qualities integer,
               intervals integer)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    h record;
begin
    for h in select * from kajo_held_days(p_holdings, p_first, p_end) loop
        return query
        select distinct on (d.day)
               h.holding_id, d.day, d.reading_type, d.total * (10 ^ (d.scale + 3))::bigint, 1,
               case when d.missing = 0 then d.day + 1 end, d.missing::integer, d.estimated::integer,
               d.corrected::integer, d.qualities::integer, octet_length(d.energies) / 4
        from metering_day d
        where d.point_id = h.point_id and d.flow = p_flow and (p_type is null or d.reading_type = p_type)
          and d.day >= h.from_day and d.day < h.until_day
        order by d.day, d.reading_type desc;
    end loop;
end
$$;

-- Calendar months that lie wholly in the period and in the holding; those that it cuts are summed from days.
-- Every reading type of a month when p_type is null.
create or replace function kajo_months(
    p_holdings bigint[], p_first date, p_end date, p_flow smallint, p_type smallint
)
returns table (holding_id bigint, starts_on date, reading_type smallint, total bigint, days integer,
               complete_until date, missing integer, estimated integer, corrected integer, qualities integer,
               intervals integer)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    h record;
begin
    for h in select * from kajo_held(p_holdings, p_first, p_end) loop
        return query
        select h.holding_id, m.month, m.reading_type, m.total, m.days::integer, m.complete_until, m.missing,
               m.estimated, m.corrected, m.qualities::integer, m.intervals
        from metering_month m
        where m.point_id = h.point_id and m.flow = p_flow and (p_type is null or m.reading_type = p_type)
          and m.month >= h.from_day and m.month < h.until_day and m.month + interval '1 month' <= h.until_day
        order by m.month, m.reading_type;
    end loop;
end
$$;

-- Which flows and reading types there are in each holding, from which day until which, and up to where whole.
create or replace function kajo_series(p_holdings bigint[])
returns table (holding_id bigint, flow smallint, reading_type smallint, first_day date, last_day date,
               last_whole_day date)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    h record;
begin
    for h in select * from kajo_held(p_holdings, '-infinity', 'infinity') loop
        return query
        select h.holding_id, t.flow, t.reading_type, e.first_day, e.last_day, e.last_whole_day
        from (
            select distinct m.flow, m.reading_type from metering_month m where m.point_id = h.point_id
        ) t,
        lateral (
            select (select min(d.day) from metering_day d
                    where d.point_id = h.point_id and d.flow = t.flow and d.reading_type = t.reading_type
                      and d.day >= h.from_day and d.day < h.until_day) as first_day,
                   (select max(d.day) from metering_day d
                    where d.point_id = h.point_id and d.flow = t.flow and d.reading_type = t.reading_type
                      and d.day >= h.from_day and d.day < h.until_day) as last_day,
                   (select max(d.day) from metering_day d
                    where d.point_id = h.point_id and d.flow = t.flow and d.reading_type = t.reading_type
                      and d.day >= h.from_day and d.day < h.until_day and d.missing = 0) as last_whole_day
        ) e
        where e.first_day is not null
        order by t.flow, t.reading_type;
    end loop;
end
$$;

-- Every version of the day blocks that held once or holds: from its own import until before another's, null
-- while it holds. What came too late ever to hold has an import after the one it lost to, and is left out.
create or replace function kajo_versions(
    p_holdings bigint[], p_first date, p_end date, p_flow smallint, p_type smallint
)
returns table (holding_id bigint, import_id bigint, replaced_by bigint, received_at timestamptz, head bigint,
               energies bytea, quality bytea)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    h record;
begin
    for h in select * from kajo_held(p_holdings, p_first, p_end) loop
        return query
        select h.holding_id, d.import_id, null::bigint, d.received_at,
               kajo_head(d.day, d.reading_type, d.minutes, d.scale), d.energies, d.quality
        from metering_day d
        where d.point_id = h.point_id and d.flow = p_flow and (p_type is null or d.reading_type = p_type)
          and d.day >= h.from_day and d.day < h.until_day
        union all
        select h.holding_id, d.import_id, d.replaced_by, d.received_at,
               kajo_head(d.day, d.reading_type, d.minutes, d.scale), d.energies, d.quality
        from metering_day_history d
        where d.point_id = h.point_id and d.flow = p_flow and (p_type is null or d.reading_type = p_type)
          and d.day >= h.from_day and d.day < h.until_day and d.import_id < d.replaced_by;
    end loop;
end
$$;

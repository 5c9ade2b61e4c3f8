-- On how many of the days asked of each holding no whole day of readings has come, and the last one that has.
create or replace function kajo_gaps(p_holdings bigint[], p_first date, p_end date)
returns table (holding_id bigint, gap_days integer, last_whole_day date)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    h record;
begin
    for h in select * from kajo_held(p_holdings, p_first, p_end) loop
        return query
        select h.holding_id, greatest(h.until_day - h.from_day, 0) - count(distinct d.day)::integer, max(d.day)
        from metering_day d
        where d.point_id = h.point_id and d.day >= h.from_day and d.day < h.until_day and d.missing = 0;
    end loop;
end
$$;

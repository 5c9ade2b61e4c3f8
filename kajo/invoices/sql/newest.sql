-- The newest invoices of open customers, from after a place in the list; as many as a page has: their ids,
-- which are then read through the wall. Asked as the page role, the planner takes the wall's condition for a
-- narrow one (it counts on ten customers) and sorts all invoices of five thousand: 520 ms. Of many customers it
-- walks the index by day and looks each owner up among them by hash; of few it takes the newest of each.
create or replace function kajo_newest_invoices(
    sent_from date, first_day date, after_day date, after_id bigint, many integer, customers bigint[])
returns bigint[] language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set enable_sort = off as $$
begin
    customers := array(
        select c from unnest(current_setting('kajo.customers')::bigint[]) c
        where customers is null or c in (select unnest(customers)));
    if cardinality(customers) > 200 then
        return array(
            select id from invoices_invoice
            where sent_on >= sent_from and dated_on >= first_day and (dated_on, id) < (after_day, after_id)
            and coalesce(owner_id in (select unnest(customers)), false)
            order by dated_on desc, id desc limit many);
    end if;
    return array(
        select n.id
        from unnest(customers) c
        cross join lateral (
            select i.dated_on, i.id from invoices_invoice i
            where i.owner_id = c and i.sent_on >= sent_from
            and i.dated_on >= first_day and (i.dated_on, i.id) < (after_day, after_id)
            order by i.dated_on desc, i.id desc limit many
        ) n
        order by n.dated_on desc, n.id desc limit many);
end $$;

-- The same of those whose number or reference begins so. How many do is not known before: the plan is made anew
-- each time, and either walks by day or begins at the numbers.
create or replace function kajo_numbered_invoices(
    sent_from date, first_day date, after_day date, after_id bigint, many integer, begins text)
returns bigint[] language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    beyond text := begins || chr(1114111);
    numbered bigint[];
    referred bigint[];
begin
    numbered := array(
        select id from invoices_invoice
        where number >= begins and number < beyond
        and sent_on >= sent_from and dated_on >= first_day and (dated_on, id) < (after_day, after_id)
        and coalesce(owner_id in (select unnest(current_setting('kajo.customers')::bigint[])), false)
        order by dated_on desc, id desc limit many);
    referred := array(
        select id from invoices_invoice
        where reference ~>=~ begins and reference ~<~ beyond
        and sent_on >= sent_from and dated_on >= first_day and (dated_on, id) < (after_day, after_id)
        and coalesce(owner_id in (select unnest(current_setting('kajo.customers')::bigint[])), false)
        order by dated_on desc, id desc limit many);
    return numbered || referred;
end $$;

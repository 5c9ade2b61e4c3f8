-- Who has looked at a customer's data, for its owners. Pages see no row of the log but their own user's. Of a row that
-- names many customers nothing is told of the others; who works for the retailer is not named.

-- With the key of a right: looks by its receiver, or by anybody who is in the firm now.
create or replace function kajo_looks(
    p_owner bigint, p_right text, p_from timestamptz, p_until timestamptz, p_limit int, p_offset int, p_now timestamptz)
returns table (at timestamptz, looker text, firm text, is_staff boolean, page text, method text, reason text,
               is_combined boolean, right_key text, total bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    lookers bigint[] := array(
        select coalesce(h.user_id, m.user_id)
        from rights_holders(p_owner, p_now) h left join access_firmmember m on m.firm_id = h.firm_id
        where h.key = p_right);
begin
    perform rights_owner_asks(p_owner);
    return query
        with found as materialized (
            select l.id, l.at, l.user_id, l.look_id, l.page, l.method, cardinality(l.customers) > 1 as is_combined,
                   count(*) over () as total
            from access_accesslogentry l
            where l.customers @> array[p_owner]
              and (p_from is null or l.at >= p_from) and (p_until is null or l.at < p_until)
              and (p_right is null or (l.user_id = any(lookers) and l.look_id is null))
            order by l.at desc, l.id desc limit p_limit offset p_offset
        ), held as materialized (select * from rights_holders(p_owner, p_now))
        select l.at,
               case when l.look_id is null
                    then coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) else '' end,
               coalesce(f.name, '')::text, l.look_id is not null, l.page::text, l.method::text,
               coalesce(s.reason, '')::text, l.is_combined, coalesce(r.key, ''), l.total
        from found l
        join access_user u on u.id = l.user_id
        left join access_stafflook s on s.id = l.look_id
        left join lateral (
            select h.key, h.firm_id from held h
            where l.look_id is null and h.starts_at <= l.at and (h.ends_at is null or h.ends_at > l.at)
              and (h.user_id = l.user_id or exists (
                  select from access_firmmember m where m.firm_id = h.firm_id and m.user_id = l.user_id))
            order by h.firm_id nulls first limit 1
        ) r on true
        left join access_firm f on f.id = r.firm_id
        order by l.at desc, l.id desc;
end $$;

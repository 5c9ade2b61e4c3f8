-- Who has looked at a customer's data, for its owners. Pages see no row of the log but their own user's. Of a row that
-- names many customers nothing is told of the others; who works for the retailer is not named.

create or replace function kajo_looks(
    p_owner bigint, p_from timestamptz, p_until timestamptz, p_limit int, p_offset int)
returns table (at timestamptz, looker text, firm text, is_staff boolean, page text, method text, reason text,
               is_combined boolean, total bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    perform rights_owner_asks(p_owner);
    return query
        with found as materialized (
            select l.id, l.at, l.user_id, l.look_id, l.page, l.method, cardinality(l.customers) > 1 as is_combined,
                   count(*) over () as total
            from access_accesslogentry l
            where l.customers @> array[p_owner]
              and (p_from is null or l.at >= p_from) and (p_until is null or l.at < p_until)
            order by l.at desc, l.id desc limit p_limit offset p_offset
        )
        select l.at,
               case when l.look_id is null
                    then coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) else '' end,
               coalesce(f.name, ''), l.look_id is not null, l.page::text, l.method::text, coalesce(s.reason, '')::text,
               l.is_combined, l.total
        from found l
        join access_user u on u.id = l.user_id
        left join access_stafflook s on s.id = l.look_id
        left join lateral (
            select f.name::text from access_firmmember m
            join access_grant g on g.firm_id = m.firm_id and g.owner_id = p_owner
            join access_firm f on f.id = m.firm_id
            where m.user_id = l.user_id and l.look_id is null
              and g.starts_at <= l.at and (g.ends_at is null or g.ends_at > l.at)
            limit 1
        ) f on true
        order by l.at desc, l.id desc;
end $$;

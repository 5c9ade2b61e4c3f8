-- Corporate customer service stops all marketing to a customer who has died: each channel by which it is allowed is
-- forbidden by a new row of the history, and the retailer is told by a change. How many channels.
create or replace function kajo_stop_marketing(p_key text, p_now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := rights_linker_asks();
    allowed record;
    many integer := 0;
begin
    for allowed in
        select * from (
            select distinct on (m.channel) m.owner_id, m.channel, m.edition, m.is_given
            from notifications_marketingconsent m join access_customer c on c.id = m.owner_id
            where c.key = p_key order by m.channel, m.edition desc
        ) newest where is_given
    loop
        insert into notifications_marketingconsent (owner_id, channel, edition, is_given, at, by_id, by_name)
        values (allowed.owner_id, allowed.channel, allowed.edition + 1, false, p_now, asking, '');
        insert into changes_change
            (key, owner_id, area, kind, subject, edition, facts, asked_by_id, asked_by_name, asked_at, state, reason)
        values (substr(translate(replace(gen_random_uuid()::text, '-', ''), '01', 'xy'), 1, 10),
                allowed.owner_id, 'information', 'marketing.consent', allowed.channel, allowed.edition + 1,
                jsonb_build_object('is_given', false, 'at', p_now), asking, '', p_now, 'pending', '');
        many := many + 1;
    end loop;
    return many;
end $$;

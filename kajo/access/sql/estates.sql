-- A customer who has died: corporate customer service marks the customer as a death estate. What anybody was granted
-- before lets nobody in until customer service has reviewed it, one right at a time; nothing is ended unseen.

-- One entry for each right, and mails of it to its receivers and to the owners.
create or replace function rights_tell_of(
    p_kind text, p_grants bigint[], p_actor bigint, p_now timestamptz) returns integer
language plpgsql as $$
declare
    told record;
    entry bigint;
    many integer := 0;
begin
    for told in
        select g.owner_id, g.user_id, g.firm_id, coalesce(o.key, min(g.key)) as key,
               jsonb_object_agg(g.area, g.level) as levels
        from access_grant g left join access_offer o on o.id = g.offer_id
        where g.id = any(p_grants) group by g.owner_id, g.offer_id, o.key, g.user_id, g.firm_id
    loop
        entry := rights_note(p_kind, p_actor, told.owner_id, jsonb_strip_nulls(jsonb_build_object(
            'right', told.key, 'levels', told.levels, 'receiver', told.user_id, 'firm', told.firm_id)), p_now);
        perform rights_mail(entry, 'receiver:' || who) from rights_receivers(told.user_id, told.firm_id, p_now) who;
        perform rights_mail_owners(entry, told.owner_id);
        many := many + 1;
    end loop;
    return many;
end $$;

-- Marks the customer, or takes a mark back that was a mistake. How many rights were paused, or go on; -1: no change.
create or replace function kajo_mark_estate(p_key text, p_is_estate boolean, p_now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := rights_linker_asks();
    marked bigint;
    touched bigint[];
begin
    update access_customer set is_estate = p_is_estate where key = p_key and is_estate <> p_is_estate
    returning id into marked;
    if marked is null then
        return -1;
    end if;
    with changed as (
        update access_grant set paused_at = case when p_is_estate then p_now end
        where owner_id = marked and (ends_at is null or ends_at > p_now) and (paused_at is null) = p_is_estate
        returning id
    ) select array_agg(id) into touched from changed;
    perform rights_note(case when p_is_estate then 'estate_marked' else 'estate_unmarked' end, asking, marked, '{}', p_now);
    return rights_tell_of(case when p_is_estate then 'paused' else 'resumed' end, touched, asking, p_now);
end $$;

-- Lets a paused right go on, or ends it. `p_grant` is the key of one of its grants.
create or replace function kajo_review_right(p_key text, p_grant text, p_resumes boolean, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := rights_linker_asks();
    named access_grant;
    reviewed bigint[];
begin
    select g.* into named from access_grant g join access_customer c on c.id = g.owner_id
    where c.key = p_key and g.key = p_grant and g.paused_at is not null;
    with changed as (
        update access_grant
        set paused_at = case when p_resumes then null else paused_at end,
            ends_at = case when p_resumes then ends_at else greatest(starts_at, p_now) end,
            end_told_at = case when p_resumes then end_told_at else p_now end
        where owner_id = named.owner_id and paused_at is not null and (ends_at is null or ends_at > p_now)
          and offer_id is not distinct from named.offer_id and user_id is not distinct from named.user_id
          and firm_id is not distinct from named.firm_id
        returning id
    ) select array_agg(id) into reviewed from changed;
    if reviewed is null then
        return 'gone';
    end if;
    if not p_resumes then
        update access_offer set ended_at = p_now, ending = 'removed', token_sha256 = ''
        where id = named.offer_id and ended_at is null;
    end if;
    perform rights_tell_of(case when p_resumes then 'resumed' else 'removed' end, reviewed, asking, p_now);
    return 'done';
end $$;

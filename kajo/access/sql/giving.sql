-- What owners do with access rights. Pages have no right on offers, grants and owners: they ask these functions,
-- each of which first asks for itself whether the user whom the door let in owns the customer. So nobody who was
-- granted something can grant on, whatever a page forgets.
-- Functions that are not called kajo_… are the others' own; pages may not call them.

create or replace function rights_owner_asks(p_owner bigint) returns bigint
language plpgsql stable as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
begin
    if not kajo_is_user(asking)
       or not exists (select from access_ownership o where o.owner_id = p_owner and o.user_id = asking) then
        raise insufficient_privilege using message = 'only an owner gives, changes and removes access rights';
    end if;
    return asking;
end $$;

create or replace function rights_note(
    p_kind text, p_actor bigint, p_owner bigint, p_facts jsonb, p_now timestamptz) returns bigint
language sql as $$
    insert into access_auditentry (at, actor_id, kind, customer_id, facts)
    values (p_now, nullif(p_actor, 0), p_kind, p_owner, p_facts) returning id
$$;

create or replace function rights_facts(p_offer access_offer) returns jsonb
language sql stable as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'right', p_offer.key, 'version', p_offer.version, 'levels', p_offer.levels, 'starts_at', p_offer.starts_at, 'ends_at', p_offer.ends_at,
        'receiver', p_offer.opened_by_id))
$$;

-- A mail is a job, and a job has one receiver: 'owner:ID', 'receiver:ID' (users) or 'address:KEY' (an offer's).
create or replace function rights_mail(p_entry bigint, p_receiver text) returns void
language plpgsql as $$
begin
    perform jobs_defer('rights.mail', jsonb_build_object('entry', p_entry, 'receiver', p_receiver));
end $$;

create or replace function rights_mail_owners(p_entry bigint, p_owner bigint) returns void
language sql as $$
    select rights_mail(p_entry, 'owner:' || o.user_id) from access_ownership o where o.owner_id = p_owner
$$;

-- The receiver of an offer: the user who opened it, else the address, whether or not it is some user's.
create or replace function rights_mail_receiver(p_entry bigint, p_offer access_offer) returns void
language sql as $$
    select rights_mail(p_entry, coalesce('receiver:' || p_offer.opened_by_id, 'address:' || p_offer.key))
$$;

-- Who is told of what a user or a firm was let have: the user, or those who administer the firm now.
create or replace function rights_receivers(p_user bigint, p_firm bigint, p_now timestamptz) returns setof bigint
language sql stable as $$
    select p_user where p_user is not null
    union
    select m.user_id from access_firmmember m
    where m.firm_id = p_firm and m.is_administrator
      and coalesce(m.starts_at <= p_now, true) and coalesce(m.ends_at > p_now, true)
$$;

create or replace function rights_make_grants(p_offer access_offer, p_now timestamptz) returns void
language sql as $$
    insert into access_grant
        (offer_id, owner_id, user_id, area, level, starts_at, ends_at, given_by_id, ground, created_at, paused_at)
    select p_offer.id, p_offer.owner_id, p_offer.opened_by_id, l.key, l.value::smallint,
           greatest(p_offer.starts_at, p_now), p_offer.ends_at, p_offer.given_by_id, '', p_now,
           case when c.is_estate then p_now end  -- it waits for a review: see estates.sql
    from jsonb_each_text(p_offer.levels) l join access_customer c on c.id = p_offer.owner_id
$$;

create or replace function rights_end_grants(p_offer bigint, p_now timestamptz) returns void
language sql as $$
    update access_grant set ends_at = greatest(starts_at, p_now), end_told_at = p_now
    where offer_id = p_offer and (ends_at is null or ends_at > p_now)
$$;

-- The owner's right of that key if it still stands: neither ended nor run out. Waits for whoever changes it.
create or replace function rights_take(p_owner bigint, p_key text, p_now timestamptz) returns access_offer
language plpgsql as $$
declare
    taken access_offer;
begin
    select * into taken from access_offer o where o.key = p_key and o.owner_id = p_owner for update;
    if taken.ended_at is not null or taken.ends_at <= p_now then
        return null;
    end if;
    return taken;
end $$;

create or replace function kajo_give(
    p_owner bigint, p_key text, p_email text, p_levels jsonb, p_starts timestamptz, p_ends timestamptz,
    p_lapses timestamptz, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    giver bigint := rights_owner_asks(p_owner);
    made access_offer;
    entry bigint;
begin
    -- What was not opened in time, or has run out, makes room for the new.
    update access_offer
    set ended_at = p_now, token_sha256 = '',
        ending = case when opened_at is null then 'lapsed' else 'expired' end
    where owner_id = p_owner and email = p_email and ended_at is null
      and (ends_at <= p_now or (opened_at is null and lapses_at <= p_now));
    insert into access_offer
        (key, owner_id, email, levels, starts_at, ends_at, version, given_by_id, given_at, lapses_at,
         token_sha256, is_void, ending)
    values (p_key, p_owner, p_email, p_levels, p_starts, p_ends, 1, giver, p_now, p_lapses, '', false, '')
    on conflict (owner_id, email) where ended_at is null do nothing
    returning * into made;
    if made.id is null then
        return 'already';
    end if;
    entry := rights_note('given', giver, p_owner, rights_facts(made), p_now);
    perform rights_mail_receiver(entry, made);
    perform rights_mail_owners(entry, p_owner);
    return 'done';
end $$;

-- A right that is not opened yet is sent anew, and what was mailed before is dead; one that is opened holds at once.
create or replace function kajo_change_right(
    p_owner bigint, p_key text, p_version int, p_levels jsonb, p_starts timestamptz, p_ends timestamptz,
    p_lapses timestamptz, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    giver bigint := rights_owner_asks(p_owner);
    taken access_offer := rights_take(p_owner, p_key, p_now);
    entry bigint;
begin
    if taken.id is null then
        return 'gone';
    elsif taken.version <> p_version then
        return 'changed';
    end if;
    update access_offer
    set levels = p_levels, starts_at = p_starts, ends_at = p_ends, version = version + 1, given_by_id = giver,
        lapses_at = p_lapses, token_sha256 = '', is_void = is_void and opened_at is not null
    where id = taken.id returning * into taken;
    if taken.opened_at is not null then
        perform rights_end_grants(taken.id, p_now);
        perform rights_make_grants(taken, p_now);
    end if;
    entry := rights_note('changed', giver, p_owner, rights_facts(taken), p_now);
    perform rights_mail_receiver(entry, taken);
    perform rights_mail_owners(entry, p_owner);
    return 'done';
end $$;

create or replace function kajo_resend_right(
    p_owner bigint, p_key text, p_lapses timestamptz, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    giver bigint := rights_owner_asks(p_owner);
    taken access_offer := rights_take(p_owner, p_key, p_now);
begin
    if taken.id is null or taken.opened_at is not null then
        return 'gone';
    end if;
    update access_offer
    set lapses_at = p_lapses, given_by_id = giver, token_sha256 = '', is_void = false, version = version + 1
    where id = taken.id returning * into taken;
    perform rights_mail_receiver(rights_note('resent', giver, p_owner, rights_facts(taken), p_now), taken);
    return 'done';
end $$;

-- Ends what stands under the key: an offer with its grants, or all that customer service let the same user or
-- firm have.
create or replace function kajo_remove_right(p_owner bigint, p_key text, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    giver bigint := rights_owner_asks(p_owner);
    taken access_offer := rights_take(p_owner, p_key, p_now);
    deed text;
    entry bigint;
begin
    if taken.id is null then
        return rights_remove_linked(p_owner, p_key, giver, 'removed', p_now);
    end if;
    deed := case when taken.opened_at is null then 'withdrawn' else 'removed' end;
    update access_offer set ended_at = p_now, ending = deed, token_sha256 = '' where id = taken.id;
    perform rights_end_grants(taken.id, p_now);
    entry := rights_note(deed, giver, p_owner, rights_facts(taken), p_now);
    perform rights_mail_receiver(entry, taken);
    perform rights_mail_owners(entry, p_owner);
    return 'done';
end $$;

create or replace function rights_remove_linked(
    p_owner bigint, p_key text, p_actor bigint, p_deed text, p_now timestamptz) returns text
language plpgsql as $$
declare
    named access_grant;
    levels jsonb;
    entry bigint;
begin
    select * into named from access_grant g where g.key = p_key and g.owner_id = p_owner and g.offer_id is null;
    with ended as (
        update access_grant set ends_at = greatest(starts_at, p_now), end_told_at = p_now
        where owner_id = p_owner and offer_id is null and (ends_at is null or ends_at > p_now)
          and user_id is not distinct from named.user_id and firm_id is not distinct from named.firm_id
          and named.id is not null
        returning area, level
    ) select jsonb_object_agg(area, level) into levels from ended;
    if levels is null then
        return 'gone';
    end if;
    entry := rights_note(p_deed, p_actor, p_owner, jsonb_strip_nulls(jsonb_build_object(
        'right', p_key, 'levels', levels, 'receiver', named.user_id, 'firm', named.firm_id)), p_now);
    perform rights_mail(entry, 'receiver:' || who) from rights_receivers(named.user_id, named.firm_id, p_now) who;
    perform rights_mail_owners(entry, p_owner);
    return 'done';
end $$;

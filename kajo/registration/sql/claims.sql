-- A user says which customer he is. Every answer is the same for numbers that fit and for numbers that fit nobody,
-- until the right code comes back; and a customer that has an owner is not taken this way even then.

-- Whoever acts for a company has identified himself, where people can: then it is known which person took it over.
create or replace function registration_may_own(p_user bigint, p_customer bigint, p_identifies boolean) returns boolean
language sql stable as $$
    select not p_identifies
        or exists (select from access_customer c where c.id = p_customer and c.kind = 'person')
        or exists (select from registration_identification i where i.user_id = p_user)
$$;

-- Whose numbers they are: a person shows a metering point that he holds or has held within a year, or the reference
-- of an invoice of a year; a company its business ID. Of a death estate customer service looks at the papers.
create or replace function registration_customer(
    p_named text, p_gsrn text, p_reference text, p_business_id text, p_now timestamptz) returns bigint
language sql stable as $$
    select c.id from access_customer c
    where c.number = p_named and not c.is_estate and case when c.kind <> 'person' then
        p_business_id <> '' and c.business_id = p_business_id
    else
        exists (
            select from access_holding h join metering_point p on p.id = h.point_id
            where h.owner_id = c.id and p.gsrn = p_gsrn
              and (h.ends_on is null or h.ends_on > (p_now - interval '1 year')::date))
        or exists (
            select from invoices_invoice i
            where i.owner_id = c.id and i.dated_on > (p_now - interval '1 year')::date and p_reference <> ''
              and regexp_replace(upper(replace(i.reference, ' ', '')), '^(RF[0-9]{2})?0*', '') = p_reference)
    end
$$;

-- Where the register reaches the customer: the first address and the first mobile phone, none that somebody has
-- asked for in this service, who may merely have had an access right: though the register has it by now.
create or replace function registration_contacts(p_customer bigint, p_texts boolean) returns text[]
language sql stable as $$
    select array(
        select distinct on (c.kind) c.value from information_contact c
        where c.owner_id = p_customer and c.source = 'retailer' and c.added_by_id is null
          and (c.kind = 'email' or (p_texts and (c.value ~ '^\+358(4|50)' or c.value !~ '^\+358')))
          and not exists (
              select from changes_change h
              where h.owner_id = c.owner_id and h.kind in ('contact.add', 'contact.change')
                and h.facts ->> 'value' = c.value and h.facts ? 'proved_at' and h.state <> 'refused')
        order by c.kind, c.is_primary desc, c.id)
$$;

-- Where a code goes: of those to none of a kind, mail or phone, of which somebody who owns nothing has asked for a change
-- here. A right to write would else choose: by making another the first, or by having the first removed.
create or replace function registration_code_goes_to(p_customer bigint, p_texts boolean) returns text[]
language sql stable as $$
    select array(
        select t from unnest(registration_contacts(p_customer, p_texts)) t
        where not exists (
            select from changes_change h
            where h.owner_id = p_customer and h.kind in ('contact.add', 'contact.change', 'contact.remove')
              and h.facts ->> 'contact_kind' = case when strpos(t, '@') > 0 then 'email' else 'phone' end
              and h.state <> 'refused' and h.asked_by_id not in (
                  select o.user_id from access_ownership o where o.owner_id = p_customer)))
$$;

-- What a stranger sees of it: of mail the first letters, of a phone the last digits.
create or replace function registration_all_but_hidden(p_places text[]) returns text[]
language sql immutable as $$
    select array(
        select case when strpos(t, '@') > 0 then left(t, 1) || '@' || left(split_part(t, '@', 2), 1) else right(t, 2) end
        from unnest(p_places) t)
$$;

-- Where a code might go, for all that a stranger sees: where that of another customer would, the next of a key, and a
-- person or not, as is meant. So none of it is likelier, or less likely, than of whom the numbers fit.
create or replace function registration_might_go_to(p_key text, p_is_person boolean, p_texts boolean) returns text[]
language sql stable as $$
    select registration_all_but_hidden(places) from (
        select c.id, c.key from access_customer c
        where c.key > p_key and (c.kind = 'person') = p_is_person and not c.is_estate
        order by c.key limit 100
    ) near cross join lateral registration_code_goes_to(near.id, p_texts) places
    where places <> '{}' order by near.key limit 1
$$;

-- Makes a user an owner. The user, the present owners and the addresses that the register has are told.
create or replace function registration_own(
    p_customer bigint, p_user bigint, p_actor bigint, p_facts jsonb, p_now timestamptz) returns void
language plpgsql as $$
declare
    entry bigint;
begin
    entry := rights_note(
        'owner_added', p_actor, p_customer, jsonb_build_object('receiver', p_user) || p_facts, p_now);
    perform jobs_defer('registration.tell-owner-added', jsonb_build_object('entry', entry, 'to', told))
    from (
        select '' as told
        union all
        select o.user_id::text from access_ownership o where o.owner_id = p_customer
        union all
        select t from unnest(registration_contacts(p_customer, false)) t
        where not exists (
            select from access_user u
            where lower(u.email) = lower(t) and (u.id = p_user or u.id in (
                select o.user_id from access_ownership o where o.owner_id = p_customer)))
    ) those;
    insert into access_ownership (owner_id, user_id, created_at) values (p_customer, p_user, p_now);
end $$;

create or replace function registration_asks() returns bigint
language plpgsql stable as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
begin
    if not kajo_is_user(asking) then
        raise insufficient_privilege using message = 'whoever says which customer he is has signed in';
    end if;
    return asking;
end $$;

create or replace function registration_claim_it(
    p_user bigint, p_key text, p_customer bigint, p_named text, p_made_up text[], p_way text, p_texts boolean,
    p_expires timestamptz, p_now timestamptz) returns void
language plpgsql as $$
declare
    made bigint;
begin
    update registration_claim set ended_at = p_now, code_hash = ''
    where user_id = p_user and ended_at is null and not by_letter;
    insert into registration_claim
        (key, user_id, customer_id, named, made_up, way, by_letter, code_hash, sent_to, wrong_tries, asked_at,
         expires_at)
    values (
        p_key, p_user, p_customer, p_named, p_made_up, p_way, false, '',
        case when p_way = 'contact' then registration_code_goes_to(p_customer, p_texts) else '{}' end,
        0, p_now, p_expires)
    returning id into made;
    perform jobs_defer('registration.code', jsonb_build_object('claim', made));
end $$;

create or replace function kajo_claim(
    p_key text, p_named text, p_drawn_from text, p_gsrn text, p_reference text, p_business_id text, p_way text,
    p_texts boolean, p_identifies boolean, p_expires timestamptz, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := registration_asks();
    meant bigint := registration_customer(p_named, p_gsrn, p_reference, p_business_id, p_now);
    is_person boolean := p_business_id = '';
    made_up text[] := coalesce(
        registration_might_go_to(p_drawn_from, is_person, p_texts),
        registration_might_go_to('', is_person, p_texts),  -- after the last key comes the first
        '{}');
begin
    perform registration_claim_it(
        asking, p_key, case when registration_may_own(asking, meant, p_identifies) then meant end,
        p_named, made_up, p_way, p_texts, p_expires, p_now);
end $$;

-- The newest claim of the user's that a code may still come back for, and where the code went, all but hidden.
create or replace function kajo_claimed(p_since timestamptz, p_now timestamptz) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select jsonb_build_object('key', l.key, 'named', l.named, 'way', l.way, 'shown',
        case when l.sent_to = '{}' then l.made_up else registration_all_but_hidden(l.sent_to) end)
    from registration_claim l
    where l.user_id = registration_asks() and l.ended_at is null and (l.asked_at > p_since or l.expires_at > p_now)
    order by l.id desc limit 1
$$;

create or replace function kajo_claim_again(
    p_key text, p_new_key text, p_texts boolean, p_expires timestamptz, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    former registration_claim;
begin
    select * into former from registration_claim l where l.key = p_key and l.user_id = registration_asks();
    if former.id is not null then
        perform registration_claim_it(
            former.user_id, p_new_key, former.customer_id, former.named, former.made_up, former.way, p_texts,
            p_expires, p_now);
    end if;
end $$;

-- A code that comes back, tried on each of the user's claims that wait for one; a wrong one counts on each.
create or replace function kajo_try_code(p_code_hash text, p_identifies boolean, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := registration_asks();
    taken registration_claim;
begin
    -- One after another: two that come at the same moment do not look at the same count.
    perform from registration_claim l where l.user_id = asking and l.ended_at is null for update;
    select * into taken from registration_claim l
    where l.user_id = asking and l.ended_at is null and l.expires_at > p_now and l.wrong_tries < 5
      and l.customer_id is not null and l.code_hash = p_code_hash and p_code_hash <> ''
    order by l.id desc limit 1;
    if taken.id is null then
        update registration_claim set wrong_tries = least(wrong_tries + 1, 100)
        where user_id = asking and ended_at is null;
        return 'wrong';
    elsif not registration_may_own(asking, taken.customer_id, p_identifies) then
        return 'unidentified';  -- the code waits
    end if;
    update registration_claim set ended_at = p_now, code_hash = '' where id = taken.id;
    return registration_take(taken, p_now);
end $$;

create or replace function registration_take(p_claim registration_claim, p_now timestamptz) returns text
language plpgsql as $$
declare
    entry bigint;
    wanted access_customer;
begin
    select * into wanted from access_customer c where c.id = p_claim.customer_id for update;
    if wanted.is_estate then
        return 'wrong';
    end if;
    if exists (select from access_ownership o where o.owner_id = wanted.id and o.user_id = p_claim.user_id) then
        return wanted.key;
    end if;
    if exists (select from access_ownership o where o.owner_id = wanted.id) then
        entry := rights_note('claim_refused', p_claim.user_id, wanted.id, '{}', p_now);
        perform jobs_defer(
            'registration.tell-owner', jsonb_build_object('entry', entry, 'user', o.user_id))
        from access_ownership o where o.owner_id = wanted.id;
        return 'owned';
    end if;
    perform registration_own(wanted.id, p_claim.user_id, p_claim.user_id, jsonb_build_object(
        'by', case when p_claim.by_letter then 'letter' else 'code' end), p_now);
    return wanted.key;
end $$;

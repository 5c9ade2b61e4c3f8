-- A user asks customer service to be joined to a customer, by a document, where no code can come or is not enough.
-- Asking looks nobody up: known and unknown numbers answer alike, and the customer's owners hear of it when it is done.

create or replace function kajo_ask_to_join(
    p_key text, p_named text, p_business_id text, p_ground text, p_note text, p_name text, p_media_type text,
    p_content bytea, p_most int, p_lapses timestamptz, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := registration_asks();
    waiting text[];
    made bigint;
begin
    -- One after another: two that come at the same moment do not look at the same count.
    perform from access_user u where u.id = asking for update;
    waiting := array(select r.named from registration_joinrequest r where r.user_id = asking and r.state = 'waiting');
    if p_named = any(waiting) then
        return 'waits';
    elsif cardinality(waiting) >= p_most then
        return 'many';
    end if;
    insert into registration_joinrequest
        (key, user_id, named, business_id, ground, note, name, media_type, content, asked_at, lapses_at, state, reason)
    values (p_key, asking, p_named, p_business_id, p_ground, p_note, p_name, p_media_type, p_content, p_now, p_lapses,
            'waiting', '')
    returning id into made;
    perform jobs_defer('registration.request-waits', jsonb_build_object('request', made));
    perform rights_note('join_asked', asking, null, jsonb_build_object('request', p_key, 'ground', p_ground), p_now);
    return 'done';
end $$;

-- What the user has asked for, the newest first.
create or replace function kajo_join_requests(p_since timestamptz)
returns table (key text, named text, ground text, asked_at timestamptz, lapses_at timestamptz, state text, reason text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    asking bigint := registration_asks();
begin
    return query
        select r.key::text, r.named::text, r.ground::text, r.asked_at, r.lapses_at, r.state::text, r.reason::text
        from registration_joinrequest r
        where r.user_id = asking and (r.state = 'waiting' or r.settled_at > p_since)
        order by r.asked_at desc, r.id desc;
end $$;

-- Ends a request that waits; its document goes, but for one that it was approved by.
create or replace function registration_settle(
    p_request registration_joinrequest, p_state text, p_reason text, p_by bigint, p_now timestamptz) returns void
language sql as $$
    update registration_joinrequest
    set state = p_state, reason = p_reason, settled_at = p_now, settled_by_id = p_by,
        content = case when p_state = 'approved' then content end
    where id = p_request.id
$$;

create or replace function kajo_withdraw_join_request(p_key text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := registration_asks();
    taken registration_joinrequest;
begin
    select * into taken from registration_joinrequest r
    where r.key = p_key and r.user_id = asking and r.state = 'waiting' for update;
    if taken.id is null then
        return false;
    end if;
    perform registration_settle(taken, 'withdrawn', '', asking, p_now);
    perform rights_note('join_withdrawn', asking, null, jsonb_build_object('request', p_key), p_now);
    return true;
end $$;

-- Whose the numbers of a request are: a company's only with its business ID.
create or replace function registration_meant(p_request registration_joinrequest) returns access_customer
language sql stable as $$
    select c from access_customer c
    where c.number = p_request.named and (c.kind = 'person' or c.business_id = p_request.business_id)
$$;

-- What waits for corporate customer service, the oldest first; or the one request of a key.
create or replace function kajo_staff_join_requests(
    p_key text, p_limit int, p_offset int, p_identifies boolean, p_now timestamptz)
returns table (key text, user_id bigint, name text, username text, email text, named text, business_id text, ground text,
               note text, document text, size int, asked_at timestamptz, lapses_at timestamptz,
               issuer text, bank text, identified_at timestamptz, customer_key text, customer text, may_own boolean,
               total bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    perform rights_linker_asks();
    return query
        select r.key::text, u.id, rights_name(u), u.username::text, u.email::text, r.named::text, r.business_id::text,
               r.ground::text, r.note::text, r.name::text, octet_length(r.content), r.asked_at, r.lapses_at,
               i.issuer::text, i.bank::text, i.identified_at, c.key::text, c.name::text,
               registration_may_own(u.id, c.id, p_identifies), count(*) over ()
        from registration_joinrequest r
        join access_user u on u.id = r.user_id
        left join registration_identification i on i.user_id = u.id
        left join lateral registration_meant(r) c on c.id is not null
        where r.state = 'waiting' and r.lapses_at > p_now and (p_key is null or r.key = p_key)
        order by r.asked_at, r.id limit p_limit offset p_offset;
end $$;

-- The document of a request that waits: as long as its page is there. That it was read is written down.
create or replace function kajo_staff_join_document(p_key text, p_now timestamptz)
returns table (name text, media_type text, content bytea)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    asking bigint := rights_linker_asks();
begin
    return query
        select r.name::text, r.media_type::text, r.content from registration_joinrequest r
        where r.key = p_key and r.state = 'waiting' and r.lapses_at > p_now;
    if found then
        perform rights_note('join_document_read', asking, null, jsonb_build_object('request', p_key), p_now);
    end if;
end $$;

-- The user becomes an owner of the customer whom customer service has seen on its page.
create or replace function kajo_staff_approve_join(
    p_key text, p_customer_key text, p_identifies boolean, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := rights_linker_asks();
    taken registration_joinrequest;
    meant access_customer;
begin
    select * into taken from registration_joinrequest r
    where r.key = p_key and r.state = 'waiting' and r.lapses_at > p_now for update;
    if not exists (select from access_user u where u.id = taken.user_id and u.is_active) then
        return 'gone';
    elsif taken.user_id = asking then
        return 'own';
    end if;
    meant := registration_meant(taken);
    if meant.id is null or meant.key <> p_customer_key then
        return 'other';
    elsif not registration_may_own(taken.user_id, meant.id, p_identifies) then
        return 'unidentified';
    end if;
    perform from access_customer c where c.id = meant.id for update;
    perform registration_settle(taken, 'approved', '', asking, p_now);
    if not exists (select from access_ownership o where o.owner_id = meant.id and o.user_id = taken.user_id) then
        perform registration_own(
            meant.id, taken.user_id, asking, jsonb_build_object('by', 'staff', 'request', p_key), p_now);
    end if;
    return 'done';
end $$;

create or replace function kajo_staff_refuse_join(p_key text, p_reason text, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := rights_linker_asks();
    taken registration_joinrequest;
begin
    select * into taken from registration_joinrequest r
    where r.key = p_key and r.state = 'waiting' and r.lapses_at > p_now for update;
    if taken.id is null then
        return 'gone';
    end if;
    perform registration_settle(taken, 'refused', p_reason, asking, p_now);
    perform rights_note('join_refused', asking, null, jsonb_build_object(
        'request', p_key, 'receiver', taken.user_id), p_now);
    perform jobs_defer('registration.tell-settled', jsonb_build_object('request', taken.id));
    return 'done';
end $$;

-- What the receiver does with a right that was given to an address: only the user whose proven address it is,
-- or whoever holds the mailed token, can open or decline it. Each waits for the other, and the first one counts.

create or replace function rights_is_for(p_offer access_offer, p_user bigint) returns boolean
language sql stable as $$
    select kajo_is_user(p_user) and exists (
        select from account_emailaddress e where e.user_id = p_user and e.verified and e.email = p_offer.email)
$$;

-- Whether it may be opened now. Who owns the customer no longer, or can sign in no longer, gives nothing.
create or replace function rights_is_waiting(p_offer access_offer, p_now timestamptz) returns boolean
language sql stable as $$
    select p_offer.opened_at is null and p_offer.ended_at is null and not p_offer.is_void
       and p_offer.lapses_at > p_now and coalesce(p_offer.ends_at > p_now, true)
       and exists (select from access_ownership o join access_user u on u.id = o.user_id and u.is_active
                   where o.owner_id = p_offer.owner_id and o.user_id = p_offer.given_by_id)
$$;

create or replace function kajo_answer_right(p_key text, p_opens boolean, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    taken access_offer;
begin
    select * into taken from access_offer o where o.key = p_key for update;
    if taken.id is null or not rights_is_for(taken, asking) then
        return 'not there';
    elsif not rights_is_waiting(taken, p_now) then
        return 'gone';
    end if;
    perform rights_answer(taken, asking, p_opens, p_now);
    return 'done';
end $$;

create or replace function rights_answer(
    p_offer access_offer, p_user bigint, p_opens boolean, p_now timestamptz) returns void
language plpgsql as $$
declare
    taken access_offer;
    deed text := case when p_opens then 'opened' else 'declined' end;
begin
    if p_opens then
        update access_offer set opened_at = p_now, opened_by_id = p_user, token_sha256 = ''
        where id = p_offer.id returning * into taken;
        perform rights_make_grants(taken, p_now);
    else
        update access_offer set ended_at = p_now, ending = 'declined', token_sha256 = ''
        where id = p_offer.id returning * into taken;
    end if;
    perform rights_mail_owners(rights_note(deed, p_user, taken.owner_id, rights_facts(taken), p_now), taken.owner_id);
end $$;

-- Who was given it gives it back: the user, or who administers the firm now.
create or replace function kajo_give_back(p_key text, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    taken access_offer;
    entry bigint;
    linked_owner bigint;
begin
    if not kajo_is_user(asking) then
        return 'gone';
    end if;
    select * into taken from access_offer o where o.key = p_key and o.opened_by_id = asking for update;
    if taken.id is null then
        select g.owner_id into linked_owner from access_grant g
        where g.key = p_key and g.offer_id is null and asking in (select rights_receivers(g.user_id, g.firm_id, p_now));
        return rights_remove_linked(linked_owner, p_key, asking, 'given_back', p_now);
    elsif taken.ended_at is not null or taken.ends_at <= p_now then
        return 'gone';
    end if;
    update access_offer set ended_at = p_now, ending = 'given_back' where id = taken.id;
    perform rights_end_grants(taken.id, p_now);
    entry := rights_note('given_back', asking, taken.owner_id, rights_facts(taken), p_now);
    perform rights_mail_receiver(entry, taken);
    perform rights_mail_owners(entry, taken.owner_id);
    return 'done';
end $$;

-- What a mailed token stands for, as long as it may be used. The hash is looked up, never the token.
create or replace function kajo_invitation(p_token_sha256 text, p_now timestamptz)
returns table (key text, email text, customer text, giver text, levels jsonb, starts_at timestamptz,
               ends_at timestamptz, has_account boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select o.key, o.email, c.name, trim(u.first_name || ' ' || u.last_name), o.levels, o.starts_at, o.ends_at,
           exists (select from account_emailaddress e where e.email = o.email and e.verified)
    from access_offer o
    join access_customer c on c.id = o.owner_id
    join access_user u on u.id = o.given_by_id
    where o.token_sha256 = p_token_sha256 and p_token_sha256 <> '' and rights_is_waiting(o, p_now)
$$;

create or replace function kajo_decline_invitation(p_token_sha256 text, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    taken access_offer;
begin
    select * into taken from access_offer o
    where o.token_sha256 = p_token_sha256 and p_token_sha256 <> '' for update;
    if taken.id is null or not rights_is_waiting(taken, p_now) then
        return 'gone';
    end if;
    perform rights_answer(taken, 0, false, p_now);
    return 'done';
end $$;

-- A user whose address a mailed token has proven; returns its number.
create or replace function rights_make_user(
    p_email text, p_username text, p_password text, p_first_name text, p_last_name text, p_language text,
    p_now timestamptz) returns bigint
language plpgsql as $$
declare
    made bigint;
begin
    insert into access_user
        (username, email, password, first_name, last_name, language, is_active, is_staff, created_at)
    values (p_username, p_email, p_password, p_first_name, p_last_name, p_language, true, false, p_now)
    returning id into made;
    insert into account_emailaddress (user_id, email, verified, "primary") values (made, p_email, true, true);
    return made;
end $$;

-- A user for the holder of a mailed token, whose address the mail has proven; the token is used up by it.
-- Nothing where the address has a user: a new user is made for nobody who could sign in.
create or replace function kajo_join_by_invitation(
    p_token_sha256 text, p_username text, p_password text, p_first_name text, p_last_name text, p_language text,
    p_now timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    taken access_offer;
    made bigint;
begin
    select * into taken from access_offer o
    where o.token_sha256 = p_token_sha256 and p_token_sha256 <> '' for update;
    if taken.id is null or not rights_is_waiting(taken, p_now)
       or exists (select from account_emailaddress e where e.email = taken.email and e.verified) then
        return null;
    end if;
    made := rights_make_user(
        taken.email, p_username, p_password, p_first_name, p_last_name, p_language, p_now);
    update access_offer set token_sha256 = '' where id = taken.id;
    perform rights_note('joined', made, null, jsonb_build_object('right', taken.key), p_now);
    return made;
end $$;

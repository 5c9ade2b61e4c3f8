-- Invitations to have a user ID: of corporate customer service to anybody, of a firm's administrator to the firm.
-- What members of a firm do stands in members.sql. The token is made by the job that mails it; here stands its hash, and only while it may be used.

-- Whether somebody may invite: to a firm who administers it now, and corporate customer service to any and to none.
create or replace function rights_may_invite(p_user bigint, p_firm bigint, p_now timestamptz) returns boolean
language sql stable as $$
    select exists (
        select from access_user u
        where u.id = p_user and u.is_active
          and ((u.is_staff and u.is_corporate_service) or u.id in (select rights_receivers(null, p_firm, p_now))))
$$;

-- Whether it may be used now: what the maker may do no longer, the holder of an invitation cannot do by it either.
create or replace function rights_invite_waits(p_invite access_invite, p_now timestamptz) returns boolean
language sql stable as $$
    select p_invite.used_at is null and p_invite.ended_at is null and p_invite.lapses_at > p_now
       and rights_may_invite(p_invite.made_by_id, p_invite.firm_id, p_now)
$$;

-- Ends what a member invited who may invite to the firm no longer, so that it does not come back with the standing.
create or replace function rights_end_invites(p_user bigint, p_firm bigint, p_actor bigint, p_now timestamptz)
returns void language sql as $$
    with ended as (
        update access_invite set ended_at = p_now, token_sha256 = ''
        where made_by_id = p_user and firm_id = p_firm and used_at is null and ended_at is null
          and not rights_may_invite(p_user, p_firm, p_now)
        returning key
    ) select rights_note('invite_withdrawn', p_actor, null, jsonb_build_object('invite', e.key), p_now) from ended e
$$;

-- The firm of that key, when the user whom the door let in may invite to it, and so change it.
create or replace function rights_firm_asks(p_firm_key text, p_now timestamptz) returns bigint
language plpgsql stable as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    named bigint;
begin
    select f.id into named from access_firm f
    where f.key = p_firm_key and kajo_is_user(asking) and rights_may_invite(asking, f.id, p_now);
    if named is null then
        raise insufficient_privilege using message = 'only who administers the firm changes it';
    end if;
    return named;
end $$;

create or replace function kajo_invite(
    p_key text, p_email text, p_first_name text, p_last_name text, p_language text, p_firm_key text,
    p_is_administrator boolean, p_starts timestamptz, p_ends timestamptz, p_lapses timestamptz, p_now timestamptz)
returns text language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    named bigint;
begin
    if p_firm_key is null then
        asking := rights_linker_asks();
    else
        named := rights_firm_asks(p_firm_key, p_now);
    end if;
    if exists (select from access_invite i
               where i.email = p_email and i.firm_id is not distinct from named and rights_invite_waits(i, p_now)) then
        return 'already';
    end if;
    if exists (select from access_firmmember m join access_user u on u.id = m.user_id
               where m.firm_id = named and lower(u.email) = p_email and coalesce(m.ends_at > p_now, true)) then
        return 'member';
    end if;
    insert into access_invite
        (key, email, first_name, last_name, language, firm_id, is_administrator, starts_at, ends_at, token_sha256,
         made_by_id, made_at, lapses_at)
    values (p_key, p_email, p_first_name, p_last_name, p_language, named, p_is_administrator, p_starts, p_ends, '',
            asking, p_now, p_lapses);
    perform rights_note('invited', asking, null,
                        jsonb_strip_nulls(jsonb_build_object('invite', p_key, 'firm', named)), p_now);
    perform jobs_defer('invites.mail', jsonb_build_object('key', p_key));
    return 'done';
end $$;

create or replace function kajo_add_firm(p_key text, p_name text, p_business_id text, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := rights_linker_asks();
    made bigint;
begin
    insert into access_firm (key, name, business_id) values (p_key, p_name, p_business_id) returning id into made;
    perform rights_note('firm_added', asking, null, jsonb_build_object('firm', made), p_now);
end $$;

-- Sends one anew, so that what was mailed before is dead, or takes it back. Who sends it is its maker from then on.
create or replace function kajo_change_invite(p_key text, p_sends boolean, p_lapses timestamptz, p_now timestamptz)
returns text language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    taken access_invite;
begin
    select * into taken from access_invite i where i.key = p_key for update;
    if taken.firm_id is null then
        perform rights_linker_asks();
    else
        perform rights_firm_asks((select f.key from access_firm f where f.id = taken.firm_id), p_now);
    end if;
    if taken.id is null or taken.used_at is not null or taken.ended_at is not null then
        return 'gone';
    end if;
    update access_invite
    set token_sha256 = '', lapses_at = case when p_sends then p_lapses else lapses_at end,
        made_by_id = case when p_sends then asking else made_by_id end, ended_at = case when not p_sends then p_now end
    where id = taken.id;
    perform rights_note(case when p_sends then 'invited' else 'invite_withdrawn' end, asking, null,
                        jsonb_build_object('invite', p_key), p_now);
    if p_sends then
        perform jobs_defer('invites.mail', jsonb_build_object('key', p_key));
    end if;
    return 'done';
end $$;

-- What nobody has answered: of a firm, or to corporate customer service what it has sent. What lost its maker has lapsed.
create or replace function kajo_invites(p_firm_key text, p_now timestamptz)
returns table (key text, email text, name text, firm text, is_administrator boolean, lapses_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    named bigint := case when p_firm_key is not null then rights_firm_asks(p_firm_key, p_now) end;
begin
    if p_firm_key is null then
        perform rights_linker_asks();
    end if;
    return query
        select i.key::text, i.email::text, trim(i.first_name || ' ' || i.last_name), f.name::text, i.is_administrator,
               case when rights_invite_waits(i, p_now) then i.lapses_at else least(i.lapses_at, p_now) end
        from access_invite i
        join access_user maker on maker.id = i.made_by_id
        left join access_firm f on f.id = i.firm_id
        where (case when named is null then maker.is_staff else i.firm_id = named end)
          and i.used_at is null and i.ended_at is null
        order by i.made_at desc;
end $$;

create or replace function rights_invite(p_token_sha256 text, p_now timestamptz) returns setof access_invite
language sql stable as $$
    select * from access_invite i
    where i.token_sha256 = p_token_sha256 and p_token_sha256 <> '' and rights_invite_waits(i, p_now)
$$;

create or replace function kajo_find_invite(p_token_sha256 text, p_now timestamptz)
returns table (email text, first_name text, last_name text, firm text, is_mine boolean, has_account boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select i.email, i.first_name, i.last_name, coalesce(f.name, ''),
           exists (select from account_emailaddress e where e.email = i.email and e.verified
                   and e.user_id = current_setting('kajo.user')::bigint),
           exists (select from account_emailaddress e where e.email = i.email and e.verified)
    from rights_invite(p_token_sha256, p_now) i left join access_firm f on f.id = i.firm_id
$$;

create or replace function rights_use_invite(p_invite access_invite, p_user bigint, p_now timestamptz) returns void
language plpgsql as $$
declare
    added access_firmmember;
begin
    update access_invite set used_at = p_now, used_by_id = p_user, token_sha256 = '' where id = p_invite.id;
    if p_invite.firm_id is not null then
        insert into access_firmmember (firm_id, user_id, is_administrator, starts_at, ends_at, told_at)
        values (p_invite.firm_id, p_user, p_invite.is_administrator, p_invite.starts_at, p_invite.ends_at, p_now)
        on conflict (user_id, firm_id) do update
        set is_administrator = excluded.is_administrator, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            told_at = excluded.told_at
        returning * into added;
        perform rights_end_invites(p_user, added.firm_id, p_user, p_now);
        perform rights_tell_of_member('member_added', p_user, added, p_now);
    end if;
end $$;

-- A user for the holder of the mailed token, whose address the mail has proven; the person sets the password.
create or replace function kajo_join_by_invite(
    p_token_sha256 text, p_username text, p_password text, p_first_name text, p_last_name text, p_language text,
    p_now timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    taken access_invite;
    made bigint;
begin
    perform from access_invite where token_sha256 = p_token_sha256 for update;
    select * into taken from rights_invite(p_token_sha256, p_now);
    if taken.id is null
       or exists (select from account_emailaddress e where e.email = taken.email and e.verified) then
        return null;
    end if;
    made := rights_make_user(
        taken.email, p_username, p_password, p_first_name, p_last_name, p_language, p_now);
    perform rights_note('joined', made, null, jsonb_build_object('invite', taken.key), p_now);
    perform rights_use_invite(taken, made, p_now);
    return made;
end $$;

-- Who has a user already, with the invited address proven, comes into the firm as that user.
create or replace function kajo_accept_invite(p_token_sha256 text, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
    taken access_invite;
begin
    perform from access_invite where token_sha256 = p_token_sha256 for update;
    select * into taken from rights_invite(p_token_sha256, p_now);
    if taken.id is null or not kajo_is_user(asking) or not exists (
        select from account_emailaddress e where e.email = taken.email and e.verified and e.user_id = asking) then
        return 'gone';
    end if;
    if not rights_administers_on(taken.is_administrator, taken.starts_at, taken.ends_at, p_now)
       and rights_is_last_administrator(taken.firm_id, asking, p_now) then
        return 'last';
    end if;
    perform rights_use_invite(taken, asking, p_now);
    return 'done';
end $$;

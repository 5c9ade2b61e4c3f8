-- From an address to a user. Pages have no right on these tables, and make no user: they call these functions.

-- The same for every address, known or not: the job that mails looks whose it is.
create or replace function kajo_sign_up(p_email text, p_language text, p_expires timestamptz, p_now timestamptz)
returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    made bigint;
begin
    update registration_signup set token_sha256 = '' where email = p_email and token_sha256 <> '';
    insert into registration_signup (email, language, token_sha256, asked_at, expires_at)
    values (p_email, p_language, '', p_now, p_expires) returning id into made;
    perform jobs_defer('registration.sign-up', jsonb_build_object('sign_up', made));
end $$;

create or replace function kajo_find_sign_up(p_token_sha256 text, p_now timestamptz) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select s.email from registration_signup s
    where s.token_sha256 = p_token_sha256 and p_token_sha256 <> '' and s.expires_at > p_now
      and not exists (select from account_emailaddress e where e.email = s.email and e.verified)
$$;

-- A user for the holder of the mailed token, whose address the mail has proven; the token is used up by it.
create or replace function kajo_register(
    p_token_sha256 text, p_username text, p_password text, p_first_name text, p_last_name text, p_language text,
    p_terms_from date, p_now timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    taken registration_signup;
    made bigint;
begin
    select * into taken from registration_signup s
    where s.token_sha256 = p_token_sha256 and p_token_sha256 <> '' for update;
    if taken.id is null or kajo_find_sign_up(p_token_sha256, p_now) is null then
        return null;
    end if;
    made := rights_make_user(
        taken.email, p_username, p_password, p_first_name, p_last_name, p_language, p_now);
    insert into registration_termsacceptance (user_id, terms_from, accepted_at) values (made, p_terms_from, p_now);
    update registration_signup set token_sha256 = '' where id = taken.id;
    perform rights_note('registered', made, null, jsonb_build_object('terms_from', p_terms_from), p_now);
    return made;
end $$;

create or replace function kajo_has_accepted(p_terms_from date) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (
        select from registration_termsacceptance a
        where a.user_id = current_setting('kajo.user')::bigint and a.terms_from = p_terms_from)
$$;

create or replace function kajo_accept_terms(p_terms_from date, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := current_setting('kajo.user')::bigint;
begin
    if not kajo_is_user(asking) then
        raise insufficient_privilege using message = 'whoever accepts the terms has signed in';
    end if;
    insert into registration_termsacceptance (user_id, terms_from, accepted_at)
    values (asking, p_terms_from, p_now) on conflict do nothing;
    if found then
        perform rights_note('terms_accepted', asking, null, jsonb_build_object('terms_from', p_terms_from), p_now);
    end if;
end $$;

-- Who somebody is, by a bank. p_who is what kajo/registration/protocol.py read: digests of the identity by every key, the
-- newest first, and the evidence. An identity is kept with one user, and a user has one.

create or replace function registration_digests(p_who jsonb) returns text[]
language sql immutable as $$
    select array(select jsonb_array_elements_text(p_who -> 'digests'))
$$;

-- Keeps the evidence with the user, hashed by the newest key, and writes it into the audit log.
create or replace function registration_keep(p_user bigint, p_who jsonb, p_now timestamptz) returns void
language plpgsql as $$
begin
    insert into registration_identification (user_id, digest, issuer, subject, acr, bank, identified_at)
    values (p_user, p_who -> 'digests' ->> 0, p_who ->> 'issuer', p_who ->> 'subject', p_who ->> 'acr',
            p_who ->> 'bank', p_now)
    on conflict (user_id) do update
    set digest = excluded.digest, issuer = excluded.issuer, subject = excluded.subject, acr = excluded.acr,
        bank = excluded.bank, identified_at = excluded.identified_at;
    perform rights_note('identified', p_user, null, p_who - 'digests', p_now);
end $$;

-- Makes the user an owner of every customer whose identity code it is. Of a death estate customer service looks at the papers.
create or replace function registration_join(p_user bigint, p_who jsonb, p_now timestamptz) returns text[]
language plpgsql as $$
declare
    wanted access_customer;
    joined text[] := '{}';
begin
    for wanted in
        select c.* from access_customer c join access_identitycode i on i.owner_id = c.id
        where i.digest = any(registration_digests(p_who)) and not c.is_estate
          and not exists (select from access_ownership o where o.owner_id = c.id and o.user_id = p_user)
        order by c.id for update of c
    loop
        perform registration_own(wanted.id, p_user, p_user, '{"by": "identification"}', p_now);
        joined := joined || wanted.key::text;
    end loop;
    return joined;
end $$;

-- The user behind the door has identified himself: that is kept, and his customers are joined to him. The answer holds
-- their keys; `other` names the user ID that the person has identified with before, `different` is somebody else's user ID.
create or replace function kajo_identify(p_who jsonb, p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := registration_asks();
    other text;
    is_new boolean;
begin
    perform pg_advisory_xact_lock(hashtextextended(p_who -> 'digests' ->> 0, 0));
    select u.username into other
    from registration_identification i join access_user u on u.id = i.user_id
    where i.digest = any(registration_digests(p_who)) and i.user_id <> asking and u.is_active;
    if other is not null then
        return jsonb_build_object('other', other);
    end if;
    delete from registration_identification i  -- one that nobody can be compared with: its key is gone
    where i.user_id = asking and split_part(i.digest, ':', 1) <> all(
        select split_part(d, ':', 1) from unnest(registration_digests(p_who)) d);
    if exists (select from registration_identification i
               where i.user_id = asking and i.digest <> all(registration_digests(p_who))) then
        return jsonb_build_object('different', true);
    end if;
    delete from registration_identification i  -- that of a user ID that is closed
    where i.digest = any(registration_digests(p_who)) and i.user_id <> asking;
    is_new := not exists (select from registration_identification i where i.user_id = asking);
    perform registration_keep(asking, p_who, p_now);
    if is_new then
        perform jobs_defer('registration.tell-identification', jsonb_build_object('user', asking, 'deed', 'added'));
    end if;
    return jsonb_build_object('joined', registration_join(asking, p_who, p_now));
end $$;

-- The user ID that somebody has identified with before, for signing in; null for nobody's. Asked outside the doors alone,
-- where nobody has come in yet.
create or replace function kajo_identified_user(p_who jsonb, p_now timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found_user bigint;
begin
    select i.user_id into found_user
    from registration_identification i join access_user u on u.id = i.user_id
    where i.digest = any(registration_digests(p_who)) and u.is_active
      and coalesce(nullif(current_setting('kajo.user', true), ''), '0') = '0';
    if found_user is not null then
        perform registration_keep(found_user, p_who, p_now);
    end if;
    return found_user;
end $$;

-- Whether it is the user behind the door whom the bank has identified.
create or replace function kajo_is_identified(p_who jsonb, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := registration_asks();
begin
    if not exists (select from registration_identification i
                   where i.user_id = asking and i.digest = any(registration_digests(p_who))) then
        return false;
    end if;
    perform registration_keep(asking, p_who, p_now);
    return true;
end $$;

create or replace function kajo_identification()
returns table (issuer text, bank text, identified_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select i.issuer, i.bank, i.identified_at from registration_identification i
    where i.user_id = current_setting('kajo.user')::bigint
$$;

create or replace function kajo_forget_identification(p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asking bigint := registration_asks();
begin
    delete from registration_identification i where i.user_id = asking;
    if not found then
        return false;
    end if;
    perform rights_note('identification_removed', asking, null, '{}', p_now);
    perform jobs_defer('registration.tell-identification', jsonb_build_object('user', asking, 'deed', 'removed'));
    return true;
end $$;

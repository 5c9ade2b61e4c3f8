-- Where the user behind the door is signed in. The key of a session opens it, so no page gets to know it:
-- pages call a session by its name, which is made of the key and does not lead back.

create or replace function kajo_sessions(p_now timestamptz)
returns table (name text, browser text, network text, began_at timestamptz, used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select s.name, s.browser, s.network, s.began_at, s.used_at
    from registration_usersession s
    where s.user_id = current_setting('kajo.user')::bigint and s.expire_date > p_now
    order by s.used_at desc nulls last, s.began_at desc nulls last
$$;

create or replace function kajo_end_session(p_name text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    delete from registration_usersession s
    where s.user_id = current_setting('kajo.user')::bigint and s.name = p_name;
    return found;
end $$;

create or replace function kajo_end_other_sessions(p_here text) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ended bigint;
begin
    delete from registration_usersession s
    where s.user_id = current_setting('kajo.user')::bigint and s.name <> p_here;
    get diagnostics ended = row_count;
    return ended;
end $$;

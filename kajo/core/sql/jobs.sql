-- Puts a job into the queue, and returns its number. For functions of rooms; no page may call it.
create or replace function jobs_defer(p_name text, p_arguments jsonb, p_lock text default null) returns bigint
language plpgsql as $$
begin
    return (procrastinate_defer_jobs_v1(array[row(
        'default', p_name, 0, p_lock, null, p_arguments, null)::procrastinate_job_to_defer_v1]))[1];
end $$;

-- A page has no right on the queue's tables. It may order jobs whose name says that they are made to be ordered,
-- and only in the name of the user whom the door let in; nobody (0) outside the doors.

create or replace function kajo_order(p_name text, p_lock text, p_arguments jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ordered_by bigint := current_setting('kajo.user')::bigint;
begin
    if not starts_with(p_name, 'order.') then
        raise insufficient_privilege using message = format('pages may not order the job %s', p_name);
    end if;
    return jobs_defer(p_name, p_arguments || jsonb_build_object('user_id', ordered_by), p_lock);
end
$$;

-- How an invoice stands on a day, worked out here and nowhere else: lists, sums, filters and actions all ask
-- these three. They are plain enough for the planner to put their bodies in place of the calls.
create or replace function kajo_open_amount(
    p_kind text, p_to_pay numeric, p_paid numeric, p_credited numeric
)
returns numeric language sql immutable as $$
    select case when p_kind = 'credit_note' then 0 else greatest(p_to_pay - p_paid - p_credited, 0) end
$$;

-- The postponed day, unless the retailer refused it or gave a later one.
create or replace function kajo_holding_due_on(p_due_on date, p_moved_to date, p_answer text)
returns date language sql immutable as $$
    select case when p_answer in ('pending', 'confirmed') then greatest(p_due_on, p_moved_to) else p_due_on end
$$;

create or replace function kajo_invoice_state(
    p_today date, p_kind text, p_total numeric, p_to_pay numeric, p_paid numeric, p_credited numeric,
    p_collection_on date, p_reminded_on date, p_due_on date, p_moved_to date, p_answer text
)
returns text language sql immutable as $$
    select case
        when p_kind = 'credit_note' or p_total < 0 or (p_credited > 0 and p_credited >= p_to_pay) then 'credited'
        when p_to_pay - p_paid - p_credited <= 0 then 'paid'
        when p_collection_on <= p_today then 'collection'
        when p_reminded_on <= p_today then 'reminded'
        when case when p_answer in ('pending', 'confirmed') then greatest(p_due_on, p_moved_to) else p_due_on end
            < p_today then 'overdue'
        when p_answer in ('pending', 'confirmed') then 'postponed'
        when p_paid > 0 then 'partly_paid'
        else 'open'
    end
$$;

-- A page sees a metering point's market facts when an open customer holds it or has held it: the holdings that
-- this asks for are themselves behind the wall.
alter table metering_point enable row level security;
drop policy if exists page on metering_point;
drop policy if exists staff on metering_point;
create policy page on metering_point for select to kajo_page
    using (id in (select point_id from access_holding));
create policy staff on metering_point for select to kajo_staff using (true);

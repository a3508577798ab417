-- What a patient was told is looked for by patient, while tens of thousands of rows come in. Statistics of the practice
-- lag then: a practice that they do not know yet counts as having no rows, and all of its rows are read through for each
-- patient. Without them the planner takes the index by patient, whatever the practice.
alter table contact_made alter column practice_id set statistics 0;
do $$
begin
  -- From PostgreSQL 18 on; before it, old statistics stay as they are.
  if to_regproc('pg_catalog.pg_clear_attribute_stats') is not null then
    execute $clear$ select pg_catalog.pg_clear_attribute_stats('public', 'contact_made', 'practice_id', false) $clear$;
  end if;
end $$;

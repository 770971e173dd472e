-- What an external vector store has to be told. A row is written in the transaction of the change itself and says no more
-- than that the vector of a chunk changed: whoever tells the store looks what is there by then. Nothing is written while
-- the database searches its own vectors (the fact `vector_store` is null or missing).

create sequence vector_outbox_sequence;

create table vector_outbox (
  model_id text not null,
  chunk_id uuid not null,
  -- Another number for each change: a row that changed while it was told stays.
  sequence bigint not null default nextval('vector_outbox_sequence'),
  -- Until then another process is telling it.
  claimed_until timestamptz,
  primary key (model_id, chunk_id)
);

create index vector_outbox_order on vector_outbox (model_id, sequence);

create function has_external_vectors() returns boolean language sql stable as $$
  select exists (select from library_facts where name = 'vector_store' and value <> 'null')
$$;

create function note_vectors() returns trigger language plpgsql as $$
begin
  if has_external_vectors() then
    insert into vector_outbox (model_id, chunk_id)
    select model_id, chunk_id from changed order by model_id, chunk_id
        on conflict (model_id, chunk_id) do update set sequence = excluded.sequence;
  end if;
  return null;
end $$;

create trigger note_new_vectors after insert on embeddings
  referencing new table as changed for each statement execute function note_vectors();
create trigger note_changed_vectors after update on embeddings
  referencing new table as changed for each statement execute function note_vectors();
create trigger note_old_vectors after delete on embeddings
  referencing old table as changed for each statement execute function note_vectors();

-- The language of a chunk stands beside its vector in a store, to filter by.
create function note_languages() returns trigger language plpgsql as $$
begin
  if has_external_vectors() then
    insert into vector_outbox (model_id, chunk_id)
    select e.model_id, e.chunk_id
      from new_chunks n join old_chunks o on o.id = n.id join embeddings e on e.chunk_id = n.id
     where n.language is distinct from o.language
     order by e.model_id, e.chunk_id
        on conflict (model_id, chunk_id) do update set sequence = excluded.sequence;
  end if;
  return null;
end $$;

create trigger note_changed_languages after update on chunks
  referencing old table as old_chunks new table as new_chunks for each statement execute function note_languages();

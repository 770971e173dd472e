-- Who speaks in a video. `label` is what the transcript says (`Ada`, `S1`), `name` what a person calls that speaker; null
-- until somebody has given one.
create table speakers (
  video_id uuid not null references videos on delete cascade,
  label text not null,
  name text,
  primary key (video_id, label)
);

-- The speakers of a chunk, each with its video in front: `S1` is somebody else in every video.
create function chunk_speakers(video_id uuid, speakers jsonb) returns text[]
  language sql immutable parallel safe
  return (
    select array_agg(distinct video_id::text || ' ' || (change.value ->> 1))
      from jsonb_array_elements(speakers) as change
     -- What is longer is no name, and more than an index takes.
     where length(change.value ->> 1) <= 200
  );

create index chunks_speakers on chunks using gin (chunk_speakers(video_id, speakers)) where speakers is not null;

-- Whoever speaks in a chunk is listed, so that nobody has to look through all chunks for names.
create function list_speakers() returns trigger language plpgsql as $$
begin
  insert into speakers (video_id, label)
  select distinct c.video_id, change.value ->> 1
    from new_chunks c, jsonb_array_elements(c.speakers) as change
   where c.speakers is not null and length(change.value ->> 1) <= 200
      on conflict do nothing;
  return null;
end $$;

create trigger list_new_speakers after insert on chunks
  referencing new table as new_chunks for each statement execute function list_speakers();
create trigger list_changed_speakers after update on chunks
  referencing new table as new_chunks for each statement execute function list_speakers();

insert into speakers (video_id, label)
select distinct c.video_id, change.value ->> 1
  from chunks c, jsonb_array_elements(c.speakers) as change
 where c.speakers is not null and length(change.value ->> 1) <= 200;

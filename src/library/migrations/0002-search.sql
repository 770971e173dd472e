-- What is searched. The words of a chunk are analysed by Cuepoint and not by PostgreSQL, so that an index means the same
-- on every server: terms are stems in ASCII letters and digits, two letters of the language in front (`encountri`).

alter table chunks
  -- The terms one after another, for BM25.
  add column terms text not null default '',
  -- The terms with their places, for phrases, exclusions and servers without BM25. Places that repeat the end of the
  -- chunk before have weight B, all others D.
  add column lexemes tsvector not null default '',
  -- The letters of the words that say something (see domain/letters.ts).
  add column letters text not null default '';

-- Looked at for every chunk that is found, so not to be fetched from elsewhere: the spans go out of the row first.
alter table chunks
  alter column lexemes set storage main,
  alter column letters set storage main,
  alter column spans set storage external;

create index chunks_lexemes on chunks using gin (lexemes);

-- Every run of five letters, as words to PostgreSQL: the five ways to cut the letters into fives, one after another.
create function letter_runs(letters text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(letters, '(.....)', '\1 ', 'g')
    || ' ' || regexp_replace(substr(letters, 2), '(.....)', '\1 ', 'g')
    || ' ' || regexp_replace(substr(letters, 3), '(.....)', '\1 ', 'g')
    || ' ' || regexp_replace(substr(letters, 4), '(.....)', '\1 ', 'g')
    || ' ' || regexp_replace(substr(letters, 5), '(.....)', '\1 ', 'g');

-- How much of each video can be searched. Kept by triggers, so that no search counts chunks.
create table indexed_videos (
  video_id uuid primary key references videos on delete cascade,
  chunks int not null,
  language text
);

create function count_chunks() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    update indexed_videos i set chunks = i.chunks - gone.number
      from (select video_id, count(*) as number from old_chunks group by video_id) gone
     where i.video_id = gone.video_id;
  elsif tg_op = 'UPDATE' then
    update indexed_videos i set language = changed.language
      from (select distinct on (video_id) video_id, language from new_chunks) changed
     where i.video_id = changed.video_id and i.language is distinct from changed.language;
  else
    insert into indexed_videos (video_id, chunks, language)
    select video_id, count(*), min(language) from new_chunks group by video_id
        on conflict (video_id) do update
       set chunks = indexed_videos.chunks + excluded.chunks, language = excluded.language;
  end if;
  return null;
end $$;

create trigger count_new_chunks after insert on chunks
  referencing new table as new_chunks for each statement execute function count_chunks();
create trigger count_changed_chunks after update on chunks
  referencing new table as new_chunks for each statement execute function count_chunks();
create trigger count_old_chunks after delete on chunks
  referencing old table as old_chunks for each statement execute function count_chunks();

-- Words that were said, to suggest from when a search finds nothing. A word whose last chunk is gone stays here until
-- it is about to be suggested.
create table vocabulary (
  word text primary key,
  -- As it was written when it was first met.
  shown text not null,
  term text not null
);

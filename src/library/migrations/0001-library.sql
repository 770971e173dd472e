-- The library: videos, the stages each goes through, what was said, the units of search and their vectors.
-- Times are seconds from the start of the video.

create extension if not exists vector;

create table videos (
  id uuid primary key,
  title text not null,
  origin text not null check (origin in ('upload', 'external', 'sample')),
  url text,
  storage_key text,
  playable_key text,
  -- Whether browsers play the original as it is; null until it was probed.
  plays boolean,
  captions_key text,
  -- Recognise speech even where captions are at hand.
  prefers_speech boolean not null default false,
  poster_key text,
  storyboard jsonb,
  file_name text,
  size_bytes bigint,
  content_hash text,
  media jsonb,
  duration double precision,
  language text,
  requested_language text,
  status text not null default 'queued' check (status in ('queued', 'processing', 'ready', 'failed')),
  searchable_until double precision not null default 0,
  notes jsonb not null default '[]',
  -- The embedding model whose vectors are complete for this video.
  embedded_model text,
  uploaded_at timestamptz not null default now(),
  processed_at timestamptz,
  changed_at timestamptz not null default clock_timestamp()
);

create unique index videos_content_hash on videos (content_hash) where content_hash is not null;
create index videos_uploaded_at on videos (uploaded_at desc, id desc);
create index videos_in_work on videos (status) where status <> 'ready';
create index videos_changed_at on videos (changed_at);

create table stages (
  video_id uuid not null references videos on delete cascade,
  stage text not null,
  state text not null check (state in ('queued', 'running', 'waiting', 'done', 'failed')),
  progress double precision not null default 0,
  -- Where this run began (a resumed run does not begin at 0): the estimate of the time left needs it.
  progress_at_start double precision not null default 0,
  -- Set anew by each run; a run that no longer holds it may not write.
  run_token uuid,
  cause jsonb,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (video_id, stage)
);

create table transcripts (
  id uuid primary key,
  video_id uuid not null references videos on delete cascade,
  source text not null check (source in ('captions', 'speech', 'import')),
  engine text not null,
  model text,
  language text,
  -- Speech before this second is final; recognition resumes here.
  final_until double precision not null default 0,
  complete boolean not null default false,
  created_at timestamptz not null default now(),
  unique (video_id, source)
);

create table segments (
  transcript_id uuid not null references transcripts on delete cascade,
  index int not null,
  start_time double precision not null,
  end_time double precision not null,
  text text not null,
  speaker text,
  words jsonb,
  primary key (transcript_id, index)
);

create table chunks (
  id uuid primary key,
  video_id uuid not null references videos on delete cascade,
  transcript_id uuid not null references transcripts on delete cascade,
  chunk_index int not null,
  start_time double precision not null,
  end_time double precision not null,
  text text not null,
  language text,
  -- Four numbers for each word or segment of the text: from and to (characters), start and end (milliseconds).
  spans int[] not null,
  -- [[position of the span, name or null], …] where the speaker changes; null when nobody is named.
  speakers jsonb,
  unique (video_id, chunk_index)
);

create table embeddings (
  chunk_id uuid not null references chunks on delete cascade,
  model_id text not null,
  vector vector not null,
  primary key (chunk_id, model_id)
);

-- Folders of the storage that belong to no video (yet, or any more): swept if their process dies.
create table stray_folders (
  folder text primary key,
  since timestamptz not null default now()
);

-- What the processes of this library agree on, such as the embedding model in use.
create table library_facts (
  name text primary key,
  value jsonb not null
);

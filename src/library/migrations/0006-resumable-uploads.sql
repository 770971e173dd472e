-- Resumable uploads into an object storage. Their bytes are in the bucket, everything else is here, where all processes
-- see the same: one request may reach this process and the next one another.

create table uploads (
  id text primary key,
  -- Null until the client knows it.
  size_bytes bigint,
  metadata jsonb not null,
  -- The multipart upload at the storage that its parts belong to, and when it was made one object.
  multipart_id text not null,
  joined_at timestamptz,
  -- The first bytes of an object beside the parts, which are too few for a part; they count while there are `tail_after` parts.
  tail_bytes bigint not null default 0,
  tail_after int not null default 0,
  -- The video that it is to become; each further try goes on with the same.
  video_id uuid not null,
  -- What it became.
  outcome_video_id uuid,
  outcome_existing boolean,
  begun_at timestamptz not null default now(),
  touched_at timestamptz not null default now()
);

create index uploads_touched on uploads (touched_at);

-- A part counts once it is here. Of two processes that send the same part only one gets it in.
create table upload_parts (
  upload_id text not null references uploads on delete cascade,
  number int not null,
  size_bytes bigint not null,
  etag text not null,
  primary key (upload_id, number)
);

-- Who works on an upload. A holder that dies is followed by another when its time is over.
create table upload_locks (
  upload_id text primary key,
  holder uuid not null,
  expires_at timestamptz not null,
  -- Somebody waits for it.
  release_requested boolean not null default false
);

-- What transcription services were asked and have not answered yet; null when nothing is open.
alter table transcripts add column service_memory jsonb;

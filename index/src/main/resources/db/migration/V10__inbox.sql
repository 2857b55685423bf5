-- Galleries that keep the probes of unknown subjects for a while. keep: milliseconds.
CREATE TABLE inbox (
  gallery_key ${integer} PRIMARY KEY REFERENCES gallery (key),
  keep ${integer} NOT NULL
);

-- vector: as in template. created: milliseconds since 1970 in UTC.
CREATE TABLE unknown_probe (
  id ${text} PRIMARY KEY,
  gallery_key ${integer} NOT NULL REFERENCES gallery (key),
  content_hash ${text} NOT NULL,
  fingerprint ${text} NOT NULL,
  quality ${real} NOT NULL,
  created ${integer} NOT NULL,
  vector ${bytes} NOT NULL,
  UNIQUE (gallery_key, content_hash)
);
CREATE INDEX unknown_age ON unknown_probe (gallery_key, created);

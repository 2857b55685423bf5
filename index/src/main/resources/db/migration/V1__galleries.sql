-- Every row change takes the next number of one rising sequence, so that an index can be brought up to date from the last
-- number it has seen. Keys are taken from the same sequence and are never used twice.
CREATE TABLE change_sequence (
  value ${integer} NOT NULL
);
INSERT INTO change_sequence (value) VALUES (0);

-- sequence: the last change of the gallery or of anything in it.
CREATE TABLE gallery (
  key ${integer} PRIMARY KEY,
  name ${text} NOT NULL UNIQUE,
  model_name ${text} NOT NULL,
  model_fingerprint ${text} NOT NULL,
  dimension ${integer} NOT NULL,
  threshold ${real},
  generation ${integer} NOT NULL,
  created ${integer} NOT NULL,
  sequence ${integer} NOT NULL
);

-- metadata: a JSON object. Times are milliseconds since 1970 in UTC.
CREATE TABLE identity (
  key ${integer} PRIMARY KEY,
  gallery_key ${integer} NOT NULL REFERENCES gallery (key),
  id ${text} NOT NULL,
  label ${text},
  metadata ${text} NOT NULL,
  created ${integer} NOT NULL,
  updated ${integer} NOT NULL,
  sequence ${integer} NOT NULL,
  UNIQUE (gallery_key, id)
);
CREATE INDEX identity_change ON identity (gallery_key, sequence);

-- vector: dimension x float32, little-endian, L2 norm 1.
CREATE TABLE template (
  sequence ${integer} PRIMARY KEY,
  gallery_key ${integer} NOT NULL REFERENCES gallery (key),
  identity_key ${integer} NOT NULL REFERENCES identity (key),
  id ${text} NOT NULL UNIQUE,
  content_hash ${text} NOT NULL,
  quality ${real} NOT NULL,
  created ${integer} NOT NULL,
  vector ${bytes} NOT NULL,
  UNIQUE (identity_key, content_hash)
);
CREATE INDEX template_change ON template (gallery_key, sequence);
CREATE INDEX template_content ON template (gallery_key, content_hash);

-- What was deleted, without whose it was: indexes learn from it what to forget.
CREATE TABLE tombstone (
  sequence ${integer} PRIMARY KEY,
  gallery_key ${integer} NOT NULL,
  template_id ${text} NOT NULL
);
CREATE INDEX tombstone_change ON tombstone (gallery_key, sequence);

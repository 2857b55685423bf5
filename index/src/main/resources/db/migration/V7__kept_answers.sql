-- Requests with an Idempotency-Key. key: SHA-256 of who sent which key where; body: SHA-256 of what it asked for; answer: JSON without
-- images or vectors, null until there is one. created: milliseconds since 1970 in UTC.
CREATE TABLE kept_answer (
  key ${text} PRIMARY KEY,
  gallery_key ${integer} NOT NULL REFERENCES gallery (key),
  identity ${text} NOT NULL,
  body ${text} NOT NULL,
  answer ${text},
  created ${integer} NOT NULL
);
CREATE INDEX kept_answer_created ON kept_answer (created);
CREATE INDEX kept_answer_identity ON kept_answer (gallery_key, identity);

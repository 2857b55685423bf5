-- pending: number of deletions and replacements since the last purge; purged: when that ended, in milliseconds since 1970 in UTC.
CREATE TABLE erasure (
  pending ${integer} NOT NULL,
  purged ${integer} NOT NULL
);
INSERT INTO erasure (pending, purged) VALUES (0, 0);

-- AUTO, GRAPH or SCAN: what the gallery's index is built of; null where the setting decides.
ALTER TABLE gallery ADD COLUMN structure ${text};

-- The generation that was live before the present one: its files are kept, and a rollback makes it live again.
CREATE TABLE previous_generation (
  gallery_key ${integer} PRIMARY KEY REFERENCES gallery (key),
  generation ${integer} NOT NULL,
  structure ${text}
);

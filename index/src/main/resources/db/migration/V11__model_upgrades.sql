-- Whether the images that templates are made from are kept: 1 or 0.
ALTER TABLE gallery ADD COLUMN keep_images ${integer} NOT NULL DEFAULT 0;

-- model: number of the model that makes the gallery's vectors, from 1; another model has another number.
ALTER TABLE gallery ADD COLUMN model ${integer} NOT NULL DEFAULT 1;

-- The model of the generation before, and the threshold that the gallery set then.
ALTER TABLE previous_generation ADD COLUMN model ${integer} NOT NULL DEFAULT 1;
ALTER TABLE previous_generation ADD COLUMN model_name ${text} NOT NULL DEFAULT '';
ALTER TABLE previous_generation ADD COLUMN model_fingerprint ${text} NOT NULL DEFAULT '';
ALTER TABLE previous_generation ADD COLUMN dimension ${integer} NOT NULL DEFAULT 1;
ALTER TABLE previous_generation ADD COLUMN threshold ${real};
UPDATE previous_generation SET
  model_name = (SELECT model_name FROM gallery WHERE key = gallery_key),
  model_fingerprint = (SELECT model_fingerprint FROM gallery WHERE key = gallery_key),
  dimension = (SELECT dimension FROM gallery WHERE key = gallery_key);

-- The model that a gallery is being moved to. What was embedded by it is kept when that is stopped, and taken up again.
CREATE TABLE upgrade (
  gallery_key ${integer} PRIMARY KEY REFERENCES gallery (key),
  model ${integer} NOT NULL,
  model_name ${text} NOT NULL,
  model_fingerprint ${text} NOT NULL,
  dimension ${integer} NOT NULL
);

ALTER TABLE calibration ADD COLUMN model ${integer} NOT NULL DEFAULT 1;

-- A template has a row for each model that it was embedded by: the live one, the one before, the one to come. Rows of one template
-- have its id, and belong to the same identity.
CREATE TABLE template_by_model (
  sequence ${integer} PRIMARY KEY,
  gallery_key ${integer} NOT NULL REFERENCES gallery (key),
  identity_key ${integer} NOT NULL REFERENCES identity (key),
  id ${text} NOT NULL,
  content_hash ${text} NOT NULL,
  quality ${real} NOT NULL,
  created ${integer} NOT NULL,
  vector ${bytes} NOT NULL,
  model ${integer} NOT NULL,
  UNIQUE (id, model),
  UNIQUE (identity_key, model, content_hash)
);
INSERT INTO template_by_model SELECT sequence, gallery_key, identity_key, id, content_hash, quality, created, vector, 1 FROM template;
DROP TABLE template;
ALTER TABLE template_by_model RENAME TO template;
CREATE INDEX template_change ON template (gallery_key, model, sequence);
CREATE INDEX template_content ON template (gallery_key, content_hash);

-- The rows of the models that galleries have now.
CREATE VIEW live_template AS
SELECT t.* FROM template t JOIN gallery g ON g.key = t.gallery_key AND g.model = t.model;

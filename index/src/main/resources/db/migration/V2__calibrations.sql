-- Share of non-mated searches that may return an identity; null where the gallery sets none. Not both this and threshold.
ALTER TABLE gallery ADD COLUMN target_fpir ${real};

-- sequence: the gallery's last change when the calibration began. measurement: JSON.
CREATE TABLE calibration (
  id ${text} PRIMARY KEY,
  gallery_key ${integer} NOT NULL REFERENCES gallery (key),
  created ${integer} NOT NULL,
  sequence ${integer} NOT NULL,
  cohort ${text},
  seed ${integer} NOT NULL,
  measurement ${text} NOT NULL
);
CREATE INDEX calibration_gallery ON calibration (gallery_key, id);

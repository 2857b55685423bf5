-- What operators said after they had looked. rejection: a probe that came as near as this to a template of an identity, and is not of it.
-- probe: SHA-256 of its vector, which is not kept.
CREATE TABLE rejection (
  gallery_key ${integer} NOT NULL REFERENCES gallery (key),
  identity_key ${integer} NOT NULL REFERENCES identity (key),
  probe ${text} NOT NULL,
  template_id ${text} NOT NULL,
  cosine ${real} NOT NULL,
  fingerprint ${text} NOT NULL,
  created ${integer} NOT NULL,
  PRIMARY KEY (identity_key, probe)
);
CREATE INDEX rejection_gallery ON rejection (gallery_key, created);

-- Two identities that look alike and are two subjects; first is the lesser key.
CREATE TABLE distinct_pair (
  gallery_key ${integer} NOT NULL REFERENCES gallery (key),
  first_key ${integer} NOT NULL REFERENCES identity (key),
  second_key ${integer} NOT NULL REFERENCES identity (key),
  PRIMARY KEY (first_key, second_key)
);
CREATE INDEX distinct_gallery ON distinct_pair (gallery_key);
CREATE INDEX distinct_second ON distinct_pair (second_key);

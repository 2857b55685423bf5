-- Keys of the server's API. hash: SHA-256 of the secret in hexadecimal. scopes, galleries: names with a space between; no galleries
-- means all of them. A key that was revoked stays: once there was a key, nobody gets in without one.
CREATE TABLE api_key (
  id ${text} PRIMARY KEY,
  hash ${text} NOT NULL,
  label ${text},
  scopes ${text} NOT NULL,
  galleries ${text} NOT NULL,
  created ${integer} NOT NULL,
  expires ${integer},
  revoked ${integer}
);

-- The gateway's own signing keys (PKCS #8), and what OpenID providers last published: good keys outlast a restart and an outage of the provider.

CREATE TABLE signing_key (
  id      TEXT NOT NULL PRIMARY KEY,
  pkcs8   BLOB NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE provider (
  address    TEXT NOT NULL PRIMARY KEY,
  metadata   TEXT NOT NULL,
  keys       TEXT NOT NULL,
  fetched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What RevokeAccess took from a user: a row of kind 0 says that it did (whole: nothing was left behind), rows of kind 1 are groups, of kind 2 permissions.

CREATE TABLE taken (
  connection  TEXT NOT NULL,
  user_key    TEXT NOT NULL,
  kind        INTEGER NOT NULL,
  name_folded TEXT NOT NULL,
  name        TEXT NOT NULL,
  whole       INTEGER NOT NULL,
  PRIMARY KEY (connection, user_key, kind, name_folded)
) STRICT, WITHOUT ROWID;

CREATE INDEX taken_name ON taken (name_folded, kind, connection);

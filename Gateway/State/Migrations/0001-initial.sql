-- Times are UTC, in units of 100 ns since 1970-01-01 (exact round trip): datetime(at / 10000000, 'unixepoch') reads them.
-- Columns ending in _folded hold the Unicode upper-case form, by which names are compared.
-- kind: 0 user, 1 group. state: 0 live, 1 missing.

CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- seq is the order of creation, in which links are listed; AUTOINCREMENT never gives a number twice.
CREATE TABLE link (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT,
  connection      TEXT NOT NULL,
  kind            INTEGER NOT NULL,
  id              TEXT NOT NULL,
  app_key         TEXT NOT NULL,
  app_key_match   TEXT NOT NULL, -- a user's key as it is, a group's (its name) folded
  app_name        TEXT NOT NULL,
  app_name_folded TEXT NOT NULL,
  name_proved_at  INTEGER,
  external_id     TEXT,
  idp_name        TEXT,
  idp_name_folded TEXT,
  attributes      TEXT NOT NULL,
  fields          TEXT NOT NULL,
  active          INTEGER NOT NULL,
  state           INTEGER NOT NULL,
  version         INTEGER NOT NULL,
  created         INTEGER NOT NULL,
  last_modified   INTEGER NOT NULL,
  UNIQUE (id, kind, connection) -- what tells rows apart goes first: a look-up compares one field, not three
) STRICT;

CREATE INDEX link_order ON link (connection, kind, seq);

-- Look-ups answer live links before missing ones, newest first: in the order of these indexes nothing is sorted.
CREATE INDEX link_app_key ON link (app_key_match, kind, connection, state, seq DESC);
CREATE INDEX link_app_name ON link (app_name_folded, kind, connection, state, seq DESC);
CREATE INDEX link_idp_name ON link (idp_name_folded, kind, connection, state, seq DESC) WHERE idp_name_folded IS NOT NULL;
CREATE INDEX link_external_id ON link (external_id, kind, connection, state, seq DESC) WHERE external_id IS NOT NULL;

-- Live links: what is missing in the app is not listed. Counting 100 000 links takes 4 ms; the guard asks at each deactivation, and each list for its totalResults.
CREATE TABLE link_count (
  connection TEXT NOT NULL,
  kind       INTEGER NOT NULL,
  links      INTEGER NOT NULL,
  PRIMARY KEY (connection, kind)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER link_added AFTER INSERT ON link BEGIN
  INSERT INTO link_count (connection, kind, links) VALUES (NEW.connection, NEW.kind, NEW.state = 0) ON CONFLICT DO UPDATE SET links = links + (NEW.state = 0);
END;

CREATE TRIGGER link_removed AFTER DELETE ON link BEGIN
  UPDATE link_count SET links = links - (OLD.state = 0) WHERE connection = OLD.connection AND kind = OLD.kind;
END;

CREATE TRIGGER link_marked AFTER UPDATE OF state ON link WHEN NEW.state <> OLD.state BEGIN
  UPDATE link_count SET links = links + (NEW.state = 0) - (OLD.state = 0) WHERE connection = NEW.connection AND kind = NEW.kind;
END;

CREATE TABLE intent (
  connection      TEXT NOT NULL,
  kind            INTEGER NOT NULL,
  app_name_folded TEXT NOT NULL,
  app_name        TEXT NOT NULL,
  idp_name        TEXT,
  external_id     TEXT,
  fields          TEXT NOT NULL,
  started_at      INTEGER NOT NULL,
  PRIMARY KEY (connection, kind, app_name_folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
  connection    TEXT NOT NULL,
  kind          INTEGER NOT NULL,
  id            TEXT NOT NULL,
  app_key       TEXT NOT NULL,
  app_key_match TEXT NOT NULL,
  app_name      TEXT NOT NULL,
  idp_name      TEXT,
  external_id   TEXT,
  deleted_at    INTEGER NOT NULL,
  PRIMARY KEY (connection, kind, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstone_app_key ON tombstone (connection, kind, app_key_match, deleted_at DESC);

CREATE TABLE sighting (
  connection TEXT NOT NULL,
  kind       INTEGER NOT NULL,
  id         TEXT NOT NULL,
  app_key    TEXT NOT NULL,
  app_name   TEXT NOT NULL,
  asked_name TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (connection, kind, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sighting_at ON sighting (at);

CREATE TABLE membership (
  connection   TEXT NOT NULL,
  user_key     TEXT NOT NULL,
  group_folded TEXT NOT NULL,
  group_name   TEXT NOT NULL,
  PRIMARY KEY (connection, user_key, group_folded)
) STRICT, WITHOUT ROWID;

-- The latest event of a person is enough to count distinct people since any time.
CREATE TABLE guard_event (
  connection TEXT NOT NULL,
  id         TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (connection, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX guard_event_at ON guard_event (connection, at);

CREATE TABLE guard_release (
  connection TEXT NOT NULL PRIMARY KEY,
  at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stuck (
  connection TEXT NOT NULL,
  id         TEXT NOT NULL,
  app_name   TEXT NOT NULL,
  reason     TEXT NOT NULL,
  since      INTEGER NOT NULL,
  PRIMARY KEY (connection, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pin (
  connection   TEXT NOT NULL PRIMARY KEY,
  app          TEXT NOT NULL,
  endpoint     TEXT NOT NULL,
  app_identity TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
  connection  TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  name        TEXT NOT NULL,
  sha256      TEXT NOT NULL COLLATE NOCASE,
  created     INTEGER NOT NULL,
  not_after   INTEGER,
  last_used   INTEGER,
  PRIMARY KEY (connection, name_folded)
) STRICT, WITHOUT ROWID;

CREATE INDEX token_sha256 ON token (sha256);

CREATE TABLE command (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  connection TEXT NOT NULL,
  command    TEXT NOT NULL,
  at         INTEGER NOT NULL
) STRICT;

-- Append-only. What is searched has a column; the rest (names as written, detail, notes, app calls) is JSON in body.
CREATE TABLE activity (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT,
  at              INTEGER NOT NULL,
  connection      TEXT NOT NULL,
  operation       TEXT NOT NULL,
  resource        TEXT NOT NULL,
  id              TEXT,
  idp_name_folded TEXT,
  app_name_folded TEXT,
  status          INTEGER NOT NULL,
  outcome         TEXT NOT NULL,
  token           TEXT,
  body            TEXT NOT NULL
) STRICT;

CREATE INDEX activity_at ON activity (at);
CREATE INDEX activity_id ON activity (id, at) WHERE id IS NOT NULL;
CREATE INDEX activity_idp_name ON activity (idp_name_folded, at) WHERE idp_name_folded IS NOT NULL;
CREATE INDEX activity_app_name ON activity (app_name_folded, at) WHERE app_name_folded IS NOT NULL;

/** The tables of the SQL stores. Each list contains the steps from an empty database to the newest version. */

/** Generated columns are derived from the head, so they cannot disagree with it. */
const generated = (name: string, field: string, type: string, kind: string): string =>
  `${name} ${type} GENERATED ALWAYS AS (head ->> '${field}') ${kind}`

const columns = (text: string, head: string, kind: string): string => `
  writer ${text} NOT NULL,
  sequence INTEGER NOT NULL,
  head ${head} NOT NULL,
  previous_hash ${text} NOT NULL,
  content_hash ${text} NOT NULL,
  hash ${text} NOT NULL,
  content ${text},
  ${generated('id', 'id', text, kind)},
  ${generated('run', 'run', text, kind)},
  ${generated('started_at', 'startedAt', text, kind)},
  ${generated('outcome', 'outcome', text, kind)},
  ${generated('model', 'model', text, kind)},
  UNIQUE (writer, sequence)`

const INDEXES = `
CREATE INDEX thoughts_by_start ON thoughts (started_at, writer, sequence);
CREATE INDEX thoughts_by_id ON thoughts (id);
CREATE INDEX thoughts_by_run ON thoughts (run, started_at);`

/** The drafts of up to 20 iterations, the maximum; the full-text index cannot check a view that uses json_each. */
const DRAFTS = Array.from(
  { length: 20 },
  (_, index) => `content ->> '$.iterations[${index}].generation.text'`,
)

const TEXTS = `
  SELECT
    position,
    content ->> '$.prompt.text' AS prompt,
    concat_ws(char(10), ${DRAFTS.join(', ')}) AS drafts
  FROM thoughts
  WHERE content IS NOT NULL`

export const SQLITE_MIGRATIONS: readonly string[] = [
  `CREATE TABLE thoughts (
  position INTEGER PRIMARY KEY,${columns('TEXT', 'TEXT', 'VIRTUAL')}
) STRICT;
${INDEXES}
CREATE VIEW thought_texts AS ${TEXTS};
CREATE VIRTUAL TABLE thought_search USING fts5 (
  prompt,
  drafts,
  content = 'thought_texts',
  content_rowid = 'position',
  tokenize = "unicode61 remove_diacritics 0"
);
INSERT INTO thought_search (thought_search, rank) VALUES ('secure-delete', 1);`,
  // A content that is damaged must not end the search for the others.
  `DROP VIEW thought_texts;
CREATE VIEW thought_texts AS ${TEXTS} AND json_valid(content);`,
]

/** The collation "C" sorts by code points, as SQLite and JavaScript do. */
export const POSTGRESQL_MIGRATIONS: readonly string[] = [
  `CREATE TABLE thoughts (${columns('text COLLATE "C"', 'json', 'STORED')},
  words text[]
);
${INDEXES}
CREATE INDEX thoughts_by_word ON thoughts USING gin (words);`,
]

extension Migration {
  /// The first form.
  ///
  /// `events` and `protected_values` are the truth; all else can be made again from them and the definitions. Days are
  /// days since 1970-01-01. Families and cases are numbered in the order of opening, which is the order of lists.
  package static let initial0001 = Migration(
    number: 1,
    sql: """
      CREATE TABLE properties (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        practice INTEGER NOT NULL CHECK (practice IN (0, 1))
      ) STRICT;

      -- The history, in order of recording. The link is the hash of the link before it and the body.
      CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        family TEXT NOT NULL,
        version INTEGER NOT NULL,
        body BLOB NOT NULL,
        link BLOB NOT NULL CHECK (length(link) = 32)
      ) STRICT;
      CREATE UNIQUE INDEX events_family ON events (family, version);
      CREATE TRIGGER events_stay BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
      CREATE TRIGGER events_remain BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

      -- Personal and sensitive values, whose salted digests the events hold. Deleting a row erases the value for good.
      CREATE TABLE protected_values (
        seq INTEGER NOT NULL REFERENCES events (seq),
        position INTEGER NOT NULL,
        salt BLOB NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (seq, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE serials (
        year INTEGER PRIMARY KEY,
        last INTEGER NOT NULL
      ) STRICT;

      -- What the service keeps beside the cases.
      CREATE TABLE notes (
        key TEXT NOT NULL PRIMARY KEY,
        value BLOB NOT NULL
      ) STRICT;

      -- Definitions by their hash; the files are kept when a command has run on them.
      CREATE TABLE definitions (
        id INTEGER PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        kept INTEGER NOT NULL CHECK (kept IN (0, 1))
      ) STRICT;
      CREATE TABLE contents (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        bytes BLOB NOT NULL
      ) STRICT;
      CREATE TABLE definition_files (
        definitions INTEGER NOT NULL REFERENCES definitions (id),
        position INTEGER NOT NULL,
        path TEXT NOT NULL,
        content INTEGER NOT NULL REFERENCES contents (id),
        PRIMARY KEY (definitions, position)
      ) STRICT, WITHOUT ROWID;

      -- The present state of each family; `rows` says what its rows below hold, so that only what changes is written.
      CREATE TABLE families (
        id INTEGER PRIMARY KEY,
        root TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        handled INTEGER NOT NULL,
        open INTEGER NOT NULL CHECK (open IN (0, 1)),
        next_look INTEGER,
        definitions INTEGER NOT NULL REFERENCES definitions (id),
        snapshot BLOB NOT NULL,
        rows BLOB NOT NULL
      ) STRICT;
      CREATE INDEX families_due ON families (next_look) WHERE open = 1;
      CREATE INDEX families_definitions ON families (definitions) WHERE open = 1;

      CREATE TABLE cases (
        id INTEGER PRIMARY KEY,
        family INTEGER NOT NULL REFERENCES families (id),
        number TEXT NOT NULL UNIQUE,
        serial INTEGER,
        workflow TEXT NOT NULL,
        workflow_title TEXT NOT NULL,
        parent TEXT,
        label TEXT,
        phase TEXT,
        phase_title TEXT,
        states TEXT NOT NULL,
        state_titles TEXT NOT NULL,
        opened INTEGER NOT NULL,
        ended INTEGER,
        responsible TEXT,
        faults TEXT
      ) STRICT;
      CREATE INDEX cases_family ON cases (family);
      CREATE INDEX cases_serial ON cases (serial) WHERE serial IS NOT NULL;
      CREATE INDEX cases_workflow ON cases (workflow) WHERE ended IS NULL;
      CREATE INDEX cases_responsible ON cases (responsible) WHERE ended IS NULL;
      CREATE INDEX cases_faulty ON cases (id) WHERE faults IS NOT NULL;

      -- The states that open cases are in, for counting.
      CREATE TABLE case_states (
        case_id INTEGER NOT NULL REFERENCES cases (id),
        position INTEGER NOT NULL,
        workflow TEXT NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (case_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX case_states_state ON case_states (state, workflow);

      -- A task without a due date has the largest one there is, so that it comes last. Each task is in one index, that of
      -- its person or that of its role when it has none: every index more is a page more to flush when a date moves.
      CREATE TABLE tasks (
        case_id INTEGER NOT NULL REFERENCES cases (id),
        serial INTEGER NOT NULL,
        task TEXT NOT NULL,
        title TEXT NOT NULL,
        role TEXT NOT NULL,
        assignee TEXT,
        due INTEGER NOT NULL,
        opened INTEGER NOT NULL,
        by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
        proposed INTEGER NOT NULL CHECK (proposed IN (0, 1)),
        PRIMARY KEY (case_id, serial)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tasks_assignee ON tasks (assignee, due) WHERE assignee IS NOT NULL;
      CREATE INDEX tasks_unassigned ON tasks (role, due) WHERE assignee IS NULL;

      CREATE TABLE coming (
        case_id INTEGER NOT NULL REFERENCES cases (id),
        position INTEGER NOT NULL,
        date INTEGER NOT NULL,
        title TEXT NOT NULL,
        responsible TEXT,
        PRIMARY KEY (case_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX coming_responsible ON coming (responsible, date);

      CREATE TABLE escalations (
        case_id INTEGER NOT NULL REFERENCES cases (id),
        serial INTEGER NOT NULL,
        kind TEXT NOT NULL,
        kind_title TEXT NOT NULL,
        to_role TEXT NOT NULL,
        through TEXT,
        raised INTEGER NOT NULL,
        reason TEXT NOT NULL,
        task INTEGER,
        acknowledged_by TEXT,
        acknowledged INTEGER,
        closed INTEGER,
        closing_reason TEXT,
        answered INTEGER,
        PRIMARY KEY (case_id, serial)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX escalations_open ON escalations (to_role, raised) WHERE closed IS NULL;

      -- Amounts are decimal numbers as text: SQLite's own are binary.
      CREATE TABLE spendings (
        case_id INTEGER NOT NULL REFERENCES cases (id),
        position INTEGER NOT NULL,
        budget TEXT NOT NULL,
        date INTEGER NOT NULL,
        amount TEXT NOT NULL,
        PRIMARY KEY (case_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX spendings_budget ON spendings (budget, date, amount);

      -- What the cases that are meetings say of them. `set_for` names a meeting in its series; one that is cancelled is
      -- held on no day.
      CREATE TABLE meetings (
        case_id INTEGER NOT NULL REFERENCES cases (id),
        position INTEGER NOT NULL,
        series TEXT NOT NULL,
        set_for INTEGER NOT NULL,
        extra INTEGER NOT NULL CHECK (extra IN (0, 1)),
        held INTEGER,
        PRIMARY KEY (case_id, position)
      ) STRICT, WITHOUT ROWID;

      -- Items on agendas; those of which it has been recorded what came of them stay.
      CREATE TABLE agenda (
        case_id INTEGER NOT NULL REFERENCES cases (id),
        position INTEGER NOT NULL,
        series TEXT NOT NULL,
        date INTEGER NOT NULL,
        task TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT,
        first INTEGER NOT NULL CHECK (first IN (0, 1)),
        answer INTEGER NOT NULL CHECK (answer IN (0, 1)),
        since INTEGER NOT NULL,
        done INTEGER,
        done_by TEXT,
        PRIMARY KEY (case_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX agenda_date ON agenda (series, date);
      """)
}

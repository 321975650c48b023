extension Migration {
  /// The log of accesses: who was shown whom cases are about, and who was refused what. Like the history it only grows.
  package static let accesses0002 = Migration(
    number: 2,
    sql: """
      CREATE TABLE accesses (
        id INTEGER PRIMARY KEY,
        -- Milliseconds since 1970-01-01T00:00:00Z.
        moment INTEGER NOT NULL,
        date INTEGER NOT NULL,
        person TEXT NOT NULL,
        kind TEXT NOT NULL,
        act TEXT NOT NULL,
        code TEXT
      ) STRICT;
      CREATE TABLE access_cases (
        access INTEGER NOT NULL REFERENCES accesses (id),
        position INTEGER NOT NULL,
        number TEXT NOT NULL,
        PRIMARY KEY (access, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX access_cases_number ON access_cases (number, access);
      CREATE TRIGGER accesses_stay BEFORE UPDATE ON accesses
        BEGIN SELECT RAISE(ABORT, 'accesses are never changed'); END;
      CREATE TRIGGER accesses_remain BEFORE DELETE ON accesses
        BEGIN SELECT RAISE(ABORT, 'accesses are never deleted'); END;
      CREATE TRIGGER access_cases_stay BEFORE UPDATE ON access_cases
        BEGIN SELECT RAISE(ABORT, 'accesses are never changed'); END;
      CREATE TRIGGER access_cases_remain BEFORE DELETE ON access_cases
        BEGIN SELECT RAISE(ABORT, 'accesses are never deleted'); END;
      """)
}

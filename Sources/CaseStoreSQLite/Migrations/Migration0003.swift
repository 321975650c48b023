extension Migration {
  /// A family's history as a list that its row holds the end of. An index of its own was one more page to write, checksum and
  /// flush with every command; the list lies in pages that are written anyway.
  package static let histories0003 = Migration(
    number: 3,
    sql: """
      -- The event of the same family before this one; NULL for the first.
      ALTER TABLE events ADD COLUMN previous INTEGER;
      -- The family's last event.
      ALTER TABLE families ADD COLUMN latest INTEGER;
      DROP TRIGGER IF EXISTS events_stay;
      UPDATE events SET previous = (
        SELECT e.seq FROM events e WHERE e.family = events.family AND e.version = events.version - 1);
      UPDATE families SET latest = (
        SELECT e.seq FROM events e WHERE e.family = families.root AND e.version = families.version);
      CREATE TRIGGER events_stay BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
      DROP INDEX events_family;
      """)
}

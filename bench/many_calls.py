"""Makes a large SQLite database out of a small one that callfold wrote: every call again and again."""
import os
import sqlite3

# Each copy lies this far before the next one, the last one before the original.
STEP_US = 6 * 3600 * 1_000_000
# Foreign keys, by the table whose ids they are.
REFERENCES = {"call_id": "calls", "latest_call_id": "calls", "source_call_id": "calls",
              "event_id": "call_events", "job_id": "jobs", "model_request_id": "model_requests"}
# In the order of their foreign keys. What is made by triggers comes with its table.
TABLES = ("calls", "call_events", "raw_bodies", "transcripts", "jobs", "model_requests", "lead_analytics",
          "contacts", "ledger_transfers", "counters")
UNIQUE_WORDS = ("execution_id", "idempotency_key", "key")
IDENTIFIED_BY = {"raw_bodies": "event_id"}
COPIES_AT_ONCE = 10


def is_time(column):
    return column.endswith(("_at", "_timestamp", "not_before")) or column == "quarter"


class Multiplication:
    """Writes the copies of the calls that are there now, number after number."""

    def __init__(self, connection, calls):
        self._connection = connection
        self.calls, = connection.execute("SELECT count(*) FROM calls").fetchone()
        self.copies = calls // self.calls - 1
        self._strides = {table: self._largest_id(table) + 1 for table in TABLES if table != "counters"}
        self._first_quarter, = connection.execute("SELECT min(quarter) FROM counters").fetchone()

    def _largest_id(self, table):
        column = IDENTIFIED_BY.get(table, "id")
        return self._connection.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0]

    def _expression(self, table, column):
        if column == "id":
            return f"id + k * {self._strides[table]}"
        if column in REFERENCES:
            return f"{column} + k * {self._strides[REFERENCES[column]]}"
        if column == "public_id":
            return "randomblob(16)"
        if column == "phone_number":  # another customer for each copy, with a number of the same length
            return (f"substr(phone_number, 1, length(phone_number) - 7) || printf('%07d', "
                    f"(CAST(substr(phone_number, -7) AS INTEGER) + k * {self.calls}) % 10000000)")
        if column in UNIQUE_WORDS:
            return f"{column} || '-' || k"
        if is_time(column):
            return f"{column} - ({self.copies + 1} - k) * {STEP_US}"
        return column

    def copy(self, copies):
        """Adds the copies with the numbers in `copies`, a range."""
        series = ("WITH RECURSIVE series (k) AS (VALUES (?1) UNION ALL "
                  "SELECT k + 1 FROM series WHERE k + 1 < ?2)")
        for table in TABLES:
            columns = [row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")]
            values = ", ".join(self._expression(table, column) for column in columns)
            own = IDENTIFIED_BY.get(table, "id")
            only_first = (f"t.quarter >= {self._first_quarter}" if table == "counters" else
                          f"t.{own} < {self._strides[table]}")
            self._connection.execute(
                f"{series} INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM series "
                f"CROSS JOIN {table} AS t WHERE {only_first}", (copies.start, copies.stop))
        self._connection.execute(
            f"{series} INSERT INTO transcript_words (rowid, user_id, words) "
            f"SELECT t.rowid + k * {self._strides['transcripts']}, user_id, words FROM series "
            f"CROSS JOIN transcript_words AS t WHERE t.rowid < {self._strides['transcripts']}",
            (copies.start, copies.stop))
        self._connection.commit()


def multiply(database, calls, say):
    """Copies what `database` holds, nobody else using it, until it has about as many calls as `calls`."""
    with sqlite3.connect(database) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -524288",
                       "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        multiplication = Multiplication(connection, calls)
        for first in range(1, multiplication.copies + 1, COPIES_AT_ONCE):
            end = min(first + COPIES_AT_ONCE, multiplication.copies + 1)
            multiplication.copy(range(first, end))
            say(f"{end * multiplication.calls:,} calls")
        connection.execute("UPDATE transcript_words_progress SET last_transcript_id = "
                           "(SELECT max(id) FROM transcripts)")
        # As the server would have left it, which merges what it adds little by little.
        say("merging the full-text index")
        connection.execute("INSERT INTO transcript_words (transcript_words) VALUES ('optimize')")
        connection.commit()
    connection.close()
    os.sync()  # else the disk is still busy with all of this while the server is measured

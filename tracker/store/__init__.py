"""Where is everything kept? All SQL is in this package; nothing outside it imports the tables.

A function here reads or writes in the session's transaction and never commits: the action that
called it commits once, so that a journey's entry, its board row and its notices stand or fall
together. Before anything is read that the same transaction will build on, call `db.writing()`.

- `log`          the entries of a journey: the only writer, and the chain checked on every read
- `board`        one row per journey for the worklists          (derived, rebuilt by `rebuild`)
- `identifiers`  which journey a scanned value belongs to       (derived)
- `visit_places`    which infusion place a visit holds             (derived)
- `counters`     the next serial number of a chain of identity
- `patients`, `links`            personal data, encrypted; who may see a patient's page
- `staff`, `tokens`, `sites`     who works here, machine partners, how each hospital works
- `notices`, `tasks`, `replays`  what waits to be sent, to be done, to be answered again
- `sessions`, `attempts`, `invitations`    who is signed in, who tried to be, who may begin
- `second_factors`, `passkeys`   what a person signs in with besides a password, or instead
- `access`, `refused_scans`, `refused_requests`  who looked, what was scanned or asked in vain
- `checkpoints`, `verify`, `dossier`  proof for outsiders
"""

"""May many open a new SQLite file at the same moment?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

import tracker.store.db  # noqa: F401 - prepares every connection that is made

MANY = 8


def test_many_that_open_a_new_file_at_once_all_may(tmp_path):
    """Without a wait of our own, one try in twelve was told that the file is locked."""
    for turn in range(25):
        together = Barrier(MANY)
        engines = [create_engine(f"sqlite:///{tmp_path / str(turn)}.db") for _ in range(MANY)]

        def journal(engine: Engine, together: Barrier = together) -> object:
            together.wait()
            with engine.connect() as connection:
                return connection.execute(text("PRAGMA journal_mode")).scalar()

        with ThreadPoolExecutor(MANY) as pool:
            assert set(pool.map(journal, engines)) == {"wal"}
        for engine in engines:
            engine.dispose()

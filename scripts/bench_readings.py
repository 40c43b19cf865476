"""How fast is a logger's file of a million readings attached, and how much memory does it take?

It runs in a process of its own, and asks Linux for the most memory it held from a given moment on.
"""

import csv
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scripts import bench_journey
from tracker import create_app
from tracker.actions import readings, recording
from tracker.demo import people
from tracker.domain import loggers
from tracker.store import migrating
from tracker.store import readings as store
from tracker.store.db import db, writing

READINGS = 1_000_000
MODEL = "Bench"


@dataclass(frozen=True)
class Found:
    """Readings a second, those of a bare CSV reader, and megabytes: held beyond idle, and the file's."""

    rate: float
    bare: float
    memory_mb: float
    file_mb: float


def measured() -> Found:
    """Measure in a fresh process."""
    words = [sys.executable, "-m", "scripts.bench_readings"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return Found(**json.loads(done.stdout.splitlines()[-1]))


def _measured(folder: Path) -> Found:
    app = create_app({"TRACKER_INSTANCE": str(folder), "TRACKER_MODE": "demo"})
    with app.app_context():
        migrating.to_head()
        writing()
        people.open_places()
        accounts = people.hire(bench_journey.START)
        profile = loggers.checked(loggers.Profile(MODEL, zone="UTC", interval_seconds=1))
        store.save_profile("RST", MODEL, loggers.as_data(profile))
        db.session.commit()
        told = bench_journey.told(accounts, "shipped")
        shipment = list(told.shipments.values())[-1]
        file = _written(folder / "logger.csv", shipment.packed_at)
        who = accounts["theo"].actor
        delivery = readings.Delivery(told.coi, shipment.id, who, file.name)
        now = shipment.packed_at + timedelta(seconds=READINGS, days=1)
        idle, began = _begin_to_count(), time.perf_counter()
        with file.open("rb") as source:
            sealed = readings.attach_file(source, MODEL, delivery, recording.request(now))
        seconds, held = time.perf_counter() - began, _most_memory_mb()
        assert sealed[0].entry.data["readings"] == READINGS, sealed[0].entry.data
    size = file.stat().st_size / 1e6
    return Found(READINGS / seconds, _bare_rate(file), held - idle, size)


def _written(file: Path, since: datetime) -> Path:
    """Write a reading a second, as a logger does."""
    with file.open("w", encoding="utf-8") as target:
        target.write("time,celsius\n")
        for number in range(READINGS):
            at = since + timedelta(seconds=number)
            target.write(f"{at:%Y-%m-%d %H:%M:%S},{-155 - number % 50 / 10}\n")
    return file


def _begin_to_count() -> float:
    """Forget the most memory this process ever held, and return what it holds now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _most_memory_mb()


def _most_memory_mb() -> float:
    """Return the most memory this process held since the count began; Linux counts in kibibytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def _bare_rate(file: Path) -> float:
    began = time.perf_counter()
    with file.open(encoding="utf-8", newline="") as lines:
        assert sum(1 for _ in csv.reader(lines)) == READINGS + 1
    return READINGS / (time.perf_counter() - began)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        print(json.dumps(asdict(_measured(Path(temporary)))))

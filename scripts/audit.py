"""Are the pinned packages free of known weaknesses, and which of them could nobody ask about?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
PINNED: Final = "requirements.txt"


def judged(packages: Iterable[Mapping[str, Any]]) -> tuple[str, bool]:
    """Return what is to be said of the packages, and whether some were checked and all those are sound."""
    every = tuple(packages)
    weak = [
        f"{each['name']} {each['version']}: {found['id']}"
        for each in every
        for found in each.get("vulns", ())
    ]
    unasked = [each["name"] for each in every if "skip_reason" in each]
    said = [
        *weak,
        f"{len(every) - len(unasked)} packages checked, {len(weak)} weaknesses found.",
    ]
    if unasked:
        said.append(f"NOT CHECKED, the index does not answer for them: {', '.join(unasked)}.")
    return "\n".join(said), not weak and len(unasked) < len(every)


def main() -> int:
    """Ask the index about every pinned package; fail on a weakness, or when asking went wrong."""
    asked = (
        f"{sys.exec_prefix}/bin/pip-audit",
        "--disable-pip",
        "--require-hashes",
        "-f",
        "json",
    )
    done = subprocess.run(
        (*asked, "-r", PINNED), cwd=ROOT, capture_output=True, text=True, check=False
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"NOTHING WAS CHECKED. pip-audit said: {done.stderr.strip()[-600:]}")
        return 2
    said, sound = judged(packages)
    print(said)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())

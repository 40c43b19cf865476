"""How does one journey leave the service as a file that anybody can verify without us?

The ZIP holds the exact bytes of every entry, how they are linked and signed, a checkpoint with a
proof for each entry, the protocol's text, a page for people, a verifier, and a signed list of all
these files. The same log gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tracker.domain import checkpoint, dossier_page, merkle
from tracker.store import checkpoints, log
from tracker.store.log import Line
from tracker.store.signing import signer, verifier_key

VERIFIER: Final = Path(__file__).with_name("dossier_verify.py")
TITLE: Final = "samevein-dossier/1"
STARTED: Final = (1980, 1, 1, 0, 0, 0)
"""One date for all files in the ZIP: the true ones are in the entries."""

README: Final = """\
This is the whole record of one journey, {coi}: from the patient's vein and back to it.

  journey.html     every entry, for people
  entries.jsonl    every entry's exact text, one a line: what was hashed and signed
  chain.jsonl      for each of them: the digest before it, its digest, its signature
  checkpoint.txt   a signed statement about all journeys of the service at one moment
  proofs.json      for each entry the proof that this statement covers it
  protocol.toml    what the product asked for, as it was when the journey was opened
  keys.txt         the public keys of the service
  manifest.txt     the SHA-256 of each file, signed
  verify.py        checks all of this: pip install cryptography; python verify.py

It shows that nothing was changed, left out or put in since it was written. It cannot show that
what people wrote was true. Compare keys.txt with a copy that reached you on another way.
"""


def pack(coi: str, *, protocol_text: str, notice: str) -> bytes:
    """Return a journey's dossier. Raises log.Broken, and KeyError without such a journey."""
    entries = log.load(coi)
    if not entries:
        raise KeyError(coi)
    lines = log.bodies(coi)
    digests = [line.digest for line in lines]
    files = {
        "README.txt": README.format(coi=coi),
        "journey.html": dossier_page.page(coi, notice, zip(entries, digests, strict=True)),
        "entries.jsonl": "".join(f"{line.body}\n" for line in lines),
        "chain.jsonl": "".join(f"{_link(line)}\n" for line in lines),
        **_tree(coi, lines),
        "protocol.toml": protocol_text,
        "keys.txt": "".join(f"{verifier_key(key)}\n" for key in signer().trusted.values()),
        "verify.py": VERIFIER.read_text(encoding="utf-8"),
    }
    return _zip({**files, "manifest.txt": _manifest(coi, files)})


def _link(line: Line) -> str:
    fields = {"prev": line.prev, "digest": line.digest, "signature": line.signature}
    return json.dumps({"seq": line.seq, **fields})


def _tree(coi: str, lines: Sequence[Line]) -> dict[str, str]:
    """Return the newest checkpoint and a proof for each entry that it covers."""
    note = checkpoints.latest()
    text = signer().open_note(note) if note else None
    if note is None or text is None:
        return {}
    size = checkpoint.read(text).size
    leaves = checkpoints.leaves()[:size]
    levels = merkle.levels([checkpoints.leaf_hash(leaf) for leaf in leaves])
    digests = {line.seq: line.digest for line in lines}
    proofs = [
        {
            "seq": leaf.seq,
            "index": leaf.position,
            "path": [
                base64.b64encode(each).decode()
                for each in merkle.inclusion(levels, leaf.position)
            ],
        }
        for leaf in leaves
        if leaf.coi == coi and digests.get(leaf.seq) == leaf.digest
    ]
    return {"checkpoint.txt": note, "proofs.json": json.dumps(proofs, indent=1) + "\n"}


def _manifest(coi: str, files: Mapping[str, str]) -> str:
    listed = "".join(
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n"
        for name, text in sorted(files.items())
    )
    return signer().sign_note(f"{TITLE}\n{coi}\n{listed}")


def _zip(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, STARTED), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()

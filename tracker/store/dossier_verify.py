"""Is this dossier whole, although nobody who made it is asked?

Run it beside the other files, or as: python verify.py DOSSIER.zip

It needs Python 3.9 or newer and the `cryptography` library, and nothing of the service that made
the dossier: no network, no database, no code of ours. It ends with 0 when everything holds, and
with 1 and a sentence for each fault when not.

The key that signed the dossier lies inside it. A forger can put in another one, so compare the
key printed at the end with the one you were given on another way, or name it: --key KEY.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

START = "0" * 64
DASH = "\N{EM DASH}"


class Bad(Exception):
    """Something does not hold; the text is the sentence people read."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a dossier.")
    parser.add_argument(
        "dossier", nargs="?", default=Path(__file__).resolve().parent, type=Path
    )
    parser.add_argument("--key", default="", help="the key that must have signed it")
    wanted = parser.parse_args()
    faults: list[str] = []
    said: list[str] = []
    try:
        check(read(wanted.dossier), wanted.key, faults, said)
    except Bad as bad:
        faults.append(str(bad))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        faults.append(f"A file of this dossier cannot be read ({error}).")
    for sentence in [*said, *faults]:
        sys.stdout.write(sentence + "\n")
    sys.stdout.write("DO NOT TRUST THIS DOSSIER.\n" if faults else "Everything holds.\n")
    return 1 if faults else 0


def read(place: Path) -> dict[str, bytes]:
    """Return every file of the dossier by name."""
    try:
        if place.is_file():
            with zipfile.ZipFile(place) as archive:
                return {name: archive.read(name) for name in archive.namelist()}
        return {each.name: each.read_bytes() for each in place.iterdir() if each.is_file()}
    except (OSError, zipfile.BadZipFile) as error:
        raise Bad(f"{place} cannot be read ({error}).") from error


def check(files: dict[str, bytes], pinned: str, faults: list[str], said: list[str]) -> None:
    keys = read_keys(text_of(files, "keys.txt"), pinned)
    coi = check_manifest(files, keys, faults)
    entries = read_entries(files)
    check_chain(coi, entries, keys, faults)
    check_protocol(files, entries, faults)
    covered = check_tree(files, coi, entries, keys, faults)
    said.append(f"Journey {coi}: {len(entries)} entries, {covered} of them under a checkpoint.")
    said.extend(f"Signed with the key {line}" for line in text_of(files, "keys.txt").split())
    said.append(
        "It is the key you named." if pinned else "Compare the key with the one you were given."
    )


def text_of(files: dict[str, bytes], name: str) -> str:
    if name not in files:
        raise Bad(f"{name} is missing.")
    return files[name].decode("utf-8")


def read_keys(text: str, pinned: str) -> dict[str, Ed25519PublicKey]:
    """Return the keys of a list of `name+id+base64`, by id; each must carry its own id."""
    keys = {}
    for line in text.split():
        name, key_id, encoded = line.split("+", 2)
        raw = base64.b64decode(encoded)
        if hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != key_id:
            raise Bad(f"The key {line} does not have the number it claims.")
        if not pinned or line == pinned:
            keys[key_id] = Ed25519PublicKey.from_public_bytes(raw[1:])
    if not keys:
        raise Bad("The key you named is not the one that signed this dossier.")
    return keys


def signed(keys: dict[str, Ed25519PublicKey], key_id: str, blob: bytes, message: bytes) -> bool:
    if key_id not in keys:
        return False
    try:
        keys[key_id].verify(blob, message)
    except InvalidSignature:
        return False
    return True


def open_note(note: str, keys: dict[str, Ed25519PublicKey], what: str) -> list[str]:
    """Return the lines of a signed note (C2SP signed-note)."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    for line in lines.splitlines():
        dash, _, rest = line.partition(" ")
        blob = base64.b64decode(rest.rpartition(" ")[2])
        if dash == DASH and signed(keys, blob[:4].hex(), blob[4:], text.encode()):
            return text.split("\n")[:-1]
    raise Bad(f"The signature of the {what} does not hold.")


def check_manifest(
    files: dict[str, bytes], keys: dict[str, Ed25519PublicKey], faults: list[str]
) -> str:
    """Compare every file with the signed list of them, and return whose dossier this is."""
    _, coi, *lines = open_note(text_of(files, "manifest.txt"), keys, "list of files")
    listed = {line[66:]: line[:64] for line in lines}
    extra = sorted(set(files) - set(listed) - {"manifest.txt"})
    faults.extend(f"{name} does not belong to this dossier." for name in extra)
    for name, digest in listed.items():
        if name not in files:
            faults.append(f"{name} is missing.")
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            faults.append(f"{name} was changed after it was signed.")
    return coi


def read_entries(files: dict[str, bytes]) -> list[dict[str, Any]]:
    """Return each entry's exact text with its links."""
    bodies = text_of(files, "entries.jsonl").splitlines()
    links = text_of(files, "chain.jsonl").splitlines()
    if len(bodies) != len(links):
        raise Bad(f"There are {len(bodies)} entries but {len(links)} links between them.")
    return [{**json.loads(link), "body": body} for body, link in zip(bodies, links)]  # noqa: B905 - runs on Python 3.9 too


def check_chain(
    coi: str,
    entries: list[dict[str, Any]],
    keys: dict[str, Ed25519PublicKey],
    faults: list[str],
) -> None:
    """Compute every digest again from the exact text, and verify every signature."""
    prev = START
    for seq, entry in enumerate(entries, start=1):
        told = json.loads(entry["body"])
        text = f"samevein-entry/1\n{prev}\n{entry['body']}"
        if (told["coi"], told["seq"]) != (coi, seq):
            faults.append(
                f"Where entry {seq} of {coi} should be is {told['coi']} {told['seq']}."
            )
        if entry["prev"] != prev:
            faults.append(f"Entry {seq} is not linked to the entry before it.")
        if hashlib.sha256(text.encode()).hexdigest() != entry["digest"]:
            faults.append(f"The text of entry {seq} does not give its digest.")
        key_id, _, blob = entry["signature"].partition(":")
        message = f"samevein-entry-signature/1\n{entry['digest']}".encode()
        if not signed(keys, key_id, base64.b64decode(blob), message):
            faults.append(f"Entry {seq} does not carry the service's signature.")
        prev = entry["digest"]


def check_protocol(
    files: dict[str, bytes], entries: list[dict[str, Any]], faults: list[str]
) -> None:
    if not entries:
        raise Bad("There are no entries.")
    pinned = json.loads(entries[0]["body"])["data"].get("protocol_digest")
    if hashlib.sha256(files.get("protocol.toml", b"")).hexdigest() != pinned:
        faults.append("protocol.toml is not the protocol this journey was opened with.")


def check_tree(
    files: dict[str, bytes],
    coi: str,
    entries: list[dict[str, Any]],
    keys: dict[str, Ed25519PublicKey],
    faults: list[str],
) -> int:
    """Show that entries are in the tree a checkpoint stands for; return how many are."""
    if "checkpoint.txt" not in files:
        return 0
    _, size, root = open_note(text_of(files, "checkpoint.txt"), keys, "checkpoint")
    proofs = json.loads(text_of(files, "proofs.json"))
    for proof in proofs:
        digest = entries[proof["seq"] - 1]["digest"]
        leaf = f"samevein-leaf/1\n{coi}\n{proof['seq']}\n{digest}\n".encode()
        path = [base64.b64decode(each) for each in proof["path"]]
        if climb(leaf, proof["index"], int(size), path) != base64.b64decode(root):
            faults.append(f"Entry {proof['seq']} is not under the checkpoint.")
    return len(proofs)


def climb(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Return the root a proof of inclusion leads to (RFC 6962 2.1.1)."""
    found, last = hashlib.sha256(b"\x00" + leaf).digest(), size - 1
    if not 0 <= index < size:
        return None
    while last > 0:
        if index % 2 or index < last:
            if not path:
                return None
            pair = path.pop(0), found
            left, right = pair if index % 2 else pair[::-1]
            found = hashlib.sha256(b"\x01" + left + right).digest()
        index, last = index >> 1, last >> 1
    return None if path else found


if __name__ == "__main__":
    sys.exit(main())

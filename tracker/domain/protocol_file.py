"""Which protocol does this file hold? A file with any fault holds none."""

from __future__ import annotations

from tracker.domain.faults import examine
from tracker.domain.protocol import Protocol


class ProtocolFault(Exception):
    """A protocol file cannot be used. `sentences` names every fault."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


def parse(text: str) -> Protocol:
    """Return the protocol in `text`, its digest taken over exactly this text."""
    protocol, sentences = examine(text)
    if protocol is None or sentences:
        raise ProtocolFault(sentences)
    return protocol

"""What a web server and the `flask` command start."""

import sys

from tracker import create_app
from tracker.config import Unfit
from tracker.domain.protocol_file import ProtocolFault

try:
    app = create_app()
except (Unfit, ProtocolFault) as fault:
    sys.exit(f"The service does not start:\n{fault}")

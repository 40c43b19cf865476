"""What a web server and the `flask` command start."""

import sys

from tracker import create_app
from tracker.config import Unfit

try:
    app = create_app()
except Unfit as fault:
    sys.exit(f"The service does not start:\n{fault}")

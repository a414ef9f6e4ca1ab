"""Lets the tests import the recorder from the folder above, installed or not."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

"""Reads a recorded file as strictly as any program may."""

import csv
import json
import math
from pathlib import Path

from recorder import COLUMNS


def read(path):
    """The rows of a recorded CSV file, as dicts of numbers; `None` for an empty cell."""
    text = Path(path).read_bytes().decode("ascii")
    assert text.endswith("\n") and "\r" not in text and '"' not in text
    rows = list(csv.reader(text.splitlines(), strict=True))
    assert rows[0] == list(COLUMNS)
    assert all(len(row) == len(rows[0]) for row in rows)
    table = [
        {name: float(cell) if cell else None for name, cell in zip(rows[0], row)}
        for row in rows[1:]
    ]
    for row, later in zip(table, table[1:]):
        assert later["episode"] > row["episode"] and later["steps"] > row["steps"]
    return table


def facts(path):
    """The facts beside a recorded CSV file."""
    return json.loads(Path(path).with_suffix(".json").read_text())


def mean(rows, column):
    """The mean of a column over the rows that have it; NaN where none has."""
    cells = [row[column] for row in rows if row[column] is not None]
    return sum(cells) / len(cells) if cells else math.nan

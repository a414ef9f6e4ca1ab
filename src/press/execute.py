"""Runs notebooks from top to bottom, and fails on whatever a reader would call wrong.

evcxr tells a panic, and an error behind `?`, as text on standard error, and goes on:
to Jupyter the cell has succeeded. So that text counts as a fault here.
"""

import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

# No cell should take a tenth of this; one that hangs must end.
SECONDS_PER_CELL = 900


def main(source, target, folder):
    """Runs notebook `source` in `folder`; writes it, with outputs, to `target`."""
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="rust",
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": folder}},
    )
    watch(client, Path(source).name, len(notebook.cells))
    faults = []
    try:
        client.execute()
    except CellExecutionError as error:
        faults.append(f"a cell failed to compile or to run:\n{error}")
    except (CellTimeoutError, DeadKernelError) as error:
        faults.append(f"the notebook did not come to its end: {error}")
    for number, cell in enumerate(notebook.cells, start=1):
        faults += [f"cell {number}: {fault}" for fault in faults_of(cell)]
    for fault in faults:
        print(f"{Path(source).name}: {fault}", file=sys.stderr)
    if faults:
        sys.exit(1)
    for output in (o for cell in notebook.cells for o in cell.get("outputs", [])):
        if output.output_type == "execute_result":
            # evcxr counts its results one ahead of their cells.
            output.execution_count -= 1
    nbformat.write(notebook, target)


def watch(client, name, cells):
    """Prints a line when a cell of code has run, and how long it took."""
    begun = {}

    def begin(cell, cell_index):
        begun[cell_index] = time.monotonic()

    def end(cell, cell_index, execute_reply):
        seconds = time.monotonic() - begun[cell_index]
        if cell.cell_type == "code":
            print(f"{name}: cell {cell_index + 1} of {cells}, {seconds:.1f} s", flush=True)

    client.on_cell_execute = begin
    client.on_cell_executed = end


def faults_of(cell):
    """What is wrong with the outputs of one cell."""
    if cell.cell_type != "code":
        return
    if cell.execution_count is None:
        yield "did not run"
    for output in cell.outputs:
        if output.output_type == "error":
            yield "error: " + "\n".join(output.traceback)
        elif output.get("name") == "stderr":
            yield "standard error: " + output.text
        elif output.output_type != "stream":
            yield from faults_of_picture(output.data)
    if shows_its_value(cell.source) and not any(
        output.output_type in ("execute_result", "display_data")
        for output in cell.outputs
    ):
        yield "ends with a value, but shows none"


def shows_its_value(source):
    """True when the last line of a cell is an expression whose value is shown."""
    lines = [line for line in source.splitlines() if line.strip()]
    last = lines[-1].strip() if lines else ""
    return not last.startswith("//") and not last.endswith((";", "}"))


def faults_of_picture(data):
    """A picture must be there, and whole."""
    svg = data.get("image/svg+xml")
    if svg is not None and not svg.rstrip().endswith("</svg>"):
        yield "an SVG picture without an end"
    if data.get("text/plain") == "()":
        yield "shows `()`: end it with a value or a statement"
    if data.get("text/plain", "").startswith(("Svg(", "Gif(")) and len(data) == 1:
        # The kernel shows `picture?` as text, and a variable as it should.
        yield "shows the text of a picture: name it, and end the cell with its name"
    html = data.get("text/html", "")
    if "<img" in html and len(html) < 1000:
        yield "an image without data"


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the checks of single pages share: ask.py, play.py and train.py.

A `Suite` is the checks of a page, and for each check some faults that it must notice.
`main` opens the page from its file, without a server and without a network, and either
runs the checks, or makes the faults one after another (`--self-test`), or compares the
page with itself when it has another script (`--against FILE`).
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pages import DARK, KEEP_THEME, LIGHT, contrast, find_pages, system_chromium
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Route,
    sync_playwright,
)

WIDE, NARROW = 1280, 390
# A finger needs so much room, in px.
LEAST_PAD = 44
LEAST_CONTRAST = 4.5
# How long a page may take, and one that is broken on purpose.
PATIENCE_S, SHORT_PATIENCE_S = 30, 8
# Of a check that finds many faults, the first few are printed.
SHOWN = 5

RELEASE = Path("target/release")


class Break(NamedTuple):
    """A text in a file of the page that is replaced by another."""

    file: str  # the beginning of the file's name: styles have a hash at its end
    old: str
    new: str


@dataclass
class Visit:
    """The page, opened anew."""

    folder: Path
    browser: Browser
    path: str  # of the page, from the folder
    breaks: Break | None = None
    lacks: str = ""  # the name of a file that is not there
    instead: tuple[str, Path] | None = None  # the name of a file, and another for it
    context: BrowserContext | None = None
    said: list[str] = field(default_factory=list)

    def open(
        self, width: int = WIDE, theme: str = LIGHT, path: str = "", **more: Any
    ) -> Page:
        self.close()
        self.said = []
        self.context = self.browser.new_context(
            viewport={"width": width, "height": 900}, **more
        )
        self.context.add_init_script(KEEP_THEME % theme)
        page = self.context.new_page()
        seconds = SHORT_PATIENCE_S if self.breaks else PATIENCE_S
        page.set_default_timeout(1000 * seconds)
        page.on("console", lambda message: self.hear(message.type, message.text))
        page.on("pageerror", lambda error: self.said.append(f"uncaught: {error}"))
        page.on("requestfailed", lambda r: self.said.append(f"failed: {r.url}"))
        page.route("**/*", self.on_route)
        page.goto((self.folder / (path or self.path)).as_uri())
        page.wait_for_load_state("networkidle")
        return page

    def close(self) -> None:
        if self.context:
            self.context.close()
        self.context = None

    def hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.said.append(f"console {kind}: {text}")

    def on_route(self, route: Route) -> None:
        url = route.request.url
        name = Path(url).name
        if not url.startswith(self.folder.as_uri()):
            self.said.append(f"asks for {url}")
            route.abort()
        elif name == self.lacks:
            route.abort()
        elif self.instead and name == self.instead[0]:
            text = self.instead[1].read_text(encoding="utf-8")
            route.fulfill(body=text, content_type="text/javascript")
        elif self.breaks and name.startswith(self.breaks.file):
            text = (self.folder / url[len(self.folder.as_uri()) + 1 :]).read_text()
            kind = "text/css" if url.endswith(".css") else "text/javascript"
            body = text.replace(self.breaks.old, self.breaks.new, 1)
            route.fulfill(body=body, content_type=kind)
        else:
            route.continue_()


Check = Callable[[Any], Iterator[str]]


@dataclass(frozen=True)
class Suite:
    """The checks of a page."""

    description: str
    page: str
    visit: type[Visit]
    checks: list[Check]
    # The name of a check, and a fault that it must find.
    cases: list[tuple[str, Break]]
    # Checks that no fault of the page's own files can be made for.
    without_case: frozenset[str] = frozenset()
    # The programs that are needed, as fields of the visit.
    programs: tuple[tuple[str, Path], ...] = ()
    # The script that another compiler may make, and what the page answers by it.
    script: str = ""
    answers: Callable[[Any], dict[str, Any]] | None = None


# ------------------------------------------------------------- what each page must be

FITS = """root => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page');
    for (const part of document.querySelectorAll(`${root}, ${root} *`)) {
        if (part.closest('svg, .bar, option')) continue;
        const {left, right} = part.getBoundingClientRect();
        if (left < 0 || right > innerWidth) {
            found.push(part.localName + '.' + part.className);
        }
    }
    return found;
}"""

SIZES = """root => [...document.querySelectorAll(`${root} :is(button, select, input)`)]
    .filter(part => part.checkVisibility())
    .map(part => {
        const box = part.getBoundingClientRect();
        const name = part.name || part.textContent.slice(0, 20);
        return [name, Math.min(box.width, box.height)];
    })"""

# The colours as they lie over each other: a canvas knows every notation.
INKS = """parts => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const brush = canvas.getContext('2d', {willReadFrequently: true});
    const mixed = layers => {
        for (const layer of ['white', ...layers]) {
            brush.fillStyle = layer;
            brush.fillRect(0, 0, 1, 1);
        }
        return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    // What cannot be used now may be pale.
    return [...document.querySelectorAll(parts)].filter(part => !part.disabled)
        .map(part => {
            const layers = [];
            for (let e = part; e; e = e.parentElement)
                layers.unshift(getComputedStyle(e).backgroundColor);
            const ink = getComputedStyle(part).color;
            const name = part.textContent.slice(0, 20) || part.className;
            return [name, mixed([...layers, ink]), mixed(layers)];
        });
}"""


def unfit(page: Page, root: str) -> Iterator[str]:
    """What sticks out of the page, or is too small for a finger, below `root`."""
    for part in page.evaluate(FITS, root):
        yield f"sticks out: {part}"
    for name, size in page.evaluate(SIZES, root):
        if size < LEAST_PAD:
            yield f"{name!r} is only {size:.0f} px large"


def unreadable(page: Page, parts: str) -> Iterator[str]:
    """The parts of these selectors whose words are too pale."""
    for name, ink, ground in page.evaluate(INKS, parts):
        if (ratio := contrast(ink, ground)) < LEAST_CONTRAST:
            yield f"contrast {ratio:.1f} of {name!r}"


def elsewhere(visit: Visit, script: str) -> Iterator[str]:
    """The other pages that load a script of this one."""
    for file in find_pages(visit.folder):
        if file.name != visit.path and script in file.read_text(encoding="utf-8"):
            yield f"{file.name} loads {script}"


# ------------------------------------------------------------------------ the three runs


def faults_of(check: Check, visit: Visit) -> list[str]:
    try:
        return list(check(visit))
    except Error as error:
        return [f"comes to no end: {str(error).splitlines()[0]}"]
    finally:
        visit.close()


def check_page(suite: Suite, visit: Visit, only: list[str]) -> int:
    """Prints every fault of the page; the exit code."""
    failed = 0
    checks = [check for check in suite.checks if not only or check.__name__ in only]
    for check in checks:
        faults = faults_of(check, visit)
        for fault in faults[:SHOWN]:
            print(f"{check.__name__}: {fault}")
        if len(faults) > SHOWN:
            print(f"{check.__name__}: and {len(faults) - SHOWN} more")
        failed += bool(faults)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


def self_test(suite: Suite, visit: Visit, only: list[str]) -> int:
    """Shows that each check notices the faults that are made for it."""
    checks = {check.__name__: check for check in suite.checks}
    cases = [case for case in suite.cases if not only or case[0] in only]
    wrong = []
    for name, breaks in cases:
        visit.breaks = breaks
        files = visit.folder.rglob(f"{breaks.file}*")
        if not any(breaks.old in file.read_text(encoding="utf-8") for file in files):
            wrong.append(f"{breaks.file} has no {breaks.old!r}")
        elif not faults_of(checks[name], visit):
            wrong.append(f"{name} does not notice {breaks}")
    named = {name for name, _ in suite.cases} | suite.without_case
    if missing := checks.keys() - named:
        wrong.append(f"no case for the checks {sorted(missing)}")
    for line in wrong:
        print(line)
    if not wrong:
        print(f"self-test: {len(cases)} faults were made, and each was noticed")
    return 1 if wrong else 0


def compare(suite: Suite, visit: Visit, other: Path) -> int:
    """Prints each question that the page answers otherwise with another script."""
    own = suite.answers(visit)
    visit.instead = (suite.script, other)
    others = suite.answers(visit)
    visit.close()
    differing = [name for name in own if own[name] != others[name]]
    for name in differing:
        print(f"{name}: {others[name]!r}, and on the page {own[name]!r}")
    alike = len(own) - len(differing)
    print(f"{alike} of {len(own)} questions are answered alike by {other}")
    return 1 if differing else 0


def main(suite: Suite) -> int:
    parser = argparse.ArgumentParser(description=suite.description)
    parser.add_argument("book", nargs="?", type=Path, default=Path("target/book"))
    parser.add_argument("--chromium", metavar="PATH", default=system_chromium())
    for name, program in suite.programs:
        parser.add_argument(f"--{name}", type=Path, default=program, metavar="PATH")
    parser.add_argument("--only", action="append", default=[], metavar="CHECK")
    parser.add_argument("--self-test", action="store_true")
    if suite.answers:
        parser.add_argument("--against", type=Path, metavar="FILE")
    options = parser.parse_args()
    if not options.chromium:
        parser.error("no Chromium here: install it, or say --chromium PATH")
    programs: dict[str, Any] = {}
    for name, _ in suite.programs:
        programs[name] = Path(os.path.abspath(getattr(options, name)))
        if not programs[name].exists():
            parser.error(f"no {programs[name]}: build it, or say --{name} PATH")
    folder = Path(os.path.abspath(options.book))
    find_pages(folder)  # says so at once if there are none
    with sync_playwright() as playwright:
        # As root, as in a container, Chromium starts without its sandbox only.
        browser = playwright.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox"]
        )
        try:
            visit = suite.visit(folder, browser, suite.page, **programs)
            if suite.answers and options.against:
                return compare(suite, visit, options.against)
            run = self_test if options.self_test else check_page
            return run(suite, visit, options.only)
        finally:
            browser.close()

"""Opens every page of the built book in a browser and looks for faults.

Each page is opened in four views, 1280 and 390 pixels wide, with a light and a dark
theme, and in each view

* it loads, in the theme that was asked for, without a message in the console, an
  uncaught exception, a failed request or an error from the server;
* it asks no other host for anything;
* no template and no formula is left raw, and no formula failed;
* every image is there, says in words what it shows, and fits;
* nothing scrolls sideways but code, tables and formulas, each in its own box;
* the colours of the two networks in formulas can be read on their background, and
  follow the theme;
* every link leads somewhere; links to other sites must be https, and are not opened;
* there is one main heading.

To run it, with a Chromium on the machine:

    cargo run --release -- book
    python3 -m venv pages-venv
    pages-venv/bin/pip install -r tests/browser/requirements.txt
    pages-venv/bin/python tests/browser/pages.py

`--screenshots DIR` keeps a picture of each view. `--self-test` shows instead that
each check can fail: it opens small pages with one fault each.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import re
import shutil
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    TimeoutError as TooSlow,
    WebSocketRoute,
    sync_playwright,
)

WIDTHS = (1280, 390)
HEIGHT = 900
LIGHT, DARK = "light", "navy"  # in this order: the dark colours are compared

# Written by mdBook itself, or not a page of the course.
NOT_PAGES = {"print.html", "toc.html", "404.html"}

# The colours that the book's macros give θ and θ⁻, as they are in the MathML.
NETWORK_COLOURS = ("#0072B2", "#D55E00")
LEAST_CONTRAST = 3.0


# ---------------------------------------------------------------- what is opened


class View(NamedTuple):
    width: int
    theme: str

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}"


VIEWS = [View(width, theme) for width in WIDTHS for theme in (LIGHT, DARK)]


class Answer(NamedTuple):
    """What the server says to a link."""

    status: int
    ids: frozenset[str]


@dataclass
class Book:
    """The built book: its folder, and the server that shows it."""

    folder: Path
    address: str
    patience_s: float = 30
    answers: dict[str, Answer] = field(default_factory=dict)

    def url(self, path: Path) -> str:
        return f"{self.address}/{quote(path.relative_to(self.folder).as_posix())}"

    def answer(self, path: Path) -> Answer:
        url = self.url(path)
        if url not in self.answers:
            self.answers[url] = ask(url)
        return self.answers[url]


class Ids(HTMLParser):
    """Collects the ids of a page, which fragments may name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(value for name, value in attrs if name == "id" and value)


def ask(url: str) -> Answer:
    # The server is on this machine, so a proxy of the environment is passed by.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url) as response:
            ids = Ids()
            if response.headers.get_content_type() == "text/html":
                ids.feed(response.read().decode())
            return Answer(response.status, frozenset(ids.found))
    except urllib.error.HTTPError as error:
        return Answer(error.code, frozenset())


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files, quietly, and no listings: a folder is not a page."""

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        # A browser may hang up early: that is no fault of the book.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(folder: Path, handler: type[Handler] = Handler) -> Iterator[Book]:
    """The book in `folder`, on a free port for as long as the block runs."""
    server = Server(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Book(folder, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()


def find_pages(folder: Path) -> list[Path]:
    pages = sorted(folder.rglob("*.html"))
    pages = [p for p in pages if str(p.relative_to(folder)) not in NOT_PAGES]
    # One page is what is left of a book that failed half-way.
    if len(pages) < 2:
        sys.exit(f"no pages in {folder}: run `cargo run --release -- book` first")
    return pages


# ------------------------------------------------------------- a page in a browser


class Traffic:
    """What a page says and asks for while it is open."""

    def __init__(self, page: Page, book: Book) -> None:
        self.host = urlsplit(book.address).netloc
        self.console: list[tuple[str, str]] = []  # where, what
        self.exceptions: list[str] = []
        self.failed: dict[str, str] = {}
        self.refused: dict[str, int] = {}
        self.outside: list[str] = []
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.exceptions.append(str(error)))
        page.on("requestfailed", self.on_failed)
        page.on("response", self.on_response)
        page.route("**/*", self.on_route)
        page.route_web_socket("**/*", self.on_web_socket)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            text = f"{message.type}: {message.text}"
            self.console.append((message.location.get("url", ""), text))

    def on_failed(self, request: Request) -> None:
        self.failed[request.url] = request.failure or "failed"

    def on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.refused[response.url] = response.status

    def on_route(self, route: Route) -> None:
        # `data:` and `blob:` do not come here: they leave no machine.
        if urlsplit(route.request.url).netloc == self.host:
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def on_web_socket(self, socket: WebSocketRoute) -> None:
        # One that is not connected on purpose stays on this machine.
        self.outside.append(socket.url)


class Ink(NamedTuple):
    """A coloured letter of a formula: what it was given, and what is seen."""

    given: str
    colour: tuple[int, int, int]
    ground: tuple[int, int, int]


@dataclass
class Visit:
    """A page open in one view, as the checks see it."""

    book: Book
    file: Path
    view: View
    page: Page
    traffic: Traffic
    light_ink: list[Ink]  # of the same page and width in the light theme

    @functools.cached_property
    def ink(self) -> list[Ink]:
        found = self.page.evaluate(FIND_INK, list(NETWORK_COLOURS))
        return [Ink(name, tuple(seen), tuple(under)) for name, seen, under in found]


class Fault(NamedTuple):
    check: str
    text: str


SHOW_EVERYTHING = """async () => {
    document.querySelectorAll('main details').forEach(d => d.open = true);
    const root = document.documentElement;
    for (let y = 0; y < root.scrollHeight; y += innerHeight) {
        scrollTo({top: y, behavior: 'instant'});
        await new Promise(requestAnimationFrame);
    }
    scrollTo({top: root.scrollHeight, behavior: 'instant'});
}"""

IMAGES_COMPLETE = """() =>
    [...document.querySelectorAll('main img')].every(image => image.complete)"""


def load(visit: Visit) -> Iterator[str]:
    """Opens the page, and waits for all of it; the first check of all."""
    page, patience_ms = visit.page, visit.book.patience_s * 1000
    try:
        page.goto(visit.book.url(visit.file), timeout=patience_ms)
        page.evaluate(SHOW_EVERYTHING)
        page.wait_for_load_state("networkidle", timeout=patience_ms)
        page.wait_for_function(IMAGES_COMPLETE, timeout=patience_ms)
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    except TooSlow:
        yield f"not loaded within {visit.book.patience_s:g} s"


# -------------------------------------------------------------------- the checks


def console(visit: Visit) -> Iterator[str]:
    traffic = visit.traffic
    # A request that went wrong is in the console too: it counts once, below.
    reported = {*traffic.failed, *traffic.refused, *traffic.outside}
    for where, text in traffic.console:
        if where not in reported:
            yield f"console {text}"


def exceptions(visit: Visit) -> Iterator[str]:
    for text in visit.traffic.exceptions:
        yield f"uncaught exception: {text}"


def requests(visit: Visit) -> Iterator[str]:
    for url, why in visit.traffic.failed.items():
        if url not in visit.traffic.outside:
            yield f"request failed: {url} ({why})"
    for url, status in visit.traffic.refused.items():
        yield f"request refused: {url} ({status})"


def hosts(visit: Visit) -> Iterator[str]:
    for url in visit.traffic.outside:
        yield f"asks another host: {url}"


def theme(visit: Visit) -> Iterator[str]:
    # Else all that is said of the dark theme would be said of the light one.
    classes = visit.page.evaluate("[...document.documentElement.classList]")
    if visit.view.theme not in classes:
        instead = " ".join(classes) or "none"
        yield f"not in the theme {visit.view.theme}, but in {instead}"


VISIBLE_TEXT = """() => {
    const found = {prose: [], code: []};
    for (const main of document.querySelectorAll('main')) {
        const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const around = walker.currentNode.parentElement;
            if (!around.checkVisibility()) continue;
            const kind = around.closest('pre, code') ? 'code' : 'prose';
            found[kind].push(walker.currentNode.data);
        }
    }
    return {prose: found.prose.join('\\n'), code: found.code.join('\\n')};
}"""

# Any command of TeX, so `\frac` and the book's own `\online` and `\target` too.
RAW_PROSE = re.compile(r"\{\{|\$\$|\\[A-Za-z]+|\bANCHOR")
RAW_CODE = re.compile(r"\{\{#")


def raw_text(visit: Visit) -> Iterator[str]:
    text = visit.page.evaluate(VISIBLE_TEXT)
    for kind, pattern in (("prose", RAW_PROSE), ("code", RAW_CODE)):
        for match in pattern.finditer(text[kind]):
            near = text[kind][max(0, match.start() - 20) : match.end() + 20]
            yield f"raw {match.group()} in {kind}, near {' '.join(near.split())!r}"


FORMULAS = """() => [...document.querySelectorAll('main math')].map(math => {
    const box = math.getBoundingClientRect();
    return [math.textContent.trim(), box.width > 0 && box.height > 0];
})"""

FAILED_FORMULAS = """() => [...document.querySelectorAll(
    'main .katex-error, main merror, main [mathcolor="#cc0000" i]'
)].map(element => element.title || element.textContent.trim())"""


def formulas(visit: Visit) -> Iterator[str]:
    for text in visit.page.evaluate(FAILED_FORMULAS):
        yield f"formula failed: {text[:60]!r}"
    for text, seen in visit.page.evaluate(FORMULAS):
        if not seen:
            yield f"formula not to be seen: {text[:60]!r}"


IMAGES = """() => [...document.querySelectorAll('main img')].map(image => ({
    source: image.getAttribute('src') ?? '',
    shown: image.complete && image.naturalWidth > 0,
    alt: (image.getAttribute('alt') ?? '').trim(),
    width: image.getBoundingClientRect().width,
}))"""


def images(visit: Visit) -> Iterator[str]:
    for image in visit.page.evaluate(IMAGES):
        if not image["shown"]:
            yield f"image not shown: {image['source']}"
        if not image["alt"]:
            yield f"image without words: {image['source']}"
        if image["width"] > visit.view.width:
            yield f"image {image['width']:.0f} px wide: {image['source']}"


# mdBook's `.content` is a scroll box itself: what sticks out of it does not widen
# the page, so every box around and in `main` is asked whether it scrolls.
SIDEWAYS = """() => {
    const own = 'pre, pre code, math, table, .table-wrapper, .katex-display';
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(['page', root.scrollWidth]);
    for (const main of document.querySelectorAll('main')) {
        const boxes = [...main.querySelectorAll('*')];
        for (let e = main; e !== document.body; e = e.parentElement) boxes.push(e);
        for (const box of boxes) {
            if (box.matches(own) || box.scrollWidth <= box.clientWidth + 1) continue;
            if (getComputedStyle(box).overflowX === 'visible') continue;
            const name = [box.localName, ...box.classList].join('.');
            found.push([name, box.scrollWidth]);
        }
    }
    return found;
}"""


def sideways(visit: Visit) -> Iterator[str]:
    for name, width in visit.page.evaluate(SIDEWAYS):
        yield f"scrolls sideways: {name}, with content {width} px wide"


# A canvas knows every notation of a colour, and lays clear ones over each other.
FIND_INK = """given => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const brush = canvas.getContext('2d', {willReadFrequently: true});
    const seen = layers => {
        for (const layer of ['white', ...layers]) {
            brush.fillStyle = layer;
            brush.fillRect(0, 0, 1, 1);
        }
        return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const grounds = element => {
        const layers = [];
        for (let e = element; e; e = e.parentElement)
            layers.unshift(getComputedStyle(e).backgroundColor);
        return layers;
    };
    const found = [];
    for (const colour of given) {
        const own = `main [mathcolor="${colour}" i]`;
        for (const letter of document.querySelectorAll(`${own}, ${own} *`)) {
            if (letter.children.length) continue;
            const under = grounds(letter);
            const ink = getComputedStyle(letter).color;
            found.push([colour, seen([...under, ink]), seen(under)]);
        }
    }
    return found;
}"""


def luminance(colour: Iterable[int]) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [value / 255 for value in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Iterable[int], other: Iterable[int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def name_of(colour: tuple[int, int, int]) -> str:
    return "#%02x%02x%02x" % colour


def colours(visit: Visit) -> Iterator[str]:
    for given, colour, ground in visit.ink:
        ratio = contrast(colour, ground)
        if ratio < LEAST_CONTRAST:
            on = f"{name_of(colour)} on {name_of(ground)}"
            yield f"contrast {ratio:.2f}: letters given {given} are {on}"
    if visit.view.theme == DARK:
        light = {(ink.given, ink.colour) for ink in visit.light_ink}
        for given, colour, _ in visit.ink:
            if (given, colour) in light:
                yield f"not the theme's: letters given {given} are {name_of(colour)}"


LINKS = """() => [...document.querySelectorAll('main a[href]')].map(
    link => link.getAttribute('href').trim())"""


def links(visit: Visit) -> Iterator[str]:
    for link in dict.fromkeys(visit.page.evaluate(LINKS)):
        if fault := broken(link, visit.book, visit.file):
            yield f"link to {link or 'nothing'}: {fault}"


def broken(link: str, book: Book, file: Path) -> str | None:
    """What is wrong with a link on the page `file`."""
    parts = urlsplit(link)
    if parts.scheme == "https" and parts.netloc:
        return None
    # From the server's root, too: the book is also read from its folder.
    if not link or parts.scheme or parts.netloc or parts.path.startswith("/"):
        return "neither https nor relative"
    # By its words alone, as a browser does it that opens the file itself.
    path = file.parent / unquote(parts.path) if parts.path else file
    path = Path(os.path.normpath(path))
    if not path.is_relative_to(book.folder):
        return None if path.exists() else "no such file beside the book"
    status, ids = book.answer(path)
    if status != 200:
        return f"the server answers {status}"
    # The settings of a page are no place on it.
    is_place = parts.fragment and "=" not in parts.fragment
    if is_place and unquote(parts.fragment) not in ids:
        return "no such place on the page"
    return None


HEADINGS = """() => [...document.querySelectorAll('main h1')].map(
    heading => heading.innerText.trim())"""


def heading(visit: Visit) -> Iterator[str]:
    found = visit.page.evaluate(HEADINGS)
    if len(found) != 1:
        yield f"{len(found)} main headings"
    elif not found[0]:
        yield "a main heading without text"


CHECKS: list[Callable[[Visit], Iterator[str]]] = [
    console,
    exceptions,
    requests,
    hosts,
    theme,
    raw_text,
    formulas,
    images,
    sideways,
    colours,
    links,
    heading,
]


# --------------------------------------------------------------------- all of it


# Where mdBook looks for the reader's choice. A frame may have no storage.
KEEP_THEME = "try { localStorage.setItem('mdbook-theme', '%s') } catch {}"


def faults_of(visit: Visit) -> list[Fault]:
    faults = [Fault("load", text) for text in load(visit)]
    # What is not there cannot be judged.
    for check in [] if faults else CHECKS:
        faults += [Fault(check.__name__, text) for text in check(visit)]
    return list(dict.fromkeys(faults))


def look(
    browser: Browser,
    book: Book,
    file: Path,
    views: Iterable[View] = VIEWS,
    shots: Path | None = None,
) -> Iterator[tuple[View, list[Fault]]]:
    """Opens one page in each view and says what is wrong with it."""
    ink: list[Ink] = []
    for view in views:
        # A context of its own, so nothing is kept from one view to the next.
        context = browser.new_context(
            viewport={"width": view.width, "height": HEIGHT},
            service_workers="block",
        )
        context.add_init_script(KEEP_THEME % view.theme)
        page = context.new_page()
        visit = Visit(book, file, view, page, Traffic(page, book), ink)
        faults = faults_of(visit)
        loaded = all(fault.check != "load" for fault in faults)
        if view.theme == LIGHT:
            ink = visit.ink if loaded else []
        if shots and loaded:
            name = "-".join(file.relative_to(book.folder).with_suffix("").parts)
            page.screenshot(path=shots / f"{name}-{view}.png", full_page=True)
        context.close()
        yield view, faults


def check_book(browser: Browser, folder: Path, shots: Path | None) -> int:
    """Prints every fault of the book; the exit code."""
    pages = find_pages(folder)
    passed = failed = 0
    with served(folder) as book:
        for file in pages:
            for view, faults in look(browser, book, file, shots=shots):
                for fault in faults:
                    print(f"{file.relative_to(folder)} {view}: {fault.text}")
                passed += not faults
                failed += bool(faults)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


# ------------------------------------------------------------------ the self-test


class Case(NamedTuple):
    """A page with one fault: the check that finds it, and words it says."""

    check: str
    words: str
    body: str
    title: str = "<h1>Title</h1>"


TINY_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><title>Tiny</title><link rel="icon" href="data:,">
<script>
document.documentElement.classList.add(localStorage.getItem('mdbook-theme'));
</script>
<style>
.light {{ background: #fff; color: #000 }}
.navy {{ background: #161923; color: #bcbdd0 }}
.navy [mathcolor="#0072B2" i] {{ color: #56b4e9 }}
pre {{ overflow-x: auto }}
</style>
</head>
<body><main>{title}
{body}
</main></body>
</html>
"""

SQUARE = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">
<rect width="40" height="40"/></svg>"""

THETA = '<math><mstyle mathcolor="#0072B2" {}><mi>θ</mi></mstyle></math>'
GREY = "<style>main { background: rgb(0 0 0 / 50%) }</style>"
UNSEEN = 'style="display: none"'
WIDE = 'style="width: 2000px"'
NO_THEME = "document.documentElement.className = ''"


def in_a_box(body: str, name: str = "table-wrapper") -> str:
    return f'<div class="{name}" style="overflow-x: auto">{body}</div>'


# What looks like a fault here is none: each line is close to one below.
GOOD = f"""
<p id="here">Here, {THETA.format("")}, and
<code>{{{{x}}}}, $$, \\frac, ANCHOR</code>.</p>
<p><img src="square.svg" alt="A square."></p>
<p style="height: 3000px">Far down:</p>
<p><img src="square.svg?late" loading="lazy" alt="The same square."></p>
<p><img src="data:image/svg+xml,{quote(SQUARE)}" alt="The square again."></p>
<pre>{"wide " * 400}</pre>
{in_a_box(f"<table {WIDE}><tr><td>A</table>")}
<details><summary>More</summary>
<math><semantics><mfrac><mi>a</mi><mi>b</mi></mfrac>
<annotation encoding="application/x-tex">\\frac ab</annotation></semantics></math>
</details>
<p><a href="#here">here</a> <a href="good.html#here">here too</a>
<a href="./other.html">elsewhere</a> <a href="../beside.rs">beside</a>
<a href="../beside/">a folder</a> <a href="https://example.com/">far away</a></p>
"""

CASES = [
    Case("load", "not loaded", '<script src="stalled.js"></script>'),
    Case("console", "console error: no", "<script>console.error('no')</script>"),
    Case("console", "console warning: hm", "<script>console.warn('hm')</script>"),
    Case("exceptions", "uncaught", "<script>throw new Error('no')</script>"),
    Case("requests", "request failed", '<script src="dropped.js"></script>'),
    Case("requests", "(404)", '<script src="gone.js"></script>'),
    Case("hosts", "//example.com", '<script src="https://example.com/x"></script>'),
    Case("hosts", ":1/x", '<link rel="stylesheet" href="http://127.0.0.1:1/x">'),
    Case("hosts", "wss:", "<script>new WebSocket('wss://example.com/')</script>"),
    Case("theme", "not in the theme", f"<script>{NO_THEME}</script>"),
    Case("raw_text", "raw {{ in prose", "<p>{{x}}</p>"),
    Case("raw_text", "raw {{# in code", "<pre><code>{{#include x}}</code></pre>"),
    Case("raw_text", "raw $$", "<p>$$ a = b $$</p>"),
    Case("raw_text", "raw \\frac", "<p>\\frac{a}{b}</p>"),
    Case("raw_text", "raw \\online", "<details><p>\\online</p></details>"),
    Case("raw_text", "raw \\target", "<p>\\target</p>"),
    Case("raw_text", "raw ANCHOR", "<p>// ANCHOR: here</p>"),
    Case("formulas", "failed: 'x'", '<p><span class="katex-error">x</span></p>'),
    Case("formulas", "failed: 'y'", "<math><merror><mi>y</mi></merror></math>"),
    Case("formulas", "failed: 'z'", '<math><mi mathcolor="#CC0000">z</mi></math>'),
    Case("formulas", "not to be seen", f"<math {UNSEEN}><mi>x</mi></math>"),
    Case("formulas", "not to be seen", "<p><math></math></p>"),
    Case("images", "not shown", '<img src="not.svg" alt="Not an image.">'),
    Case("images", "without words", '<img src="square.svg">'),
    Case("images", "without words", '<img src="square.svg" alt=" ">'),
    Case("images", "2000 px wide", in_a_box(f"<img {WIDE} src=square.svg alt=A>")),
    Case("sideways", "page", f"<div {WIDE}>Wide</div>"),
    Case("sideways", "div.content", in_a_box(f"<p {WIDE}>Wide</p>", "content")),
    Case("colours", "contrast 1.", THETA.format('style="color: #777"') + GREY),
    Case("colours", "not the theme's", THETA.format('style="color: #0072B2"')),
    Case("links", "answers 404", '<a href="gone.html">gone</a>'),
    Case("links", "answers 404", '<a href="figures/">a folder without a page</a>'),
    Case("links", "no such place", '<a href="good.html#gone">gone</a>'),
    Case("links", "no such place", '<a href="#gone">gone</a>'),
    Case("links", "no such file", '<a href="../gone.rs">gone</a>'),
    Case("links", "neither", '<a href="http://example.com/">not secure</a>'),
    Case("links", "neither", '<a href="/good.html">from the root</a>'),
    Case("links", "to nothing", '<a href="">nothing</a>'),
    Case("heading", "0 main headings", "<p>No heading.</p>", title=""),
    Case("heading", "2 main headings", "<h1>Another</h1>"),
    Case("heading", "without text", "<p>Text.</p>", title="<h1> </h1>"),
]


class FaultyHandler(Handler):
    """Hangs up on one file, and keeps one waiting."""

    def do_GET(self) -> None:
        if self.path == "/dropped.js":
            self.close_connection = True
        elif self.path == "/stalled.js":
            time.sleep(60)
        else:
            super().do_GET()


def write_tiny_book(folder: Path) -> None:
    """A good page and one page for each case, and the files they need."""
    folder.mkdir()
    (folder / "figures").mkdir()
    (folder / "square.svg").write_text(SQUARE)
    (folder / "not.svg").write_text("This is no image.")
    (folder.parent / "beside.rs").write_text("")
    (folder.parent / "beside").mkdir()
    pages = {"good": Case("", "", GOOD), "other": Case("", "", "")}
    pages |= {f"bad-{number}": case for number, case in enumerate(CASES)}
    for name, case in pages.items():
        text = TINY_PAGE.format(title=case.title, body=case.body)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")


def refuses_no_pages(folder: Path) -> bool:
    folder.mkdir()
    try:
        find_pages(folder)
    except SystemExit as error:
        return "no pages in" in str(error)
    return False


def self_test(browser: Browser) -> int:
    """Shows that good pages pass, and that each check finds its fault alone."""
    wrong: list[str] = []
    narrow = [View(min(WIDTHS), LIGHT), View(min(WIDTHS), DARK)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "book"
        write_tiny_book(folder)
        with served(folder, FaultyHandler) as book:
            for view, faults in look(browser, book, folder / "good.html"):
                wrong += [f"good page {view}: {fault.text}" for fault in faults]
            for number, case in enumerate(CASES):
                # A slow machine must not fail a page, but one page is to be slow.
                book.patience_s = 3 if case.check == "load" else 30
                file = folder / f"bad-{number}.html"
                views = look(browser, book, file, narrow)
                seen = [fault for _, faults in views for fault in faults]
                if not any(case.words in fault.text for fault in seen):
                    wrong.append(f"not found: {case.check}, {case.words!r}: {seen}")
                if others := [fault for fault in seen if fault.check != case.check]:
                    wrong.append(f"found beside {case.words!r}: {others}")
        if not refuses_no_pages(Path(name) / "empty"):
            wrong.append("a folder without pages is taken for a book")
    can_fail = {case.check for case in CASES}
    if missing := {"load", *(check.__name__ for check in CHECKS)} - can_fail:
        wrong.append(f"no page for the checks {sorted(missing)}")
    for line in wrong:
        print(line)
    if not wrong:
        print(f"self-test: {len(can_fail)} checks can fail, on {len(CASES)} pages")
    return 1 if wrong else 0


def system_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Opens every page of the built book in a browser.",
    )
    parser.add_argument("book", nargs="?", type=Path, default=Path("target/book"))
    parser.add_argument("--screenshots", type=Path, metavar="DIR")
    parser.add_argument("--chromium", metavar="PATH", default=system_chromium())
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if not options.chromium:
        parser.error("no Chromium here: install it, or say --chromium PATH")
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    folder = Path(os.path.abspath(options.book))
    if not options.self_test:
        find_pages(folder)  # says so at once if there are none
    with sync_playwright() as playwright:
        # As root, as in a container, Chromium starts without its sandbox only.
        browser = playwright.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox"]
        )
        try:
            if options.self_test:
                return self_test(browser)
            return check_book(browser, folder, options.screenshots)
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(main())

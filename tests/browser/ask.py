"""Hands files to the doctor on the book's page `ask` in a browser.

The page is opened from its file, without a server and without a network. Then

* its verdict on each file is, word for word, what `deepq doctor` prints about it, and
  its charts are those that `deepq doctor --plot` draws;
* a file that is no run is refused in the same words, with a remedy;
* files come by the button, by a drop and by the example, and nothing goes out;
* settings that are typed count as those of a file or of the command line;
* the name of a file is text, whatever is in it;
* it fits a telephone, can be read in the dark, and by who does not see it;
* the doctor is loaded when he is asked, and on no other page.

To run it, with a Chromium on the machine:

    cargo run --release -- book
    python3 -m venv pages-venv
    pages-venv/bin/pip install -r tests/browser/requirements.txt
    pages-venv/bin/python tests/browser/ask.py

`--self-test` shows instead that each check can fail: it breaks the page in one way
after another, and the check that is named for it must notice. `--against FILE` compares
the answers of the page with those of another script that `deepq web` has made.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from checking import (
    NARROW,
    RELEASE,
    Break,
    Check,
    Suite,
    Visit,
    elsewhere,
    main,
    unfit,
    unreadable,
)
from pages import DARK, LIGHT
from playwright.sync_api import Page

RESULTS = Path(__file__).parents[2] / "book/results"

# Runs, as this and other programs leave them: the doctor has something to say of each.
RECORDED = ("no-mask.csv", "dqn.csv", "per-unwritten.csv", "no-replay.csv")
MONITOR = '#{"t_start": 1795888029.9, "env_id": "CartPole-v1"}\nr,l,t\n' + "".join(
    f"{9 + i % 3}.0,{9 + i % 3},{i}.5\n" for i in range(60)
)
LINES = "".join(
    f'{{"step": {20 * i}, "reward": {10 + i % 7}, "loss": {1.5**i}}}\n'
    for i in range(1, 40)
)
WRITTEN = {
    "monitor.csv": MONITOR,
    "log.jsonl": LINES,
    "endless.csv": "episode,steps,score\n1,5,1e999\n2,9,1e999\n",
}
# Files that are no run.
REFUSED = {
    "empty.csv": "",
    "notes.txt": "nothing to see\n",
    "half.csv": "episode,steps,score\n1,-5,2\n",
    "words.csv": "episode,steps,score\n1,5,many\n",
    "<b>&'.csv": "<i>\n3\n",
}
HOSTILE = "<img src=x onerror=alert(1)>&amp;<b>.csv"


@dataclass
class Asking(Visit):
    """The page, opened anew, with files to hand in."""

    deepq: Path = Path()
    holder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)

    def __post_init__(self) -> None:
        for name in RECORDED:
            (self.files / name).write_bytes((RESULTS / name).read_bytes())
        for name, text in (WRITTEN | REFUSED).items():
            (self.files / name).write_text(text, encoding="utf-8")

    @property
    def files(self) -> Path:
        return Path(self.holder.name)

    def ask(self, page: Page, *names: str) -> None:
        """Hands files in by the button, and waits for the answer."""
        page.locator("#ask input[type=file]").set_input_files([self.files / n for n in names])
        self.wait(page)

    def wait(self, page: Page) -> None:
        page.wait_for_function(
            "document.querySelector('#ask .verdict').innerText !== ''"
        )

    def native(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.deepq, "doctor", *arguments],
            cwd=self.files,
            capture_output=True,
            text=True,
        )


def printed(page: Page) -> str:
    return page.evaluate("Ask.printed()")


def shows(page: Page, words: str) -> None:
    """Waits until the verdict has these words."""
    page.wait_for_function(
        "words => document.querySelector('#ask .verdict').innerText.includes(words)",
        arg=words,
    )


def verdict(page: Page) -> str:
    """The words of the doctor, folded ones too, without the links of the page."""
    return page.evaluate(
        """() => {
            const verdict = document.querySelector('#ask .verdict');
            for (const fold of verdict.querySelectorAll('details')) fold.open = true;
            const links = [...verdict.querySelectorAll('.museum')];
            for (const link of links) link.hidden = true;
            const words = verdict.innerText;
            for (const link of links) link.hidden = false;
            return words;
        }"""
    )


def words(text: str) -> list[str]:
    """The words, without the marks of lists."""
    text = re.sub(r"^ {2}(-|\d+\.) ", "", text, flags=re.MULTILINE)
    return text.split()


def open_example(visit: Asking, **more: Any) -> Page:
    page = visit.open(**more)
    page.get_by_role("button", name="Try an example").click()
    visit.wait(page)
    return page


# ------------------------------------------------------------------------ the checks


def quiet(visit: Asking) -> Iterator[str]:
    """No fault in the console, and nothing asked for but the files of the book."""
    page = open_example(visit, offline=True)
    visit.ask(page, "dqn.csv")
    visit.ask(page, "notes.txt")
    yield from visit.said


def same_words(visit: Asking) -> Iterator[str]:
    """What a reader can copy is what the command line prints; and all of it is shown."""
    page = visit.open()
    for name in (*RECORDED, *WRITTEN):
        visit.ask(page, name)
        expected = visit.native(name).stdout
        if printed(page) != expected:
            yield f"{name}: {printed(page)!r}, and natively {expected!r}"
        text = re.sub("^read: .*\n", "", expected, flags=re.MULTILINE)
        # Names of columns are set as code there.
        if words(verdict(page)) != words(text.replace("`", "")):
            yield f"{name}: shows {verdict(page)!r}"


def lists(visit: Asking) -> Iterator[str]:
    """Symptoms and causes are lists, with headings, and a sentence is one paragraph."""
    page = visit.open()
    visit.ask(page, "no-mask.csv")
    expected = visit.native("no-mask.csv").stdout
    for mark, tag in ((r"  - ", "ul"), (r"  \d+\. ", "ol")):
        items = len(re.findall(f"^{mark}", expected, flags=re.MULTILINE))
        shown = page.locator(f"#ask .verdict {tag} > li").count()
        if items != shown or items == 0:
            yield f"{shown} items of {tag} for {items}"
    if page.locator("#ask .verdict h3").count() < 2:
        yield "the lists have no headings"
    for line in page.locator("#ask .verdict li p").all_text_contents():
        if line[0].islower() and "Check: " in line[1:]:
            yield f"two sentences in one paragraph: {line!r}"
    checks = len(re.findall("^ +Check: ", expected, flags=re.MULTILINE))
    shown = page.locator("#ask .verdict li p", has_text=re.compile("^Check: ")).count()
    if checks != shown:
        yield f"{shown} paragraphs say what to check, and natively {checks}"


def museum(visit: Asking) -> Iterator[str]:
    """A cause leads to its section of the museum; what was not looked for is folded."""
    page = visit.open()
    visit.ask(page, "no-mask.csv")
    first = page.locator("#ask .verdict ol > li").first
    link = first.locator(".museum a").first.get_attribute("href") or ""
    place = link.removeprefix("museum.html#")
    if f'id="{place}"' not in (visit.folder / "museum.html").read_text(encoding="utf-8"):
        yield f"the first cause leads to {link!r}"
    visit.ask(page, "monitor.csv")
    fold = page.locator("#ask .verdict details", has_text="Not looked for")
    if fold.count() != 1 or fold.locator("ul").is_visible():
        yield "what was not looked for is not folded"


def texts(svg: str) -> list[str]:
    return sorted(re.findall(r"<text[^>]*>\s*([^<]*?)\s*</text>", svg))


def charts(visit: Asking) -> Iterator[str]:
    """The panel has the charts that the command line draws, and is seen whole."""
    page = visit.open()
    for name in ("no-mask.csv", "monitor.csv"):
        visit.ask(page, name)
        visit.native(name, "--plot", "native.svg")
        native = (visit.files / "native.svg").read_text(encoding="utf-8")
        panel = page.evaluate("Ask.panel()")
        if texts(panel) != texts(native) or not texts(panel):
            yield f"{name}: other words in the charts: {texts(panel)}"
        for shape in ("<polyline", "<polygon", "<circle"):
            if panel.count(shape) != native.count(shape):
                yield f"{name}: {panel.count(shape)} of {shape}"
        box = page.locator("#ask .panel svg").bounding_box()
        room = page.locator("#ask .panel").bounding_box()
        if not box or box["height"] < 200 or box["width"] > room["width"] + 1:
            yield f"{name}: the panel is {box} in {room}"


def example(visit: Asking) -> Iterator[str]:
    """The example is a run with symptoms, and gets the verdict of the command line."""
    page = open_example(visit)
    name, rows = page.evaluate("[DOCTOR.name, DOCTOR.example]")
    (visit.files / "example").mkdir(exist_ok=True)
    (visit.files / "example" / name).write_text(rows, encoding="utf-8")
    expected = visit.native(f"example/{name}").stdout.replace("example/", "", 1)
    if printed(page) != expected or "Symptoms:" not in expected:
        yield f"says {printed(page)!r}"


def refusals(visit: Asking) -> Iterator[str]:
    """A file that is no run is refused as on the command line, and a remedy is named."""
    page = visit.open()
    visit.ask(page, "monitor.csv")
    for name in REFUSED:
        visit.ask(page, name)
        expected = visit.native(name).stderr.removeprefix("error: ")
        if not expected or words(expected.replace("`", "")) != words(
            page.locator("#ask .refusal p").first.inner_text()
        ):
            yield f"{name}: {verdict(page)!r}, and natively {expected!r}"
        link = page.locator("#ask .refusal a").first.get_attribute("href") or ""
        target, _, place = link.partition("#")
        if f'id="{place}"' not in (visit.folder / target).read_text(encoding="utf-8"):
            yield f"{name}: the remedy leads to {link!r}"
        if page.locator("#ask .panel, #ask .tools").count():
            yield f"{name}: parts of an older answer are left"
    drop(page, {"large.csv": 70_000_000})
    visit.wait(page)
    if "70 MB" not in verdict(page):
        yield f"reads a file of any size: {verdict(page)!r}"
    visit.ask(page, "dqn.csv")
    if page.locator("#ask .refusal").count() or "dqn.csv" not in verdict(page):
        yield "a run after a refusal is refused too"


def drop(page: Page, files: dict[str, str | int]) -> bool:
    """Drops files beside the zone; a number is a size. Whether the page took them."""
    return page.evaluate(
        """files => {
            const data = new DataTransfer();
            for (const [name, text] of Object.entries(files))
                data.items.add(new File(
                    [typeof text === 'number' ? new Uint8Array(text) : text], name));
            const main = document.querySelector('main h1');
            return ['dragover', 'drop'].map(kind => !main.dispatchEvent(new DragEvent(
                kind, {dataTransfer: data, bubbles: true, cancelable: true}
            ))).every(Boolean);
        }""",
        files,
    )


def dropped(visit: Asking) -> Iterator[str]:
    """A file may be dropped anywhere; of several the run is read, with its settings."""
    page = visit.open()
    files = {"facts.json": '{"gamma": 0.9}', "x.yaml": "[", "monitor.csv": MONITOR}
    if not drop(page, files):
        yield "the browser would open a file that is dropped beside the zone"
    visit.wait(page)
    if "monitor.csv: 1 run" not in verdict(page):
        yield f"reads another file: {verdict(page)!r}"
    if "Known of the settings" not in verdict(page) or "gamma = 0.9" not in verdict(page):
        yield f"does not know the settings: {verdict(page)!r}"
    notes = page.locator("#ask details", has_text="How the file was read")
    if "not read: x.yaml" not in notes.text_content():
        yield "does not say which file it has not read"


def settings(visit: Asking) -> Iterator[str]:
    """Settings that are typed are told with the next file, and of the last one again."""
    page = visit.open()
    page.get_by_text("Tell the settings").click()
    page.wait_for_selector("#ask .settings input")
    names = page.locator("#ask .settings code").all_inner_texts()
    table = (visit.folder / "doctor.html").read_text(encoding="utf-8")
    for name in names:
        if f"<td style=\"text-align: left\"><code>{name}</code>" not in table:
            yield f"{name} is no fact of the manual"
    if len(names) < 10 or page.locator("#ask .verdict").inner_text():
        yield f"asks for {names}"
    page.get_by_label("gamma").fill("0.9")
    visit.ask(page, "monitor.csv")
    expected = visit.native("monitor.csv", "--fact", "gamma=0.9").stdout
    if printed(page) != expected or "gamma = 0.9" not in expected:
        yield f"says {printed(page)!r}, and natively {expected!r}"
    page.get_by_label("batch_size").fill("64")
    page.get_by_label("batch_size").blur()
    shows(page, "batch_size = 64")


def later(visit: Asking) -> Iterator[str]:
    """Settings that come alone belong to the run before; without one they are refused."""
    page = visit.open()
    drop(page, {"config.yaml": "gamma: 0.9"})
    visit.wait(page)
    if page.locator("#ask .refusal").count() != 1:
        yield f"takes settings for a run: {verdict(page)!r}"
    drop(page, {"monitor.csv": MONITOR})
    shows(page, "monitor.csv: 1 run")
    drop(page, {"config.yaml": "gamma: 0.9"})
    shows(page, "gamma = 0.9")
    if "monitor.csv: 1 run" not in verdict(page):
        yield f"forgets the run: {verdict(page)!r}"


def unbuilt(visit: Asking) -> Iterator[str]:
    """The page of the repository needs no book: a copy of the files is enough."""
    copy = replace(visit, folder=Path(__file__).parents[2], context=None)
    try:
        page = copy.open(path="doctor.html")
        copy.ask(page, "no-mask.csv")
        if printed(page) != visit.native("no-mask.csv").stdout:
            yield f"says {printed(page)!r}"
        copy.ask(page, "notes.txt")
        link = page.locator("#ask .refusal a").first.get_attribute("href") or ""
        # The page itself is called as the manual is in the book.
        if not (copy.folder / link.partition(".md#")[0]).with_suffix(".md").is_file():
            yield f"the remedy leads to {link!r}"
        yield from copy.said
    finally:
        copy.close()


def hostile(visit: Asking) -> Iterator[str]:
    """The name of a file is text, in the verdict and in the charts."""
    page = visit.open()
    drop(page, {HOSTILE: MONITOR})
    visit.wait(page)
    page.wait_for_timeout(300)
    if page.locator("#ask :is(img, b)").count():
        yield "the name of a file is taken for a part of the page"
    if HOSTILE not in verdict(page):
        yield f"another name: {verdict(page)!r}"
    if page.locator("#ask .panel svg text").count() < 3:
        yield "no charts"
    yield from visit.said


def copied(visit: Asking) -> Iterator[str]:
    """The verdict can be copied, and the charts can be saved."""
    page = open_example(visit, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the verdict").click()
    page.wait_for_function(
        "document.querySelector('#ask [role=status]').innerText.includes('copied')"
    )
    if page.evaluate("navigator.clipboard.readText()") != printed(page):
        yield "copies something else"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the charts").click()
    if saved.value.path().read_text() != page.evaluate("Ask.panel()"):
        yield "saves something else"


def narrow(visit: Asking) -> Iterator[str]:
    """On a telephone nothing sticks out, and fingers find the buttons."""
    page = open_example(visit, width=NARROW)
    yield from unfit(page, "#ask")
    visit.ask(page, "half.csv")
    yield from unfit(page, "#ask")


def readable(visit: Asking) -> Iterator[str]:
    """All words can be read, in the light and in the dark."""
    for theme in (LIGHT, DARK):
        for name in ("log.jsonl", "half.csv"):
            page = visit.open(theme=theme)
            visit.ask(page, name)
            yield from unreadable(page, "#ask :is(p, h3, li, a, code, button, summary)")


def spoken(visit: Asking) -> Iterator[str]:
    """Keys reach all of it, and the verdict is announced."""
    page = visit.open()
    page.get_by_role("button", name="Choose files").focus()
    with page.expect_file_chooser() as chooser:
        # The browser needs a moment to learn that it is to show no window.
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
    if not chooser.value.is_multiple():
        yield "only one file can be chosen"
    if page.locator("#ask .verdict[role=region][aria-live=polite]").count() != 1:
        yield "the verdict is not announced"
    if page.locator("#ask [role=status]").count() != 1:
        yield "nothing tells how it goes"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    visit.wait(page)
    if page.locator("#ask svg[role=img] > title").count() != 1:
        yield "the charts have no words"


def alone(visit: Asking) -> Iterator[str]:
    """The doctor is loaded when he is asked, and on no other page."""
    page = visit.open()
    if page.evaluate("typeof DOCTOR") != "undefined":
        yield "the page loads the doctor before he is asked"
    yield from elsewhere(visit, "ask/ask.js")


CHECKS: list[Check] = [
    quiet,
    same_words,
    lists,
    museum,
    charts,
    example,
    refusals,
    dropped,
    settings,
    later,
    unbuilt,
    hostile,
    copied,
    narrow,
    readable,
    spoken,
    alone,
]


def answers(visit: Asking) -> dict[str, Any]:
    """What the page answers to each file."""
    page = visit.open()
    found: dict[str, Any] = {}
    for name in (*RECORDED, *WRITTEN, *REFUSED):
        visit.ask(page, name)
        found[name] = (verdict(page), page.evaluate("Ask.panel()"))
    return found


# --------------------------------------------------------------------- the self-test

# The name of a check, and a fault that it must find.
CASES: list[tuple[str, Break]] = [
    ("quiet", Break("ask.js", "listen(zone);", "listen(zone); console.error('no');")),
    (
        "quiet",
        Break("ask.js", "clear();", "clear(); fetch('https://example.com/');"),
    ),
    ("quiet", Break("ask.js", "'doctor.js'", "'none.js'")),
    ("same_words", Break("ask.js", "`read: ${note}\\n`", "`${note}\\n`")),
    ("same_words", Break("ask.js", "${text}\\n`", "${text}`")),
    ("same_words", Break("verdict.js", "else item.push(words);", "")),
    ("same_words", Break("verdict.js", ".flatMap(block)", ".slice(0, 2).flatMap(block)")),
    ("lists", Break("verdict.js", "firstWord(line) !== 'Check:'\n    && ", "")),
    ("lists", Break("verdict.js", "isNumbered ? 'ol' : 'ul'", "'ul'")),
    ("lists", Break("verdict.js", "[element('h3', heading)", "[element('p', heading)")),
    ("museum", Break("ask.js", "    addSections();\n", "")),
    ("museum", Break("verdict.js", "FOLDED = 'Not", "FOLDED = 'Never")),
    ("charts", Break("ask.js", ", picture(panel));", ");")),
    ("charts", Break("ask.js", "svg, 'image/svg+xml'", "svg.slice(9), 'image/svg+xml'")),
    ("charts", Break("ask-", "svg {\n    display: block;", "svg {\n    min-width: 2000px;")),
    ("example", Break("ask.js", "encode(DOCTOR.example)", "encode('steps,score\\n1,2')")),
    ("refusals", Break("ask.js", "below.replaceChildren();\n", "\n")),
    ("refusals", Break("ask.js", "code(isRefusal ? error : error.message)", "'No.'")),
    ("refusals", Break("ask.js", "#a-run-of-another-framework", "#gone")),
    ("refusals", Break("ask.js", "size > LARGEST", "false")),
    ("refusals", Break("ask.js", "verdict.classList.remove('refusal');", "")),
    ("dropped", Break("ask.js", "event.preventDefault();\n      askAbout", "askAbout")),
    ("dropped", Break("ask.js", "[...list]", "[...list].slice(-1)")),
    ("dropped", Break("ask.js", "...reading(notes), ", "")),
    ("later", Break("ask.js", "? latest : undefined", "? undefined : undefined")),
    ("unbuilt", Break("ask.js", "root.dataset.manual ?? MANUAL", "MANUAL")),
    ("settings", Break("ask.js", ", ...told()]", "]")),
    ("settings", Break("ask.js", "'change', askAgain", "'change', () => {}")),
    ("settings", Break("ask.js", "element('code', name)", "element('code', 'x')")),
    (
        "hostile",
        Break(
            "ask.js",
            "verdict.replaceChildren(...elements(text));",
            "verdict.innerHTML = text;",
        ),
    ),
    ("copied", Break("ask.js", "writeText(printed(said))", "writeText(said.text)")),
    ("copied", Break("ask.js", "new Blob([said.panel]", "new Blob([said.text]")),
    ("narrow", Break("ask-", "overflow-wrap: anywhere;", "min-width: 600px;")),
    ("narrow", Break("ask-", "min-height: 44px;", "height: 20px;")),
    ("narrow", Break("ask-", "flex-basis: 100%;", "min-width: 640px;")),
    ("readable", Break("ask-", "line-height: 1.45;", "color: #777;")),
    ("spoken", Break("ask.js", "'aria-live', 'polite'", "'aria-live', 'off'")),
    ("spoken", Break("ask.js", "multiple: true", "multiple: false")),
    ("spoken", Break("ask.js", "() => chooser.click()", "() => {}")),
    ("alone", Break("ask.js", "listen(zone);", "listen(zone); load();")),
]


if __name__ == "__main__":
    suite = Suite(
        description="Asks the doctor on a page of the built book in a browser.",
        page="ask.html",
        visit=Asking,
        checks=CHECKS,
        cases=CASES,
        programs=(("deepq", RELEASE / "deepq"),),
        script="doctor.js",
        answers=answers,
    )
    sys.exit(main(suite))

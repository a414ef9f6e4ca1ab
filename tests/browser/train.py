"""Trains agents on the book's page `train` in a browser.

The page is opened from its file, without a server and without a network. Then

* the rows of the browser are those of the same code as a program, number by number;
* an agent starts, waits, goes on and begins anew, and every choice makes one;
* choices come back from a shared address, and one that makes no sense is refused;
* `deepq doctor` reads the rows that are saved and says what the page says, and
  `deepq watch` plays the network;
* most seeds balance the pole in time, and the page stays awake meanwhile;
* it fits a telephone, can be read in the dark, and by who does not see it;
* the small trainers of the chapters train the agents that they lead to on this page;
* the trainer is loaded when it is started, and on no other page.

To run it, with a Chromium on the machine:

    cargo run --release -- book
    cargo build --release -p deepq-trainer --example rows
    python3 -m venv pages-venv
    pages-venv/bin/pip install -r tests/browser/requirements.txt
    pages-venv/bin/python tests/browser/train.py

`--self-test` shows instead that each check can fail: it breaks the page in one way
after another, and the check that is named for it must notice.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
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
from playwright.sync_api import Error, Page

# ANCHOR: judged
# The seeds that chose among settings, and those that judge the choice.
CHOSEN_BY = range(1, 6)
JUDGED_BY = range(11, 21)
# A greedy score that counts as balanced, the seconds until then, and in how many runs.
BALANCED = 475
WITHIN_S = 60
LEAST_RUNS = 8
# The longest that most frames may take, in ms: all but one of twenty.
LONGEST_FRAME = 50
# ANCHOR_END: judged

# What is compared with the program: choices, a seed, and how many episodes.
COMPARED = (
    ("", 1, 60),
    ("memory:prioritised,n:3,follows:tau,tau:0.01", 12, 30),
    ("network:16,bootstrap:max,optimizer:rms-prop,fault:no-mask", 34, 40),
    ("network:dueling", 5, 14),
)


@dataclass
class Training(Visit):
    """The page, opened anew."""

    deepq: Path = Path()
    rows: Path = Path()

    def start(self, page: Page, episodes: int = 1) -> None:
        page.locator("#train [data-do=run]").click()
        self.wait(page, episodes)

    def wait(self, page: Page, episodes: int) -> None:
        page.wait_for_function(
            "n => Train.rows().every(rows => rows.length >= n)", arg=episodes
        )

    def set(self, page: Page, query: str) -> None:
        page.evaluate("query => { location.hash = query; }", query)
        page.wait_for_timeout(100)

    def save(self, page: Page, name: str, folder: Path) -> Path:
        with page.expect_download() as download:
            page.get_by_role("button", name=name).first.click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def native(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.deepq, *arguments], capture_output=True, text=True)


def count(page: Page, lane: int = 0) -> int:
    return page.evaluate("lane => Train.rows()[lane].length", lane)


def status(page: Page) -> str:
    return page.locator("#train .status").inner_text()


# ------------------------------------------------------------------------ the checks


def quiet(visit: Training) -> Iterator[str]:
    """No fault in the console, and nothing asked for but the files of the book."""
    page = visit.open(offline=True)
    visit.start(page, 12)
    yield from visit.said


# Trains without the page around it, and returns the rows as a file.
ROWS = """async ([chosen, seed, episodes]) => {
    const bound = await Crate.open();
    const choices = Choices.toJson(Choices.ofAddress(chosen));
    const trainer = new bound.Trainer(choices, seed);
    for (let i = 0; i < episodes; i++) trainer.step();
    return [choices, trainer.csv()];
}"""


def same_rows(visit: Training) -> Iterator[str]:
    """The browser's rows are those of a processor without fused multiply-adds."""
    page = visit.open()
    emulator = ["qemu-x86_64", "-cpu", "Nehalem"] if shutil.which("qemu-x86_64") else []
    for chosen, seed, episodes in COMPARED:
        choices, found = page.evaluate(ROWS, [chosen, seed, episodes])
        command = [*emulator, visit.rows, choices, str(seed), str(episodes)]
        run = subprocess.run(command, capture_output=True, text=True)
        lines = zip(found.splitlines(), run.stdout.splitlines(), strict=False)
        differing = [pair for pair in lines if pair[0] != pair[1]]
        if differing:
            yield f"{chosen or 'the defaults'}: {differing[0]}"
        elif len(run.stdout.splitlines()) != episodes + 1:
            yield f"{chosen}: the program says {run.stdout[:80]!r} {run.stderr[:200]!r}"


def defaults(visit: Training) -> Iterator[str]:
    """The fields begin with the choices that the crate begins with."""
    page = visit.open()
    wanted = page.evaluate(
        """async () => {
            const bound = await Crate.open();
            const given = JSON.parse(bound.defaults());
            const isGiven = ([, value]) => value !== null;
            given.settings = Object.fromEntries(Object.entries(given.settings).filter(isGiven));
            return given;
        }"""
    )
    found = page.evaluate("JSON.parse(Choices.toJson(Choices.ofAddress('')))")
    if found != wanted:
        yield f"the page has {found}, the crate {wanted}"


def waits(visit: Training) -> Iterator[str]:
    """It starts, waits, goes on, plays one episode, and begins anew."""
    page = visit.open()
    page.wait_for_timeout(300)
    if count(page):
        yield "it starts by itself"
    visit.start(page, 5)
    run = page.locator("#train [data-do=run]")
    run.click()
    page.wait_for_timeout(1500)
    before = count(page)
    page.wait_for_timeout(700)
    if count(page) != before or run.inner_text() != "Go on":
        yield f"it does not wait: {before} episodes, then {count(page)}"
    if "predicted return" not in status(page):
        yield f"it says {status(page)!r}"
    page.locator("#train [data-do=step]").click()
    page.wait_for_timeout(1500)
    if count(page) != before + 1:
        yield f"one episode makes {count(page) - before}"
    run.click()
    visit.wait(page, before + 3)
    page.locator("#train [data-do=again]").click()
    page.wait_for_timeout(1000)
    if count(page) or run.inner_text() != "Start":
        yield "it does not begin anew"
    visit.start(page, 2)
    run.click()
    seed = page.get_by_label("Seed").input_value()
    page.locator("#train [data-do=another]").click()
    if page.get_by_label("Seed").input_value() == seed:
        yield "it draws no other seed"


def repeats(visit: Training) -> Iterator[str]:
    """A seed gives its rows again, alone or beside another agent."""
    found = []
    for query in ("seed=3&a=", "seed=3&a=&b=n:3"):
        page = visit.open()
        visit.set(page, query)
        visit.start(page, 6)
        found.append(page.evaluate("Train.rows()[0].slice(0, 6)"))
        beside = page.evaluate("Train.rows().at(-1).slice(0, 6)")
    if found[0] != found[1]:
        yield "the rows of a seed differ"
    if beside == found[1]:
        yield "two agents of other settings have the same rows"


def chosen(visit: Training) -> Iterator[str]:
    """Every choice makes an agent."""
    page = visit.open()
    for key, names in page.evaluate("Choices.NAMES").items():
        for name in names:
            visit.set(page, f"seed=2&a={key}:{name}")
            if page.locator(f"#train [name={key}]").input_value() != name:
                yield f"{key} is not {name}"
            visit.start(page)
            if refused := page.locator("#train .refusal").inner_text():
                yield f"{key} {name}: {refused}"


def refuses(visit: Training) -> Iterator[str]:
    """A number that makes no sense is refused in words, and a change lifts the refusal."""
    page = visit.open()
    page.get_by_text("Settings", exact=True).click()
    gamma = page.locator("#train [name=gamma]")
    gamma.fill("2")
    gamma.press("Tab")
    page.locator("#train [data-do=run]").click()
    refusal = page.locator("#train .refusal")
    refusal.filter(has_text="gamma is 2, but must lie in [0, 1]").wait_for()
    if page.evaluate("Train.isRunning()"):
        yield "it goes on after a refusal"
    gamma.fill("0.9")
    gamma.press("Tab")
    if refusal.inner_text():
        yield "the refusal stays"
    visit.start(page, 2)


def shared(visit: Training) -> Iterator[str]:
    """An address has the seed and the choices of both agents, and a button a question."""
    page = visit.open()
    query = "seed=77&a=memory%3Anewest%2Cgamma%3A0.9&b=follows%3Atau%2Ctau%3A0.5"
    visit.set(page, query)
    if not page.evaluate("Train.address()").endswith("#" + query):
        yield f"the address is {page.evaluate('Train.address()')}"
    page.get_by_label("Seed").fill("78")
    page.locator("#train [data-do=share]").click()
    page.reload()
    page.wait_for_timeout(300)
    values = page.locator("#train [name=tau]").evaluate_all("all => all.map(e => e.value)")
    if values != ["0.01", "0.5"] or page.get_by_label("Seed").input_value() != "78":
        yield f"after a reload τ is {values}"
    visit.set(page, "seed=x&a=memory:none,gamma:no,elephant:3")
    if page.evaluate("Train.address()").split("#")[1] != "seed=1&a=":
        yield "an address that makes no sense is not the defaults"
    for button in page.locator(".try button").all():
        button.click()
        if page.locator("#train .lane").count() != 2:
            yield "a question has not two agents"


def saved(visit: Training) -> Iterator[str]:
    """The doctor reads the rows and says what the page says; the network is played."""
    page = visit.open()
    visit.set(page, "seed=4&a=fault:no-mask")
    visit.start(page, 60)
    page.locator("#train [data-do=run]").click()
    page.wait_for_timeout(1500)
    page.locator("#train .doctor").evaluate("fold => { fold.open = true; }")
    page.locator("#train .diagnosis details").evaluate_all(
        "folds => { for (const fold of folds) fold.open = true; }"
    )
    shown = page.locator("#train .diagnosis").inner_text()
    with tempfile.TemporaryDirectory() as name:
        rows = visit.save(page, "Save the rows", Path(name))
        said = visit.native("doctor", rows)
        if said.returncode or len(rows.read_text().splitlines()) != count(page) + 1:
            yield f"the doctor says {said.stderr!r} of the rows"
        known = shown.partition("Known of the settings:")[2].split(",")
        facts = [f"--fact={fact.strip().replace(' = ', '=')}" for fact in known]
        command = [visit.deepq, "doctor", rows.name, *facts]
        own = subprocess.run(command, cwd=name, capture_output=True, text=True).stdout
        if len(facts) < 9 or "Tell it the settings" in shown:
            yield f"the doctor does not know the settings: {shown!r}"
        if words(shown) != words(own):
            yield f"the page says {shown!r}, and the doctor {own!r}"
        network = visit.save(page, "Save the best network", Path(name))
        played = visit.native("watch", network)
        if "steps upright" not in played.stdout:
            yield f"the network: {played.stderr!r}"


def words(text: str) -> list[str]:
    marks = {"-", *(f"{i}." for i in range(1, 10))}
    return [word for word in text.replace("`", "").split() if word not in marks]


def seconds_to_balance(visit: Training, seed: int) -> tuple[float | None, float]:
    """The seconds until a score is balanced, and how long most frames take, in ms."""
    page = visit.open()
    visit.set(page, f"seed={seed}&a=")
    visit.start(page)
    done = "least => Train.rows()[0].some(({score}) => score >= least)"
    started = page.evaluate("performance.now()")
    try:
        page.wait_for_function(done, arg=BALANCED, timeout=1000 * WITHIN_S)
        seconds = (page.evaluate("performance.now()") - started) / 1000
    except Error:
        seconds = None
    frames = sorted(page.evaluate("Train.frames"))
    return seconds, frames[int(0.95 * (len(frames) - 1))]


def balances(visit: Training) -> Iterator[str]:
    """Most seeds balance the pole in time, and the page stays awake."""
    found = {seed: seconds_to_balance(visit, seed) for seed in JUDGED_BY}
    in_time = [seconds for seconds, _ in found.values() if seconds is not None]
    for seed, (seconds, frame) in found.items():
        if not visit.breaks:
            after = "not" if seconds is None else f"after {seconds:.0f} s"
            print(f"  seed {seed}: balanced {after}; 95 % of frames within {frame:.0f} ms")
        if frame > LONGEST_FRAME:
            yield f"seed {seed}: frames of {frame:.0f} ms"
    if len(in_time) < LEAST_RUNS:
        yield f"only {len(in_time)} seeds balance the pole within {WITHIN_S} s"


def moves(visit: Training) -> Iterator[str]:
    """The picture moves, the charts grow, and the picture rests where motion is unwanted."""
    page = visit.open()
    page.get_by_label("Speed").select_option("real")
    visit.start(page, 2)
    cart = page.locator("#train .cart")
    places = set()
    for _ in range(8):
        places.add(cart.get_attribute("transform"))
        page.wait_for_timeout(60)
    if len(places) < 4:
        yield f"the cart has only {len(places)} places"
    page.get_by_label("Speed").select_option("fast")
    visit.wait(page, 20)
    page.wait_for_timeout(100)
    line = page.locator("#train .line").first.get_attribute("d")
    if line.count("L") < 18:
        yield f"the first line is {line!r}"


def narrow(visit: Training) -> Iterator[str]:
    """On a telephone nothing sticks out, and fingers find the buttons."""
    page = visit.open(width=NARROW)
    visit.set(page, "seed=1&a=&b=n:3")
    page.locator("#train details").evaluate_all(
        "folds => { for (const fold of folds) fold.open = true; }"
    )
    visit.start(page, 12)
    yield from unfit(page, "#train")


WORDS = "p, h3, h4, a, li, label, select, input, button, summary, figcaption"


def readable(visit: Training) -> Iterator[str]:
    """All words can be read, in the light and in the dark."""
    for theme in (LIGHT, DARK):
        page = visit.open(theme=theme)
        visit.start(page, 12)
        yield from unreadable(page, f"#train :is({WORDS})")


def spoken(visit: Training) -> Iterator[str]:
    """Keys reach all of it, charts have words, and progress is announced."""
    page = visit.open()
    page.locator("#train [data-do=run]").focus()
    page.keyboard.press("Enter")
    visit.wait(page, 12)
    if page.locator("#train [role=status][aria-live=polite]").count() != 1:
        yield "nothing tells how it goes"
    # Every tenth episode is announced, and the page may be further by now.
    told = r"Episode \d*0, score [\d.]+, predicted return [\d.]+, achieved [\d.]+\."
    if not re.fullmatch(told, status(page)):
        yield f"it says {status(page)!r}"
    for label in page.locator("#train svg[role=img]").evaluate_all(
        "all => all.map(e => e.getAttribute('aria-label'))"
    ):
        if not label:
            yield "a picture has no words"
    fields = "all => all.filter(e => !e.labels.length).map(e => e.name)"
    for name in page.locator("#train :is(input, select)").evaluate_all(fields):
        yield f"the field {name} has no label"


# The small trainers: a page, the choice in which two agents differ, and its two values.
SMALL = (
    ("target.html", "copy_every", ["50", "1"]),
    ("polyak.html", "tau", ["0.02", "0.0005"]),
    ("museum.html", "fault", ["none", "no-mask"]),
)
SMALL_ROOT = ".train[data-choice]"


def open_small(visit: Training, file: str, **more: Any) -> Page:
    page = visit.open(path=file, **more)
    page.locator(f"details:has({SMALL_ROOT})").evaluate_all(
        "folds => { for (const fold of folds) fold.open = true; }"
    )
    return page


def start_small(page: Page, episodes: int) -> list[list[dict[str, Any]]]:
    """Starts a small trainer: the first rows of both agents."""
    page.locator(f"{SMALL_ROOT} [data-do=run]").click()
    page.wait_for_function(
        "n => Small[0].rows().every(rows => rows.length >= n)",
        arg=episodes,
        timeout=1000 * WITHIN_S,
    )
    return page.evaluate("n => Small[0].rows().map(rows => rows.slice(0, n))", episodes)


def small(visit: Training) -> Iterator[str]:
    """Two agents train in a chapter, and the link leads to the same two on the page."""
    for file, key, values in SMALL:
        page = open_small(visit, file, offline=True)
        if page.evaluate("typeof TRAINER") != "undefined":
            yield f"{file}: loads the trainer before it is started"
        fields = page.locator(f"{SMALL_ROOT} [name={key}]")
        if fields.evaluate_all("all => all.map(e => e.value)") != values:
            yield f"{file}: the values of {key} are not {values}"
        link = page.locator(f"{SMALL_ROOT} .tools a")
        rows = start_small(page, 12)
        if rows[0] == rows[1]:
            yield f"{file}: the two agents are one"
        link.click()
        page.wait_for_selector("#train")
        visit.start(page, 12)
        if page.evaluate("Train.rows().map(rows => rows.slice(0, 12))") != rows:
            yield f"{file}: the link leads to other agents: {page.url}"
        yield from visit.said


def small_answers(visit: Training) -> Iterator[str]:
    """What the chapters say of their small trainers is what is seen."""

    def largest(column: str) -> list[float]:
        return [max(row[column] or 0 for row in lane) for lane in rows]

    rows = start_small(open_small(visit, "target.html"), 100)
    a, b = largest("max_abs_q")
    # Rewards of one come to 100 with this discount.
    if not (b > 5 * a and 80 < a < 2.5 * 100 and b > 5 * 100 and min(largest("score")) > 200):
        yield f"without a target network: |Q| {a, b}, scores {largest('score')}"
    rows = start_small(open_small(visit, "polyak.html"), 100)
    (a, b), scores = largest("start_q"), largest("score")
    if not (a > 10 * b and scores[0] > 2 * scores[1]):
        yield f"with the smaller τ: predicted {a, b}, scores {scores}"
    rows = start_small(open_small(visit, "museum.html"), 100)
    ratios = [lane[-1]["start_q"] / lane[-1]["start_return"] for lane in rows]
    if not (0.5 < ratios[0] < 2 and ratios[1] > 10 and largest("score")[1] < 30):
        yield f"without the mask: predicted over achieved {ratios}"


def small_waits(visit: Training) -> Iterator[str]:
    """A small trainer pauses, tells how it goes, and begins anew when it is changed."""
    page = open_small(visit, "target.html")
    run = page.locator(f"{SMALL_ROOT} [data-do=run]")
    run.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("Small[0].rows().every(rows => rows.length >= 20)")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    before = page.evaluate("Small[0].rows().map(rows => rows.length)")
    page.wait_for_timeout(700)
    if page.evaluate("Small[0].rows().map(rows => rows.length)") != before:
        yield "it goes on while it is paused"
    told = r"Agent A: episode \d+, score .*\. Agent B: episode \d+, score .*\."
    said = page.locator(f"{SMALL_ROOT} [role=status][aria-live=polite]").inner_text()
    if not re.fullmatch(told, said) or run.inner_text() != "Go on":
        yield f"it says {said!r}, and the button {run.inner_text()!r}"
    bounds = page.locator(f"{SMALL_ROOT} .most").all_inner_texts()
    if bounds[:2] != bounds[2:]:
        yield f"the two agents are drawn to other scales: {bounds}"
    field = page.locator(f"{SMALL_ROOT} [name=copy_every]").last
    field.fill("0.5")
    field.press("Tab")
    if page.evaluate("Small[0].rows()") != [[], []] or run.inner_text() != "Start":
        yield "a change does not begin anew"
    run.click()
    refusal = page.locator(f"{SMALL_ROOT} [role=alert]")
    refusal.filter(has_text="these choices cannot be read").wait_for()
    field.fill("10")
    field.press("Tab")
    start_small(page, 2)
    if refusal.inner_text():
        yield "the refusal stays"
    page.locator(f"{SMALL_ROOT} [data-do=another]").click()
    if "seed=1&" in page.locator(f"{SMALL_ROOT} .tools a").get_attribute("href"):
        yield "it draws no other seed"


def small_fits(visit: Training) -> Iterator[str]:
    """On a telephone and in the dark all of it is found, and can be read."""
    for file, _, _ in SMALL:
        page = open_small(visit, file, width=NARROW, theme=DARK)
        start_small(page, 12)
        yield from unfit(page, SMALL_ROOT)
        yield from unreadable(page, f"{SMALL_ROOT} :is({WORDS})")
        labels = "all => all.filter(e => e.labels.length !== 1).map(e => e.name)"
        for name in page.locator(f"{SMALL_ROOT} :is(input, select)").evaluate_all(labels):
            yield f"{file}: the field {name} has no label"


def alone(visit: Training) -> Iterator[str]:
    """The trainer is loaded when it is started, and on no other page."""
    page = visit.open()
    if page.evaluate("typeof TRAINER") != "undefined":
        yield "the page loads the trainer before it is started"
    yield from elsewhere(visit, "train/train.js")


CHECKS: list[Check] = [
    quiet,
    same_rows,
    defaults,
    waits,
    repeats,
    chosen,
    refuses,
    shared,
    saved,
    moves,
    narrow,
    readable,
    spoken,
    small,
    small_answers,
    small_waits,
    small_fits,
    alone,
    balances,
]


def answers(visit: Training) -> dict[str, Any]:
    """The rows of what is compared with the program, too."""
    page = visit.open()
    compared = {chosen or "the defaults": [chosen, *more] for chosen, *more in COMPARED}
    return {name: page.evaluate(ROWS, one) for name, one in compared.items()}


# --------------------------------------------------------------------- the self-test

# The name of a check, and a fault that it must find.
CASES: list[tuple[str, Break]] = [
    ("quiet", Break("train.js", "  open();\n", "  open(); console.error('no');\n")),
    ("quiet", Break("crate.js", "'trainer.js'", "'none.js'")),
    ("same_rows", Break("trainer.js", "seed)", "seed + 1)")),
    ("defaults", Break("choices.js", "gamma: 0.99", "gamma: 0.9")),
    ("waits", Break("worker.js", "clearTimeout(next);", "isRunning = true;")),
    ("waits", Break("agent.js", "isMade = false;\n      isPlaying", "isPlaying")),
    ("repeats", Break("train.js", "seed: Number(seed.value)", "seed: Date.now() % 9999")),
    ("chosen", Break("choices.js", "newest: 'the", "newer: 'the")),
    ("refuses", Break("train.js", "say(refusal, '');", "")),
    ("refuses", Break("train.js", "say(refusal, reason);", "")),
    ("shared", Break("train.js", "history.replaceState(null, '', link);", "")),
    ("saved", Break("worker.js", "bytes: trainer.csv()", "bytes: 'rows'")),
    ("saved", Break("train.js", "Verdict.elements(text)", "Verdict.elements('Fine.')")),
    ("saved", Break("worker.js", "diagnosis()}", "diagnosis().split('\\nKnown')[0]}")),
    ("moves", Break("train.js", "film.put(states);", "")),
    ("moves", Break("train.js", "charts.draw(agent.rows());", "")),
    ("narrow", Break("train-", "min-height: 44px;", "height: 20px;")),
    ("narrow", Break("train-", "min(100%, 230px)", "600px")),
    ("readable", Break("train-", "line-height: 1.4;", "color: #777;")),
    ("spoken", Break("train.js", "'aria-live': 'polite'", "'aria-live': 'off'")),
    ("spoken", Break("train.js", "if (row.episode % ROUNDS === 0) announce();", "")),
    ("spoken", Break("charts.js", "'aria-label',\n", "'data-label',\n")),
    ("small", Break("small.js", "    return {rows", "    Crate.open(); return {rows")),
    ("small", Break("small.js", "name.at(-1).toLowerCase()", "'a'")),
    ("small", Break("small.js", "Choices.query(seed", "Choices.query(7")),
    ("small", Break("choices.js", "['ab'[i], toAddress", "['ba'[i], toAddress")),
    ("small_answers", Break("small.js", "Choices.ofAddress(", "Choices.ofAddress('' && ")),
    ("small_waits", Break("small.js", "for (const one of lanes) one.pause();", "")),
    ("small_waits", Break("small.js", "lanes[0].draw(b);", "lanes[0].draw();")),
    ("small_waits", Break("small.js", "change: () => renew()", "change: () => {}")),
    ("small_waits", Break("small.js", "say(refusal, '');", "")),
    ("small_waits", Break("small.js", "'aria-live': 'polite'", "'aria-live': 'off'")),
    ("small_fits", Break("train-", "min-height: 44px;", "height: 20px;")),
    ("small_fits", Break("train-", "line-height: 1.4;", "color: #777;")),
    ("small_fits", Break("train-", "padding: 12px;", "width: 600px;")),
    ("alone", Break("train.js", "  open();\n", "  open(); Crate.open();\n")),
]


if __name__ == "__main__":
    suite = Suite(
        description="Trains agents on a page of the built book in a browser.",
        page="train.html",
        visit=Training,
        checks=CHECKS,
        cases=CASES,
        # It takes minutes, and a bound of no time shows that it can fail.
        without_case=frozenset({"balances"}),
        programs=(("deepq", RELEASE / "deepq"), ("rows", RELEASE / "examples/rows")),
        script="trainer.js",
        answers=answers,
    )
    sys.exit(main(suite))

"""Plays the game of the book's page `play` in a browser.

The page is opened from its file, without a server and without a network. Then

* the episodes that the agent plays as a program come out the same by the functions of
  the page: states, values and actions, to the last bit;
* keys, buttons and fingers push, start, pause, tap and reset; a pole that is pushed one
  way falls, and the page says so;
* the policy plays such an episode on the screen, for as many steps as the program;
* the arrow keys turn no page while the game has the focus;
* it starts by nothing but the reader, fits a telephone, and can be read in the dark.

To run it, with a Chromium on the machine:

    cargo run --release -- book
    cargo build --release -p deepq-trainer --example plays
    python3 -m venv pages-venv
    pages-venv/bin/pip install -r tests/browser/requirements.txt
    pages-venv/bin/python tests/browser/play.py

`--self-test` shows instead that each check can fail: it breaks the page in one way
after another, and the check that is named for it must notice.
"""

from __future__ import annotations

import functools
import json
import re
import struct
import subprocess
import sys
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
from playwright.sync_api import Page, TimeoutError as TooSlow

MODEL = Path(__file__).parents[2] / "book/results/dqn.safetensors"
START_RANGE = 0.05
TAP = 0.8


@dataclass
class Playing(Visit):
    """The page of the game, opened anew."""

    plays: Path = Path()

    def game(self, **more: Any) -> Page:
        """The page, once the game is there."""
        page = self.open(**more)
        page.wait_for_selector("#game .tools")
        return page


# --------------------------------------------------------------------- what is there


def episodes(page: Page) -> dict[str, Any]:
    return page.evaluate("Game.episodes()")


def phase(page: Page) -> str:
    return page.evaluate("Game.phase()")


def status(page: Page) -> str:
    return page.locator("#game [role=status]").inner_text()


def lane(page: Page, name: str) -> str:
    return page.locator(f"#game section[aria-label='{name}']").inner_text()


def wait_for_end(page: Page, who: str) -> None:
    page.wait_for_function(f"Game.episodes().{who}.ending !== ''")


def choose_speed(page: Page, factor: str) -> None:
    page.locator("#game select").select_option(factor)


def fall(page: Page, key: str = "ArrowLeft") -> None:
    """Holds a key until the reader's pole has fallen."""
    page.locator("#game").focus()
    page.keyboard.down(key)
    wait_for_end(page, "you")
    page.keyboard.up(key)


@functools.cache
def native(program: Path) -> dict[str, Any]:
    """The episodes that the same agent plays as a program."""
    said = subprocess.run([program, MODEL], capture_output=True, text=True, check=True)
    return json.loads(said.stdout)


def single(numbers: list[float]) -> list[float]:
    """Each number in single precision."""
    return [struct.unpack("<f", struct.pack("<f", x))[0] for x in numbers]


# ------------------------------------------------------------------------ the checks


def quiet(visit: Playing) -> Iterator[str]:
    """No fault in the console, and nothing asked for but the files of the book."""
    page = visit.game(offline=True)
    fall(page)
    yield from visit.said


# What the functions of the page say to the actions of episodes: for each step the state,
# its values and the greedy action, and at last the state and how it ended.
REPLAYED = """episodes => {
    const {world, player} = Game.rules();
    return episodes.map(({seed, steps}) => {
        let state = world.start_state(seed);
        const said = [];
        for (const [i, [, , action]] of steps.entries()) {
            if (world.ending(state, i)) said.push('over');
            said.push([[...state], [...player.q_values(state)], player.act(state)]);
            state = world.next_state(state, action);
        }
        return [said, [...state], world.ending(state, steps.length)];
    });
}"""


def same_play(visit: Playing) -> Iterator[str]:
    """Each step comes out as in the program: state, values and action."""
    page = visit.game()
    known = native(visit.plays)
    steps = 0
    for kind in ("greedy", "pushed"):
        replayed = page.evaluate(REPLAYED, known[kind])
        for episode, (said, last, ending) in zip(known[kind], replayed, strict=True):
            where = f"{kind}, seed {episode['seed']}"
            for i, (state, values, action) in enumerate(episode["steps"]):
                own = action if kind == "greedy" else said[i][2]
                if said[i] != [state, single(values), own]:
                    yield f"{where}, step {i}: {said[i]}, in Rust {state, values, action}"
                steps += 1
            ended = "leans" if episode["has_fallen"] else "limit"
            if last != episode["last"] or ending != ended or len(said) != i + 1:
                yield f"{where}: ends in {last} by {ending}, in Rust {episode['last']}"
    if steps < 1000:
        yield f"only {steps} steps"


def rules(visit: Playing) -> Iterator[str]:
    """An episode ends in the three ways, and the picture has the measures of the crate."""
    page = visit.game()
    by_hand = [
        ([2.5, 0, 0, 0], 1, "left"),
        ([-2.41, 0, 0.5, 0], 500, "left"),
        ([2.4, 0, 0.21, 0], 500, "leans"),
        ([0, 0, -0.21, 0], 1, "leans"),
        ([2.4, 9, -0.2, 9], 499, None),
        ([0, 0, 0.2, 0], 500, "limit"),
    ]
    for state, steps, expected in by_hand:
        said = page.evaluate("([s, n]) => Game.rules().world.ending(s, n)", [state, steps])
        if said != expected:
            yield f"{state} after {steps} steps ends by {said!r}"
    own, drawn = page.evaluate("[[...Game.rules().world.measures()], View.MEASURES]")
    if own != drawn:
        yield f"draws {drawn}, and the crate has {own}"
    kept = page.evaluate("[...Crate.decode(MODEL)]")
    if bytes(kept) != MODEL.read_bytes():
        yield "the network is another file than the one in the repository"


def waiting(visit: Playing) -> Iterator[str]:
    """Nothing moves before the reader does."""
    for motion in ("reduce", "no-preference"):
        page = visit.game(reduced_motion=motion)
        page.wait_for_timeout(500)
        steps = {episode["steps"] for episode in episodes(page).values()}
        if phase(page) != "ready" or steps != {0}:
            yield f"starts by itself (motion: {motion})"


def starts(visit: Playing) -> Iterator[str]:
    """Both start alike, near the middle, and each time elsewhere."""
    page = visit.game()
    seen = []
    for _ in range(5):
        both = episodes(page)
        seen.append(both["you"]["state"])
        if both["you"]["state"] != both["policy"]["state"]:
            yield "the two starts differ"
        if any(abs(x) > START_RANGE for x in both["you"]["state"]):
            yield f"no start state: {both['you']['state']}"
        page.get_by_role("button", name="New episode").click()
    if len({tuple(state) for state in seen}) < 5:
        yield "the same start twice"


def keys(visit: Playing) -> Iterator[str]:
    """A key pushes its way, and the pole falls to the other side; the page says so."""
    for key, side in (("ArrowLeft", -1), ("a", -1), ("ArrowRight", 1), ("d", 1)):
        page = visit.game()
        fall(page, key)
        you = episodes(page)["you"]
        if side * you["state"][1] <= 0 or side * you["state"][0] <= 0:
            yield f"{key} does not push to its side: {you['state']}"
        if you["ending"] != "leans" or side * you["state"][2] >= 0:
            yield f"{key}: the pole does not fall to the other side: {you['state']}"
        for where, text in (("status", status(page)), ("lane", lane(page, "You"))):
            if f"{you['steps']} steps" not in text or "leans too far" not in text:
                yield f"{key}: the {where} does not tell of the fall: {text!r}"


def letting_go(visit: Playing) -> Iterator[str]:
    """Without a key the cart is pushed to and fro, and stays near where it was."""
    page = visit.game()
    page.get_by_role("button", name="Start").click()
    wait_for_end(page, "you")
    you = episodes(page)["you"]
    if abs(you["state"][0]) > 0.5 or you["steps"] < 12:
        yield f"pushed without a key: {you['steps']} steps, {you['state']}"


def policy(visit: Playing) -> Iterator[str]:
    """On the screen too the policy plays as many steps as in Rust."""
    page = visit.game()
    episode = native(visit.plays)["greedy"][0]
    page.evaluate("start => Game.begin(start)", episode["steps"][0][0])
    choose_speed(page, "4")
    page.get_by_role("button", name="Start").click()
    wait_for_end(page, "policy")
    last = episodes(page)["policy"]
    if last["steps"] != len(episode["steps"]):
        yield f"{last['steps']} steps, in Rust {len(episode['steps'])}"
    if last["ending"] != ("leans" if episode["has_fallen"] else "limit"):
        yield f"ends by {last['ending']!r}"
    if last["state"] != episode["last"]:
        yield f"ends in {last['state']}, in Rust in {episode['last']}"
    page.wait_for_function("Game.phase() === 'over'")
    if "cut short" not in lane(page, "The policy"):
        yield "does not tell that the policy's episode was cut short"


def buttons(visit: Playing) -> Iterator[str]:
    """Start, pause, tap, a new episode, and what Space, P and Enter do."""
    page = visit.game()

    def press(name: str) -> None:
        page.get_by_role("button", name=name).click()

    choose_speed(page, "0.1")
    press("Start")
    page.wait_for_function("Game.episodes().policy.steps > 0")
    press("Pause")
    before = episodes(page)
    page.wait_for_timeout(400)
    if episodes(page) != before or phase(page) != "paused":
        yield "goes on while it is paused"
    for tap in (lambda: press("Tap"), lambda: page.locator("#game").press("p")):
        tapped = episodes(page)
        tap()
        changes = {
            who: [
                round(new - old, 9)
                for new, old in zip(after["state"], tapped[who]["state"], strict=True)
            ]
            for who, after in episodes(page).items()
        }
        if changes["you"] != changes["policy"] or changes["you"][:3] != [0, 0, 0]:
            yield f"a tap is not the same for both: {changes}"
        if abs(changes["you"][3]) != TAP:
            yield f"a tap adds {changes['you'][3]}"
    page.locator("#game").press(" ")
    if phase(page) != "running":
        yield "Space does not go on"
    page.locator("#game").press(" ")
    if phase(page) != "paused":
        yield "Space does not pause"
    page.locator("#game").press("Enter")
    if phase(page) != "ready" or episodes(page)["you"]["steps"] != 0:
        yield "Enter does not begin anew"


def speeds(visit: Playing) -> Iterator[str]:
    """Time goes as fast as was chosen."""
    steps = {}
    for factor in ("0.1", "1"):
        page = visit.game()
        choose_speed(page, factor)
        page.get_by_role("button", name="Start").click()
        page.wait_for_timeout(1000)
        page.get_by_role("button", name="Pause").click()
        steps[factor] = episodes(page)["policy"]["steps"]
    if not (1 <= steps["0.1"] <= 9 and steps["1"] >= 2 * steps["0.1"]):
        yield f"steps in a second: {steps}"


def fingers(visit: Playing) -> Iterator[str]:
    """A large button pushes while it is held, by a pointer or by a key."""
    page = visit.game(has_touch=True)
    choose_speed(page, "0.1")
    pad = page.get_by_role("button", name="right", exact=True)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_function("Game.episodes().you.steps >= 3")
    if episodes(page)["you"]["state"][1] < 0.3:
        yield "a held button does not push"
    if "lit" not in (pad.get_attribute("class") or ""):
        yield "a held button does not light"
    page.mouse.up()
    if "lit" in (pad.get_attribute("class") or ""):
        yield "a button pushes on after it was let go"
    page = visit.game()
    choose_speed(page, "0.1")
    page.get_by_role("button", name="right", exact=True).focus()
    page.keyboard.down("Enter")
    page.wait_for_function("Game.episodes().you.steps >= 3")
    page.keyboard.up("Enter")
    if episodes(page)["you"]["state"][1] < 0.3:
        yield "Enter on a button does not push"


def scores(visit: Playing) -> Iterator[str]:
    """The score is the mean of the steps, also of what the policy plays out."""
    page = visit.game()
    choose_speed(page, "1")
    steps = []
    # A pole that leans to where it will fall is down sooner.
    for angle in (-0.1, 0.1):
        page.evaluate("angle => Game.begin([0, 0, angle, 0])", angle)
        fall(page)
        steps.append(episodes(page)["you"]["steps"])
        page.locator("#game").press("Enter")
    mean = f"score {sum(steps) / 2:.1f} over 2 episodes, best {max(steps)}"
    if mean not in lane(page, "You"):
        yield f"not {mean!r}: {lane(page, 'You')!r}"
    if not re.search(r"score \d{2,3}\.\d over 2 episodes", lane(page, "The policy")):
        yield f"the policy's episodes do not count: {lane(page, 'The policy')!r}"
    page.get_by_role("button", name="Reset").click()
    for name in ("You", "The policy"):
        if "no episode played yet" not in lane(page, name):
            yield f"Reset keeps the score: {lane(page, name)!r}"


def bars(visit: Playing) -> Iterator[str]:
    """Numbers and bars are those of the state, and the advice is the policy's."""
    page = visit.game()
    for falling in (0.5, -0.5):
        page.evaluate("falling => Game.begin([0, 0, 0, falling])", falling)
        you = episodes(page)["you"]
        left, right = you["values"]
        wanted = [left, right, right - left]
        numbers = page.locator("#game section >> nth=0").locator(".number")
        shown = [float(x.replace("−", "-")) for x in numbers.all_inner_texts()]
        if any(abs(a - b) > 0.0501 for a, b in zip(shown, wanted, strict=True)):
            yield f"shows {shown} for {wanted}"
        widths = page.locator("#game section >> nth=0").locator(".fill").evaluate_all(
            "fills => fills.map(fill => fill.getBoundingClientRect().width)"
        )
        if abs(widths[0] * right - widths[1] * left) > 2 * max(left, right):
            yield f"bars of {widths} px for {wanted}"
        lit = page.locator("#game .arrow.lit").all_inner_texts()
        if lit != ["←→"[right > left]] or you["advice"] != int(right > left):
            yield f"advises {lit} for {wanted}"


def leaving(visit: Playing) -> Iterator[str]:
    """If you go elsewhere on the page, the game is paused."""
    page = visit.game()
    choose_speed(page, "0.1")
    page.get_by_role("button", name="Start").click()
    page.keyboard.down("ArrowLeft")
    page.locator("main h1").click()
    if phase(page) != "paused":
        yield "goes on without its reader"


def arrow_keys(visit: Playing) -> Iterator[str]:
    """In the game, and after it, the arrow keys stay; before it they turn the page."""
    page = visit.game()
    here = page.url
    places = ["#game", "#game [data-do=run]", "#game [data-push='0']", "#game select"]
    for place in places:
        for key in ("ArrowLeft", "ArrowRight"):
            page.locator(place).focus()
            page.keyboard.press(key)
            page.wait_for_timeout(200)
            if page.url != here:
                yield f"{key} in {place} leaves the page"
                page = visit.game()
    page = visit.game()
    page.locator("#game").focus()
    page.keyboard.press("ArrowRight")
    page.locator("h1").first.click()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(200)
    if page.url != here:
        yield "ArrowLeft leaves the page of a reader who has played and clicked elsewhere"
    page = visit.game()
    page.keyboard.press("ArrowRight")
    try:
        page.wait_for_url(lambda url: url != here, timeout=5000)
    except TooSlow:
        yield "the arrow keys turn no page outside of the game either"


def narrow(visit: Playing) -> Iterator[str]:
    """On a telephone nothing sticks out, and fingers find the buttons."""
    page = visit.game(width=NARROW)
    fall(page)
    choose_speed(page, "4")
    page.wait_for_function("Game.phase() === 'over'")
    yield from unfit(page, "#game")


WORDS = "button, select, .status, .head, .ending, .small, .number, .name, .lit"


def readable(visit: Playing) -> Iterator[str]:
    """All words can be read, in the light and in the dark."""
    for theme in (LIGHT, DARK):
        page = visit.game(theme=theme)
        choose_speed(page, "0.1")
        page.locator("#game").focus()
        page.keyboard.down("ArrowRight")
        # Colours that change need a moment.
        page.wait_for_timeout(600)
        yield from unreadable(page, f"#game :is({WORDS})")
        page.keyboard.up("ArrowRight")


def spoken(visit: Playing) -> Iterator[str]:
    """Who cannot see the game is told what it is, and how it goes."""
    page = visit.game()
    if page.get_by_role("application", name="Balance the pole").count() != 1:
        yield "the game has no name"
    for name in ("Start", "New episode", "Tap both poles", "Reset", "left", "right"):
        if page.get_by_role("button", name=name, exact=True).count() != 1:
            yield f"no button is called {name!r}"
    if page.get_by_role("combobox", name="Speed").count() != 1:
        yield "the list of speeds has no name"
    if page.locator("#game svg[role=img][aria-label]").count() != 2:
        yield "a picture has no words"
    if page.locator("#game [role=status][aria-live=polite]").count() != 1:
        yield "what happens is not announced"


def missing(visit: Playing) -> Iterator[str]:
    """If the program cannot be loaded, the page says so."""
    visit.lacks = "trainer.js"
    try:
        game = visit.open().locator("#game")
        game.filter(has_not_text="is loading").wait_for()
        if "could not be loaded: open the page anew" not in game.inner_text():
            yield f"says {game.inner_text()!r}"
    finally:
        visit.lacks = ""


def alone(visit: Playing) -> Iterator[str]:
    """No other page of the book loads the network."""
    yield from elsewhere(visit, "play/model.js")
    loaded = visit.open(path="index.html").evaluate("typeof MODEL")
    if loaded != "undefined":
        yield "the first page has the network"


CHECKS: list[Check] = [
    quiet,
    same_play,
    rules,
    missing,
    waiting,
    starts,
    keys,
    letting_go,
    policy,
    buttons,
    speeds,
    fingers,
    scores,
    bars,
    leaving,
    arrow_keys,
    narrow,
    readable,
    spoken,
    alone,
]


def answers(visit: Playing) -> dict[str, Any]:
    """What the functions of the page say to the episodes of the program."""
    page = visit.game()
    known = native(visit.plays)
    return {kind: page.evaluate(REPLAYED, known[kind]) for kind in known}


# --------------------------------------------------------------------- the self-test

PUSHED_BACK = "wasm.next_state(ptr0, len0, 1 - val2)"
# Of the last weight: base64 pads what is left.
LAST_BYTE = ("PQ==';", "PA==';")
LATE_ENDING = ("function ending(state, steps) {", "function ending(state, steps) { steps -= 1;")
POLICY_STARTS = "policy: Episode.begin(rules, start)}"

# The name of a check, and a fault that it must find.
CASES: list[tuple[str, Break]] = [
    ("quiet", Break("play.js", "listen(root);", "listen(root); console.error('no');")),
    (
        "quiet",
        Break(
            "play.js",
            "listen(root);",
            "listen(root); fetch('https://example.com/');",
        ),
    ),
    ("quiet", Break("crate.js", "'trainer.js'", "'none.js'")),
    ("same_play", Break("trainer.js", "wasm.start_state(seed)", "wasm.start_state(9)")),
    ("same_play", Break("trainer.js", "wasm.next_state(ptr0, len0, val2)", PUSHED_BACK)),
    ("same_play", Break("trainer.js", " act(state) {", " act(state) { return 1;")),
    ("same_play", Break("trainer.js", "q_values(state) {", "q_values() { return [1, 2];")),
    ("same_play", Break("model.js", *LAST_BYTE)),
    ("rules", Break("trainer.js", *LATE_ENDING)),
    ("rules", Break("view.js", "= 12 * 2", "= 10 * 2")),
    ("rules", Break("model.js", *LAST_BYTE)),
    ("missing", Break("crate.js", "could not be loaded", "is not there")),
    (
        "waiting",
        Break("play.js", "listen(root);", "listen(root); setTimeout(go, 100);"),
    ),
    (
        "starts",
        Break(
            "play.js",
            POLICY_STARTS,
            "policy: Episode.begin(rules, [0, 0, 0, 0])}",
        ),
    ),
    ("starts", Break("episode.js", "2 ** 32 * Math.random()", "12")),
    ("starts", Break("episode.js", "[...world.start_state(", "[0.1, 0, 0, 0] ?? [(")),
    ("keys", Break("play.js", "ArrowLeft: LEFT", "ArrowLeft: RIGHT")),
    ("keys", Break("play.js", "d: RIGHT", "d: LEFT")),
    ("keys", Break("view.js", "leans: 'the pole leans too far'", "leans: 'the end'")),
    ("letting_go", Break("play.js", "steps % 2 === 0", "steps % 2 < 2")),
    ("policy", Break("episode.js", "ending(state, steps)", "ending(state, steps + 1)")),
    ("policy", Break("play.js", "policy: episodes.policy.advice", "policy: LEFT")),
    ("policy", Break("view.js", "limit: 'cut short", "limit: 'fallen")),
    ("buttons", Break("play.js", "phase = 'paused'", "phase = 'running'")),
    ("buttons", Break("play.js", "TAP = 0.8", "TAP = 0.7")),
    ("buttons", Break("play.js", "Enter: renew", "Enter: pause")),
    ("buttons", Break("play.js", "' ': toggle", "' ': tap")),
    ("speeds", Break("play.js", "* Number(speed.value)", "* 0.1")),
    ("fingers", Break("play.js", "'pointerdown'", "'pointernever'")),
    ("fingers", Break("play.js", "'lostpointercapture'", "'pointernever'")),
    ("fingers", Break("play.js", "key === ' ' || key === 'Enter'", "key === ' '")),
    ("scores", Break("play.js", "sum: sum + steps", "sum: steps")),
    ("scores", Break("play.js", "best: Math.max(best, steps)", "best: steps")),
    ("scores", Break("play.js", "Enter: renew", "Enter: reset")),
    ("scores", Break("play.js", "      settle('policy');\n", "")),
    (
        "bars",
        Break(
            "view.js",
            "say(number, typeset(q[i], 1))",
            "say(number, typeset(q[0], 1))",
        ),
    ),
    ("bars", Break("view.js", "percent(q[i] / scale)", "percent(0.5)")),
    (
        "bars",
        Break(
            "play.js",
            "View.light(advice, pushed(episodes.you))",
            "View.light(advice, 0)",
        ),
    ),
    ("leaving", Break("play.js", "if (!root.contains(relatedTarget)) leave();", "")),
    ("arrow_keys", Break("play.js", "event.stopPropagation();", "")),
    ("arrow_keys", Break("play.js", "target === document.body", "!rules")),
    ("narrow", Break("play-", "border-radius: 6px;", "min-width: 900px;")),
    ("narrow", Break("play-", "min-height: 44px;", "height: 20px;")),
    ("readable", Break("play-", "border-radius: 6px;", "color: #777;")),
    (
        "readable",
        Break("play-", "var(--value) 30%, transparent", "var(--fg) 80%, transparent"),
    ),
    ("spoken", Break("play.js", "'aria-live': 'polite'", "'aria-live': 'off'")),
    ("spoken", Break("play.js", "'Speed: ', ", "")),
]


if __name__ == "__main__":
    suite = Suite(
        description="Plays the game of the built book in a browser.",
        page="play.html",
        visit=Playing,
        checks=CHECKS,
        cases=CASES,
        # What is on another page is nothing that a break of this one could change.
        without_case=frozenset({"alone"}),
        programs=(("plays", RELEASE / "examples/plays"),),
        script="trainer.js",
        answers=answers,
    )
    sys.exit(main(suite))

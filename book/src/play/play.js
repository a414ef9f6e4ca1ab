'use strict';

/** The game: the reader and the policy balance the same pole. */
const Game = (() => {
  const [LEFT, RIGHT] = [0, 1];
  /** What a tap adds to the angular velocity, in rad/s. */
  const TAP = 0.8;
  /** How fast time goes, and how the reader calls it. */
  const SPEEDS = [
    [0.1, 'a tenth of real time'], [0.25, 'a quarter of real time'],
    [0.5, 'half of real time'], [1, 'real time'], [4, 'four times as fast'],
  ];
  const FIRST_SPEED = 0.5;
  /** A frame makes up for no more than this, in ms: after a pause time goes on, no more. */
  const LONGEST_FRAME = 100;
  const KEYS = {ArrowLeft: LEFT, a: LEFT, A: LEFT, ArrowRight: RIGHT, d: RIGHT, D: RIGHT};
  /** What the first button does in each phase. */
  const RUN_TEXTS = {ready: 'Start', running: 'Pause', paused: 'Go on', over: 'Again'};
  const INVITATION = 'Both start from the same state. '
    + 'Push with ← and →, with A and D, or with the two large buttons.';

  const noEpisodes = () => ({episodes: 0, sum: 0, best: 0});
  const counted = ({episodes, sum, best}, {steps}) =>
    ({episodes: episodes + 1, sum: sum + steps, best: Math.max(best, steps)});

  // -------------------------------------------------------------------- what there is

  /** The rules of the game, once they are loaded. */
  let rules;
  /** The episodes of both, and what came of those before. */
  let episodes = {};
  let tallies = {you: noEpisodes(), policy: noEpisodes()};
  /** 'ready', 'running', 'paused' or 'over'. */
  let phase = 'ready';
  /** The actions whose keys or buttons are down, the newest last. */
  let held = [];
  /** The part of the next step that has gone by, from 0 to 1. */
  let part = 0;
  /** The time of the last frame, in ms; nothing before the first one. */
  let last;
  /** The frame that was asked for. */
  let asked = 0;
  /** What a full bar stands for: the largest value so far. */
  let scale = 0;

  // ------------------------------------------------------------------------- the page

  const pads = [LEFT, RIGHT].map(View.pad);
  const policyPads = View.shownPads();
  const advice = View.shownArrows();
  const lanes = {
    you: View.lane('You', 'the cart and the pole that you push', pads,
      [View.html('p', {class: 'small'}, 'In your place the policy pushes ', ...advice)]),
    policy: View.lane('The policy', 'the cart and the pole that the policy pushes',
      policyPads, []),
  };
  const run = View.button('Start', 'run', 'Space');
  const speed = View.html('select', {},
    ...SPEEDS.map(([factor, name]) => View.html('option', {value: factor}, name)));
  speed.value = FIRST_SPEED;
  const status = View.html('p', {class: 'status', role: 'status', 'aria-live': 'polite'});

  const draw = () => {
    for (const who of ['you', 'policy']) {
      scale = Math.max(scale, ...episodes[who].values);
      lanes[who].show(episodes[who], tallies[who], part, scale);
    }
    const pushed = ({ending, advice: action}) => (ending ? undefined : action);
    View.light(pads, held.at(-1));
    View.light(advice, pushed(episodes.you));
    View.light(policyPads, phase === 'ready' ? undefined : pushed(episodes.policy));
    View.say(run, RUN_TEXTS[phase]);
  };

  // -------------------------------------------------------------------- what happens

  /** Whoever holds nothing pushes left and right in turn, which is next to no push. */
  const reader = ({steps}) => held.at(-1) ?? (steps % 2 === 0 ? LEFT : RIGHT);

  const summary = ({you, policy}) => {
    const share = (100 * you.agreed / you.steps).toFixed(0);
    return `You: ${View.endingText(you)}. The policy: ${View.endingText(policy)}. `
      + `You pushed as the policy would in ${share} % of your steps. `
      + 'Enter starts a new episode.';
  };

  /** Counts an episode that has just ended, and says so. */
  const settle = (who) => {
    tallies = {...tallies, [who]: counted(tallies[who], episodes[who])};
    const {you, policy} = episodes;
    if (you.ending && policy.ending) {
      phase = 'over';
      View.say(status, summary(episodes));
    } else if (you.ending) {
      View.say(status, `You: ${View.endingText(you)}. The policy plays on. `
        + 'Enter starts a new episode.');
    } else {
      View.say(status, `The policy: ${View.endingText(policy)}. You play on.`);
    }
  };

  const step = () => {
    const actions = {you: reader(episodes.you), policy: episodes.policy.advice};
    const before = episodes;
    episodes = Object.fromEntries(Object.entries(before).map(([who, episode]) =>
      [who, Episode.step(rules, episode, actions[who])]));
    for (const who of ['you', 'policy']) {
      if (episodes[who].ending && !before[who].ending) settle(who);
    }
  };

  const frame = (now) => {
    if (phase !== 'running') return;
    const elapsed = Math.min(now - (last ?? now), LONGEST_FRAME);
    last = now;
    part += elapsed * Number(speed.value) / (1000 * View.TIME_STEP);
    for (; part >= 1 && phase === 'running'; part -= 1) step();
    draw();
    askForFrame();
  };

  /** Asks for one frame, and never for two: a pause may end before its frame comes. */
  const askForFrame = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(frame);
  };

  const go = () => {
    if (phase !== 'ready' && phase !== 'paused') return;
    if (phase === 'ready') View.say(status, 'Both poles are up.');
    phase = 'running';
    last = undefined;
    askForFrame();
  };

  const pause = () => {
    if (phase === 'running') phase = 'paused';
    draw();
  };

  /** Both at `start`; the game waits for the reader. */
  const begin = (start) => {
    episodes = {you: Episode.begin(rules, start), policy: Episode.begin(rules, start)};
    phase = 'ready';
    part = 0;
    View.say(status, INVITATION);
    draw();
  };

  /** A new episode for both. Who waited for the policy need not: it is played out now. */
  const renew = () => {
    const {you, policy} = episodes;
    if (you.ending && !policy.ending) {
      episodes = {you, policy: Episode.finish(rules, policy)};
      settle('policy');
    }
    begin(Episode.start(rules));
  };

  const reset = () => {
    tallies = {you: noEpisodes(), policy: noEpisodes()};
    begin(Episode.start(rules));
  };

  /** Whose poles a tap reaches: those that are up. */
  const tapped = () => {
    if (episodes.you.ending) return "the policy's pole; Enter starts a new episode";
    return episodes.policy.ending ? 'your pole' : 'both poles';
  };

  /** Taps both poles alike, from a side that is drawn. */
  const tap = () => {
    if (phase !== 'running' && phase !== 'paused') return;
    const by = Math.random() < 0.5 ? -TAP : TAP;
    episodes = Object.fromEntries(Object.entries(episodes).map(([who, episode]) =>
      [who, Episode.tap(rules, episode, by)]));
    View.say(status, `A tap to the ${by < 0 ? 'left' : 'right'}, on ${tapped()}.`);
    draw();
  };

  const toggle = () => ({running: pause, over: renew}[phase] ?? go)();

  const DOINGS = {run: toggle, new: renew, tap, reset};

  const hold = (action) => {
    held = [...held.filter((other) => other !== action), action];
    go();
    draw();
  };

  const release = (action) => {
    held = held.filter((other) => other !== action);
    draw();
  };

  // ------------------------------------------------------------------ keys and fingers

  /** The actions of the keys that are down, by their places on the keyboard. */
  const keysDown = new Map();

  const KEY_DOINGS = {' ': toggle, Enter: renew, p: tap, P: tap};

  /** The action of a key, which Space and Enter have on a large button. */
  const actionOf = ({key, target}) => {
    const own = target.dataset.push;
    return own !== undefined && (key === ' ' || key === 'Enter')
      ? Number(own) : KEYS[key];
  };

  const onKeyDown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const action = actionOf(event);
    const doing = KEY_DOINGS[event.key];
    if (action === undefined && !doing) return;
    // The book turns its pages with the arrow keys: in the game they push.
    event.stopPropagation();
    // The list of speeds and the buttons answer to keys of their own.
    const isOwn = event.target.matches('select') || event.target.matches('button[data-do]');
    if (event.target.matches('select') || (isOwn && action === undefined)) return;
    event.preventDefault();
    if (event.repeat) return;
    if (action === undefined) return doing();
    keysDown.set(event.code, action);
    hold(action);
  };

  /** The focus may have moved since the key went down, so its action is looked up. */
  const onKeyUp = ({key, code}) => {
    // While the command key of a Mac is down, other keys go up unheard.
    const codes = key === 'Meta' ? [...keysDown.keys()] : [code];
    for (const up of codes.filter((each) => keysDown.has(each))) {
      const action = keysDown.get(up);
      keysDown.delete(up);
      release(action);
    }
  };

  /** A reader who has played and clicked elsewhere comes back by an arrow. */
  const comeBack = (root, event) => {
    const isElsewhere = event.target === document.body && phase !== 'ready';
    if (!isElsewhere || KEYS[event.key] === undefined) return;
    root.focus({preventScroll: true});
    onKeyDown(event);
  };

  const leave = () => {
    keysDown.clear();
    held = [];
    pause();
  };

  const listen = (root) => {
    root.addEventListener('keydown', onKeyDown);
    root.addEventListener('keyup', onKeyUp);
    root.addEventListener('focusout', ({relatedTarget}) => {
      if (!root.contains(relatedTarget)) leave();
    });
    root.addEventListener('click', ({target}) => DOINGS[target.dataset.do]?.());
    document.addEventListener('keydown', (event) => comeBack(root, event), true);
    document.addEventListener('visibilitychange', () => document.hidden && leave());
    for (const pad of pads) {
      const action = Number(pad.dataset.push);
      pad.addEventListener('pointerdown', (event) => {
        pad.setPointerCapture(event.pointerId);
        hold(action);
      });
      pad.addEventListener('lostpointercapture', () => release(action));
      // A long touch is a long push.
      pad.addEventListener('contextmenu', (event) => event.preventDefault());
    }
  };

  /** Puts the game into the page, where it waits for the reader. */
  const open = (root) => {
    root.replaceChildren(
      View.html('div', {class: 'tools'},
        run,
        View.button('New episode', 'new', 'Enter'),
        View.button('Tap both poles', 'tap', 'P'),
        View.button('Reset', 'reset', 'a new start, and no scores'),
        View.html('label', {}, 'Speed: ', speed)),
      status,
      View.html('div', {class: 'lanes'}, lanes.you.element, lanes.policy.element));
    root.tabIndex = 0;
    root.setAttribute('role', 'application');
    root.setAttribute('aria-label', 'Balance the pole');
    root.setAttribute('aria-describedby', 'game-keys');
    listen(root);
    begin(Episode.start(rules));
  };

  /** Puts the game into the page once the crate is loaded, or says why it is not. */
  const load = async (root) => {
    const said = View.html('p', {}, 'The game is loading …');
    root.replaceChildren(said);
    try {
      rules = await Episode.rules();
      open(root);
    } catch (error) {
      View.say(said, typeof error === 'string' ? error : error.message);
      root.replaceChildren(said);
    }
  };

  load(document.getElementById('game'));

  /** For the test: what is being played, and a start of its choice. */
  return Object.freeze(
    {rules: () => rules, begin, episodes: () => episodes, phase: () => phase});
})();

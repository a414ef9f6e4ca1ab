'use strict';

/** The page on which agents train, each in a worker of its own. */
const Train = (() => {
  const {TIME_STEP, html, say, button, picture} = View;
  /** What each speed makes of time: how fast the picture goes, and who waits for it. */
  const SPEEDS = [
    ['fast', 'as fast as it can', 4], ['watched', 'four times as fast as the cart', 4],
    ['real', 'as fast as the cart', 1],
  ];
  const INVITATION = 'Choose, and start. All is computed on this machine.';
  /** Seeds are whole numbers below this. */
  const SEEDS = 1e6;
  /** A screen reader is told after so many episodes. */
  const ROUNDS = 10;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;

  // ------------------------------------------------------------------------ the page

  const root = document.getElementById('train');
  const status = html('p', {class: 'status', role: 'status', 'aria-live': 'polite'});
  const run = button('Start', 'run', 'trains, or waits');
  const seed = html('input',
    {type: 'number', min: 0, max: SEEDS - 1, step: 1, inputmode: 'numeric'});
  const speed = html('select', {},
    ...SPEEDS.map(([name, words]) => html('option', {value: name}, words)));
  const second = button('A second agent', 'second', 'trains beside it, with the same seed');
  const zone = html('div', {class: 'lanes'});

  /** The agents that train here, and whether they do. */
  let lanes = [];
  let isRunning = false;

  const pace = () => SPEEDS.find(([name]) => name === speed.value);
  const isWatched = () => pace()[0] !== 'fast';

  const save = ({name, bytes}) => {
    const link = html('a', {download: name, href: URL.createObjectURL(new Blob([bytes]))});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // ------------------------------------------------------------------------- an agent

  /** The film of the newest episode, which waits until the one before it is over. */
  const projector = (scene) => {
    let shown = [];
    let waiting;
    let at = 0;
    const last = () => shown.length / 4 - 1;
    const put = (states) => {
      waiting = states;
    };
    const draw = () => scene.move(shown.slice(4 * Math.floor(at), 4 * Math.floor(at) + 4));
    /** Goes on by so many states; true if there is nothing more to show. */
    const advance = (states) => {
      if (waiting && (at >= last() || isStill)) {
        [shown, waiting, at] = [waiting, undefined, 0];
      }
      at = isStill ? Math.max(last(), 0) : Math.min(at + states, Math.max(last(), 0));
      if (shown.length > 0) draw();
      return !waiting && at >= last();
    };
    const clear = () => {
      [shown, waiting, at] = [[], undefined, 0];
      scene.move([0, 0, 0, 0]);
    };
    return {put, advance, clear};
  };

  /**
   * One agent: its choices, its picture, its charts, and what the doctor says.
   *
   * @param {string} name what it is called
   * @param {object} chosen its choices at first
   */
  const lane = (name, chosen) => {
    let isStale = false;
    const form = Choices.form(chosen, () => renew());
    const scene = picture(`the cart and the pole of ${name}`);
    const film = projector(scene);
    const charts = Charts.of();
    const facts = html('p', {class: 'facts'});
    const diagnosis = html('div', {class: 'diagnosis'});
    const refusal = html('p', {class: 'refusal', role: 'alert'});
    const files = [button('Save the rows', 'rows', 'CSV, for deepq doctor'),
      button('Save the best network', 'network', 'safetensors, for deepq watch')];
    const doctor = html('details', {class: 'doctor'},
      html('summary', {}, 'What the doctor says so far'), diagnosis);
    const element = html('section', {class: 'lane', 'aria-label': name},
      html('h3', {class: 'name'}, name),
      html('details', {class: 'choices'}, html('summary', {}, 'Settings'), form.element),
      refusal,
      html('div', {class: 'scene'}, scene.element), facts, charts.element, doctor,
      html('div', {class: 'tools'}, ...files));

    const draw = () => {
      isStale = false;
      charts.draw(agent.rows());
      const last = agent.last();
      say(facts, last
        ? `Episode ${last.episode}, ${last.steps} steps of training: score `
          + `${Charts.short(last.score)}, best ${Charts.short(agent.best())}.`
        : 'Not trained yet.');
      for (const file of files) file.disabled = !last;
    };

    const refuse = (reason) => {
      say(refusal, reason);
      pause();
    };

    const agent = Agent.of(
      () => ({choices: Choices.toJson(form.read()), seed: Number(seed.value)}),
      {
        row: (row, states) => {
          film.put(states);
          isStale = true;
          say(run, label());
          if (row.episode % ROUNDS === 0) announce();
        },
        diagnosis: (text) => diagnosis.replaceChildren(...Verdict.elements(text)),
        failure: refuse,
        file: save,
      });

    /** Forgets the agent: the next start makes another one. */
    const renew = () => {
      pause();
      agent.forget();
      say(refusal, '');
      diagnosis.replaceChildren();
      film.clear();
      draw();
      say(run, label());
    };

    const go = () => (isWatched() ? agent.step() : agent.run());

    /** A frame of the picture, and of the charts if there is something new. */
    const frame = (states) => {
      const isOver = film.advance(states);
      if (isStale) draw();
      if (isRunning && isWatched() && isOver && !agent.isPlaying()) agent.step();
      return isOver;
    };

    element.addEventListener('click', ({target}) => {
      if (files.includes(target)) agent.tell(target.dataset.do);
    });
    film.clear();
    draw();
    return {...agent, element, go, frame, renew, name, chosen: form.read};
  };

  // ------------------------------------------------------------------- what happens

  const announce = () =>
    say(status, Agent.announced(lanes.map((one) => [one.name, one.last()])));

  /** What the first button does next. */
  const label = () => {
    if (isRunning) return 'Pause';
    return lanes.some((one) => one.last()) ? 'Go on' : 'Start';
  };

  /** The time of the last frame, in ms, and how long each took, for the test. */
  let last;
  let asked;
  const frames = [];

  const frame = (now) => {
    const elapsed = Math.min(now - (last ?? now), 100);
    if (last !== undefined) frames.push(now - last);
    last = now;
    const states = elapsed * pace()[2] / (1000 * TIME_STEP);
    const areOver = lanes.map((one) => one.frame(states));
    asked = undefined;
    if (isRunning || !areOver.every(Boolean)) ask();
    else last = undefined;
  };

  const ask = () => {
    asked ??= requestAnimationFrame(frame);
  };

  const start = () => {
    isRunning = true;
    say(run, label());
    say(status, 'The trainer starts …');
    for (const one of lanes) one.go();
    ask();
  };

  const pause = () => {
    if (!isRunning) return;
    isRunning = false;
    say(run, label());
    for (const one of lanes) one.pause();
    announce();
  };

  const renew = () => {
    pause();
    for (const one of lanes) one.renew();
    say(run, label());
    say(status, INVITATION);
  };

  /** One episode of each agent. */
  const step = () => {
    pause();
    for (const one of lanes) one.step();
    say(run, label());
    ask();
  };

  const another = () => {
    seed.value = Math.floor(SEEDS * Math.random());
    renew();
  };

  const names = ['Agent A', 'Agent B'];

  /** Agents of these choices, in place of those that are there. */
  const fill = (all) => {
    for (const one of lanes) one.end();
    lanes = all.map((chosen, i) => lane(names[i], chosen));
    zone.replaceChildren(...lanes.map((one) => one.element));
    say(second, lanes.length > 1 ? 'One agent only' : 'A second agent');
    renew();
  };

  const toggleSecond = () => {
    const chosen = lanes.map((one) => one.chosen());
    pause();
    fill(chosen.length > 1 ? chosen.slice(0, 1) : [chosen[0], chosen[0]]);
    lanes.at(-1).element.querySelector('.choices').open = lanes.length > 1;
  };

  // ------------------------------------------------------------------------ the address

  const address = () => {
    const query = Choices.query(seed.value, lanes.map((one) => one.chosen()));
    return `${location.href.split('#')[0]}#${query}`;
  };

  const share = async () => {
    const link = address();
    history.replaceState(null, '', link);
    try {
      await navigator.clipboard.writeText(link);
      say(status, 'The address of these settings is copied.');
    } catch {
      say(status, 'The address of this page has the settings now: copy it.');
    }
  };

  const restore = () => {
    const query = new URLSearchParams(location.hash.slice(1));
    const number = Number(query.get('seed') ?? 1);
    seed.value = Number.isInteger(number) && number >= 0 && number < SEEDS ? number : 1;
    const all = ['a', 'b'].filter((name) => query.has(name));
    fill((all.length > 0 ? all : ['a'])
      .map((name) => Choices.ofAddress(query.get(name) ?? '')));
  };

  const DOINGS = {
    run: () => (isRunning ? pause() : start()), step, again: renew, another,
    second: toggleSecond, share,
  };

  const open = () => {
    root.replaceChildren(
      html('div', {class: 'tools'},
        run,
        button('One episode', 'step', 'trains for one episode'),
        button('From the start', 'again', 'forgets what is learned'),
        button('Another seed', 'another', 'draws a seed, and begins anew'),
        html('label', {}, 'Seed: ', seed),
        html('label', {}, 'Speed: ', speed),
        second,
        button('Share the settings', 'share', 'copies an address')),
      status, zone);
    root.addEventListener('click', ({target}) => DOINGS[target.dataset.do]?.());
    seed.addEventListener('change', renew);
    speed.addEventListener('change', () => {
      if (!isRunning) return;
      pause();
      start();
    });
    for (const place of document.querySelectorAll('[data-set]')) {
      const set = button('Set it up', 'set', 'puts two agents above');
      const question = place.previousElementSibling?.querySelector('strong');
      set.setAttribute('aria-label', `Set it up: ${question?.textContent ?? ''}`);
      set.addEventListener('click', () => {
        history.replaceState(null, '', `#${place.dataset.set}`);
        restore();
        root.scrollIntoView();
        run.focus({preventScroll: true});
      });
      place.replaceChildren(set);
    }
    addEventListener('hashchange', () => {
      if (/[#&](seed|a|b)=/.test(location.hash)) restore();
    });
    restore();
  };

  open();

  /** For the test. */
  return Object.freeze({
    address, frames,
    rows: () => lanes.map((one) => one.rows()),
    isRunning: () => isRunning,
  });
})();

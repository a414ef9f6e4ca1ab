'use strict';

/**
 * Small trainers within chapters. Each is two agents with the same seed that differ in one
 * choice, which the chapter is about. An element says what it has: `data-choice` is the
 * choice, `data-a` and `data-b` are the two agents as in an address, and `data-charts` has
 * the names of the charts.
 */
const Small = (() => {
  const {html, say, button} = View;
  /** The page with all settings, beside that of the chapter. */
  const WHOLE = 'train.html';
  const SEED = 1;
  /** Seeds are drawn below this. */
  const SEEDS = 1e6;
  /** A screen reader is told after so many episodes. */
  const ROUNDS = 10;

  /** One of the two agents: its choice and its charts. */
  const lane = (name, data, seed, on) => {
    const form = Choices.one(
      data.choice, Choices.ofAddress(data[name.at(-1).toLowerCase()]), on.change);
    const charts = Charts.of(data.charts.split(' '));
    const facts = html('p', {class: 'facts'});
    const agent = Agent.of(
      () => ({choices: Choices.toJson(form.read()), seed: seed()}), on);
    const element = html('section', {class: 'lane', 'aria-label': name},
      html('h4', {class: 'name'}, name), html('div', {class: 'fields'}, form.element),
      facts, charts.element);
    const draw = (others) => {
      charts.draw(agent.rows(), others);
      const last = agent.last();
      say(facts, last
        ? `Episode ${last.episode}: score ${Charts.short(last.score)}, best `
          + `${Charts.short(agent.best())}.`
        : 'Not trained yet.');
    };
    return {...agent, name, element, draw, chosen: form.read};
  };

  const open = (root) => {
    let seed = SEED;
    let isRunning = false;
    let asked;
    const run = button('Start', 'run', 'trains, or waits');
    const another = button('Another seed', 'another', 'draws a seed, and begins anew');
    const all = html('a', {}, 'All settings');
    const status = html('p', {class: 'status', role: 'status', 'aria-live': 'polite'});
    const refusal = html('p', {class: 'refusal', role: 'alert'});

    const draw = () => {
      asked = undefined;
      const [a, b] = lanes.map((one) => one.rows());
      lanes[0].draw(b);
      lanes[1].draw(a);
      const isBegun = a.length + b.length > 0;
      say(run, isRunning ? 'Pause' : isBegun ? 'Go on' : 'Start');
      all.href = `${WHOLE}#${Choices.query(seed, lanes.map((one) => one.chosen()))}`;
    };

    const announce = () =>
      say(status, Agent.announced(lanes.map((one) => [one.name, one.last()])));

    const pause = () => {
      if (!isRunning) return;
      isRunning = false;
      for (const one of lanes) one.pause();
      announce();
      draw();
    };

    const start = () => {
      isRunning = true;
      say(status, 'The trainer starts …');
      for (const one of lanes) one.run();
      draw();
    };

    const renew = () => {
      pause();
      for (const one of lanes) one.forget();
      say(refusal, '');
      say(status, `Both begin with the same seed, ${seed}.`);
      draw();
    };

    const on = {
      change: () => renew(),
      row: ({episode}) => {
        asked ??= requestAnimationFrame(draw);
        if (episode % ROUNDS === 0) announce();
      },
      failure: (reason) => {
        say(refusal, reason);
        pause();
      },
    };
    const lanes = ['Agent A', 'Agent B'].map((name) =>
      lane(name, root.dataset, () => seed, on));

    run.addEventListener('click', () => (isRunning ? pause() : start()));
    another.addEventListener('click', () => {
      seed = Math.floor(SEEDS * Math.random());
      renew();
    });
    // A page that is not seen need not train.
    document.addEventListener('visibilitychange', () => document.hidden && pause());
    root.replaceChildren(
      html('div', {class: 'tools'}, run, another, all), status, refusal,
      html('div', {class: 'lanes'}, ...lanes.map((one) => one.element)));
    renew();
    return {rows: () => lanes.map((one) => one.rows())};
  };

  /** For the test: the trainers of this page. */
  return Object.freeze([...document.querySelectorAll('.train[data-choice]')].map(open));
})();

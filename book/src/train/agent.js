'use strict';

/** An agent that trains in a worker of its own. */
const Agent = (() => {
  /**
   * An agent that is made when it is first asked to train.
   *
   * @param {() => {choices: string, seed: number}} chosen what it is made of
   * @param {object} on what to do with each row and its states, with what the doctor says,
   *   with a file that was asked for, and with the reason of a failure
   */
  const of = (chosen, {row: onRow, diagnosis = () => {}, file = () => {}, failure}) => {
    let rows = [];
    /** The worker, or the promise of one. */
    let made;
    /** The agent's number: what an older one still says is dropped. */
    let number = 0;
    let isMade = false;
    /** Whether the worker was told to play one episode, and has not. */
    let isPlaying = false;

    const HEARD = {
      row: ({row, states}) => {
        isPlaying = false;
        rows.push(row);
        onRow(row, states);
      },
      diagnosis: ({text}) => diagnosis(text),
      failure: ({reason}) => failure(reason),
      file,
    };

    const hear = ({kind, own, ...more}) => {
      if (own === number) HEARD[kind]?.(more);
    };

    const tell = async (what, more = {}) => {
      try {
        (await (made ??= Crate.worker(hear))).postMessage({what, ...more});
      } catch (error) {
        made = undefined;
        failure(error.message);
      }
    };

    /** Makes the agent of the choices, unless there is one. */
    const make = () => {
      if (isMade) return;
      isMade = true;
      number += 1;
      tell('make', {number, ...chosen()});
    };

    const run = () => {
      make();
      tell('run');
    };

    /** Trains for one episode. */
    const step = () => {
      make();
      isPlaying = true;
      tell('step');
    };

    /** Forgets what was trained: the next start makes another agent. */
    const forget = () => {
      isMade = false;
      isPlaying = false;
      number += 1;
      rows = [];
    };

    return {
      run, step, forget, tell,
      pause: () => isMade && tell('pause'),
      end: async () => (await made)?.terminate(),
      isPlaying: () => isPlaying,
      rows: () => rows,
      last: () => rows.at(-1),
      best: () => rows.reduce((most, {score}) => Math.max(most, score), 0),
    };
  };

  /**
   * How far agents are, in words.
   *
   * @param {[string, object | undefined][]} all the name of each, and its newest row
   */
  const announced = (all) => all.filter(([, row]) => row).map(([name, row]) => {
    const [score, predicted, achieved] =
      [row.score, row.start_q, row.start_return].map(Charts.short);
    const of = all.length > 1 ? `${name}: episode` : 'Episode';
    return `${of} ${row.episode}, score ${score}, predicted return ${predicted}, `
      + `achieved ${achieved}.`;
  }).join(' ');

  return Object.freeze({of, announced});
})();

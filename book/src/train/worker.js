'use strict';

/**
 * What a worker of the page does: it trains one agent and answers what it is asked. The
 * page makes a worker from the text of this function, so it uses nothing around it.
 *
 * @param {() => Function} bind gives the functions of a new trainer
 */
const work = (bind) => {
  /** The doctor is asked after so many episodes. */
  const ROUNDS = 10;
  let bound;
  let trainer;
  /** The number of the agent: the page drops what comes from an older one. */
  let own = 0;
  let isRunning = false;
  let next;

  const send = (kind, more = {}, moved = []) => postMessage({kind, own, ...more}, moved);

  const diagnose = () => send('diagnosis', {text: trainer.diagnosis()});

  const episode = () => {
    const json = trainer.step();
    if (json === undefined) {
      isRunning = false;
      return;
    }
    const row = JSON.parse(json);
    const states = trainer.states();
    send('row', {row, states}, [states.buffer]);
    if (row.episode % ROUNDS === 0) diagnose();
  };

  const fail = (error) => {
    isRunning = false;
    send('failure', {reason: typeof error === 'string' ? error : error.message});
  };

  /** Between two episodes the worker hears what it is told. */
  const run = () => {
    if (!isRunning) return;
    try {
      episode();
      next = setTimeout(run);
    } catch (error) {
      fail(error);
    }
  };

  const stop = () => {
    isRunning = false;
    clearTimeout(next);
  };

  const DOINGS = {
    open: async ({wasm}) => {
      bound = bind();
      await bound({module_or_path: wasm});
      send('open', {defaults: bound.defaults()});
    },
    make: ({number, choices, seed}) => {
      stop();
      own = number;
      trainer?.free();
      trainer = undefined;
      trainer = new bound.Trainer(choices, seed);
    },
    run: () => {
      stop();
      isRunning = trainer !== undefined;
      run();
    },
    step: () => {
      stop();
      if (trainer) episode();
    },
    pause: () => {
      stop();
      if (trainer) diagnose();
    },
    rows: () => send('file', {name: trainer.file_name(), bytes: trainer.csv()}),
    network: () => {
      const name = trainer.file_name().replace(/csv$/, 'safetensors');
      send('file', {name, bytes: trainer.model()});
    },
  };

  onmessage = async ({data: {what, ...more}}) => {
    try {
      await DOINGS[what](more);
    } catch (error) {
      fail(error);
    }
  };
};

'use strict';

/** What a reader can choose of an agent: fields, and the text that the trainer reads. */
const Choices = (() => {
  const {html} = View;

  /** What the trainer has unless it is told otherwise. */
  const DEFAULTS = Object.freeze({
    network: '64-64',
    memory: 'uniform',
    bootstrap: 'double',
    fault: 'none',
    n: 1,
    epsilon_start: 1,
    epsilon_end: 0.05,
    epsilon_steps: 5000,
    gamma: 0.99,
    learning_rate: 0.001,
    optimizer: 'adam',
    batch_size: 64,
    follows: 'copy_every',
    copy_every: 50,
    tau: 0.01,
  });

  /** The choices that are settings of a recipe. */
  const SETTINGS = ['gamma', 'learning_rate', 'optimizer', 'batch_size'];

  /** The names that the trainer knows, and how a reader calls them. */
  const NAMES = {
    network: {
      16: 'one layer of 16', '64-64': '64 and 64', '512-128': '512 and 128, the chapters’',
      dueling: 'dueling, 512 and 128',
    },
    memory: {
      newest: 'the newest only', uniform: 'uniform replay', prioritised: 'prioritised replay',
    },
    bootstrap: {max: 'the maximum', double: 'double Q-learning'},
    optimizer: {adam: 'Adam', 'rms-prop': 'RMSprop', sgd: 'SGD'},
    follows: {copy_every: 'a copy every C steps', tau: 'the share τ on each step'},
    fault: {
      none: 'none',
      'no-mask': 'the mask is missing',
      'limit-is-failure': 'a time limit counts as failure',
      'large-rewards': 'large rewards',
      'max-over-batch': 'the maximum of the whole batch',
      'clamped-error': 'a clip inside the square',
      'per-unwritten': 'priorities that are never written',
      'per-unweighted': 'no importance weights',
      'per-wrong-sign': 'weights of the wrong sign',
      'per-outliers': 'outliers among the rewards',
    },
  };

  /** The fields in their order, each with its label. */
  const FIELDS = [
    ['memory', 'Memory'],
    ['follows', 'The target network takes'],
    ['copy_every', 'C, the steps from copy to copy'],
    ['tau', 'τ'],
    ['bootstrap', 'Value of the next state'],
    ['n', 'n, the rewards of a target'],
    ['gamma', 'γ, the discount'],
    ['network', 'Hidden layers'],
    ['optimizer', 'Optimiser'],
    ['learning_rate', 'η, the learning rate'],
    ['batch_size', 'Batch size'],
    ['epsilon_start', 'ε at the start'],
    ['epsilon_end', 'ε at the end'],
    ['epsilon_steps', 'Steps from the one to the other'],
    ['fault', 'Fault of the museum'],
  ];

  /** The JSON that the trainer reads. */
  const toJson = (chosen) => {
    const {follows} = chosen;
    const others = Object.entries(chosen).filter(([key]) =>
      !SETTINGS.includes(key) && !['follows', 'copy_every', 'tau'].includes(key));
    const settings = SETTINGS.map((key) => [key, chosen[key]]);
    settings.push([follows, chosen[follows]]);
    return JSON.stringify(
      {...Object.fromEntries(others), settings: Object.fromEntries(settings)});
  };

  /** What is chosen otherwise than by default, as an address says it. */
  const toAddress = (chosen) => Object.keys(DEFAULTS)
    .filter((key) => chosen[key] !== DEFAULTS[key])
    .map((key) => `${key}:${chosen[key]}`).join(',');

  /** The choices in an address; what it does not know stays as by default. */
  const ofAddress = (text) => {
    const chosen = {...DEFAULTS};
    for (const part of text.split(',')) {
      const [key, value] = part.split(':');
      const isName = Object.hasOwn(NAMES[key] ?? {}, value);
      const isNumber = typeof DEFAULTS[key] === 'number' && value?.trim()
        && Number.isFinite(Number(value));
      if (isName) chosen[key] = value;
      else if (isNumber) chosen[key] = Number(value);
    }
    return chosen;
  };

  /** What an address says of a seed and of one or two agents. */
  const query = (seed, all) => {
    const parts = all.map((chosen, i) => ['ab'[i], toAddress(chosen)]);
    return new URLSearchParams([['seed', seed], ...parts]);
  };

  /** The field of one choice, with the value that it begins with. */
  const field = ([key, label], value) => {
    const names = NAMES[key];
    const input = names
      ? html('select', {}, ...Object.entries(names).map(([name, words]) =>
        html('option', {value: name}, words)))
      : html('input', {type: 'number', step: 'any', min: 0, inputmode: 'decimal'});
    input.name = key;
    input.value = value;
    return html('label', {'data-field': key}, html('span', {}, label), input);
  };

  /**
   * The fields of one agent.
   *
   * @param {object} chosen what they begin with
   * @param {() => void} onChange what happens when one is changed
   */
  const form = (chosen, onChange) => {
    const fields = FIELDS.map((one) => field(one, chosen[one[0]]));
    const element = html('div', {class: 'fields'}, ...fields);
    const inputs = fields.map((one) => one.querySelector('input, select'));
    const read = () => Object.fromEntries(inputs.map(({name, value}) =>
      [name, NAMES[name] ? value : Number(value)]));
    /** Only one of the two numbers of the target network counts. */
    const arrange = () => fields.forEach((one) => {
      const key = one.dataset.field;
      one.hidden = Object.hasOwn(NAMES.follows, key) && key !== read().follows;
    });
    element.addEventListener('change', () => {
      arrange();
      onChange();
    });
    arrange();
    return {element, read};
  };

  /**
   * The field of one choice alone; the others stay as they are.
   *
   * @param {string} key the choice
   * @param {object} chosen what they are
   * @param {() => void} onChange what happens when it is changed
   */
  const one = (key, chosen, onChange) => {
    const element = field(FIELDS.find(([name]) => name === key), chosen[key]);
    const input = element.querySelector('input, select');
    input.addEventListener('change', onChange);
    const read = () =>
      ({...chosen, [key]: NAMES[key] ? input.value : Number(input.value)});
    return {element, read};
  };

  return Object.freeze({DEFAULTS, NAMES, form, one, toJson, ofAddress, query});
})();

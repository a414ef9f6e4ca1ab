'use strict';

/** Compares this page with what the agent does in Rust, which golden.js has recorded. */
const Check = (() => {
  const isSame = (a, b) => a.length === b.length && a.every((x, i) => Object.is(x, b[i]));

  const blank = () => ({
    episodes: 0,
    states: 0, differingStates: 0,
    endings: 0, differingEndings: 0,
    values: 0, differingValues: 0, largestDifference: 0,
    actions: 0, differingActions: 0,
  });

  /** Counts one comparison of `what`. */
  const count = (sums, what, isRight) => {
    sums[what] += 1;
    sums[`differing${what[0].toUpperCase()}${what.slice(1)}`] += isRight ? 0 : 1;
  };

  /** Compares Q(s, ·), and the greedy action where one was recorded. */
  const addValues = (sums, network, state, recorded, action) => {
    const values = Network.qValues(network, state);
    recorded.map(Math.fround).forEach((value, i) => {
      count(sums, 'values', Object.is(values[i], value));
      const difference = Math.abs(values[i] - value) / Math.abs(value);
      // Comparing with NaN is false: written this way round, NaN is kept.
      if (!(difference <= sums.largestDifference)) sums.largestDifference = difference;
    });
    if (action !== undefined) {
      count(sums, 'actions', Network.greedy(values) === action);
    }
  };

  /** Plays an episode here, from its recorded draws on, and compares each step. */
  const addEpisode = (sums, network, episode) => {
    const draws = [...episode.draws];
    let state = CartPole.startState(() => draws.shift());
    for (const [recorded, values, action] of episode.steps) {
      count(sums, 'states', isSame(state, recorded));
      count(sums, 'endings', !CartPole.hasFallen(state));
      addValues(sums, network, state, values, episode.byPolicy ? action : undefined);
      // It goes on from the state here, not from the recorded one.
      state = CartPole.nextState(state, action);
    }
    count(sums, 'states', isSame(state, episode.last));
    count(sums, 'endings', CartPole.hasFallen(state) === episode.terminated
      && (episode.steps.length >= CartPole.STEP_LIMIT) === episode.truncated);
    sums.episodes += 1;
  };

  const addPoint = (sums, network, [state, values, action, left, right, hasFallen]) => {
    addValues(sums, network, state, values, action);
    count(sums, 'states', isSame(CartPole.nextState(state, CartPole.LEFT), left));
    count(sums, 'states', isSame(CartPole.nextState(state, CartPole.RIGHT), right));
    count(sums, 'endings', CartPole.hasFallen(state) === hasFallen);
  };

  /**
   * How much this page and the recorded agent differ: what was compared, and how much of
   * it is not the same to the last bit.
   *
   * @param {typeof GOLDEN} golden
   * @param {ReturnType<typeof Network.layers>} network
   */
  const compare = (golden, network) => {
    const sums = blank();
    golden.episodes.forEach((episode) => addEpisode(sums, network, episode));
    golden.points.forEach((point) => addPoint(sums, network, point));
    return sums;
  };

  /** Whether a comparison found no difference. */
  const isRight = (sums) => sums.differingStates + sums.differingEndings
    + sums.differingValues + sums.differingActions === 0;

  return Object.freeze({compare, isRight});
})();

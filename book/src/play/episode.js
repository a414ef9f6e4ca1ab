'use strict';

/**
 * An episode that is being played, by the reader or by the policy.
 *
 * An episode is never changed: each function returns the next one.
 *
 * @typedef {object} Episode
 * @property {number[]} state s, the newest state
 * @property {number[]} before the state before it, from which its picture moves
 * @property {number[]} values Q(s, ·)
 * @property {number} advice the greedy action in s
 * @property {number} promise maxₐ Q(s₀, a), what the network said of the start
 * @property {number} steps so far
 * @property {number} agreed how many of them were the greedy action
 * @property {'' | 'leans' | 'left' | 'limit'} ending how it ended
 */
const Episode = (() => {
  /** What the network says of a state. */
  const judged = (network, state) => {
    const values = Network.qValues(network, state);
    return {state, values, advice: Network.greedy(values)};
  };

  /** An episode at its start. */
  const begin = (network, start) => {
    const first = judged(network, start);
    const promise = Math.max(...first.values);
    return {...first, before: start, promise, steps: 0, agreed: 0, ending: ''};
  };

  /** Falling counts first: on the last step both can be true. */
  const endingOf = (state, steps) => {
    if (CartPole.hasLeftTrack(state)) return 'left';
    if (CartPole.leansTooFar(state)) return 'leans';
    return steps >= CartPole.STEP_LIMIT ? 'limit' : '';
  };

  /** The episode one step later; one that is over stays as it is. */
  const step = (network, episode, action) => {
    if (episode.ending) return episode;
    const state = CartPole.nextState(episode.state, action);
    const steps = episode.steps + 1;
    return {
      ...episode,
      ...judged(network, state),
      before: episode.state,
      steps,
      agreed: episode.agreed + (action === episode.advice ? 1 : 0),
      ending: endingOf(state, steps),
    };
  };

  /** The policy's episode, played to its end. */
  const finish = (network, episode) => {
    let last = episode;
    while (!last.ending) last = step(network, last, last.advice);
    return last;
  };

  /**
   * The episode after a tap on the tip of the pole.
   *
   * @param {number} by what the tap adds to the angular velocity, in rad/s
   */
  const tap = (network, episode, by) => {
    if (episode.ending) return episode;
    const [position, velocity, angle, angularVelocity] = episode.state;
    const state = [position, velocity, angle, angularVelocity + by];
    return {...episode, ...judged(network, state), before: state};
  };

  /**
   * The state between the last two, for the picture.
   *
   * @param {number} share how much of the newest one, from 0 to 1
   */
  const between = ({before, state, ending}, share) =>
    ending ? state : state.map((number, i) => before[i] + share * (number - before[i]));

  return Object.freeze({begin, step, finish, tap, between});
})();

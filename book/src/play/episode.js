'use strict';

/**
 * An episode that is being played, by the reader or by the policy.
 *
 * An episode is never changed: each function returns the next one. The cart-pole and the
 * network are those of the crate.
 *
 * @typedef {object} Rules
 * @property {object} world the functions of the crate
 * @property {object} player its DQN with the weights of this page
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
  /** The rules of the game, once the crate is loaded. */
  const rules = async () => {
    const world = await Crate.open();
    return {world, player: new world.Player(Crate.decode(MODEL))};
  };

  /** A start state, drawn anew. */
  const start = ({world}) => [...world.start_state(Math.floor(2 ** 32 * Math.random()))];

  /** What the network says of a state. */
  const judged = ({player}, state) =>
    ({state, values: [...player.q_values(state)], advice: player.act(state)});

  /** An episode at its start. */
  const begin = (rules, start) => {
    const first = judged(rules, start);
    const promise = Math.max(...first.values);
    return {...first, before: start, promise, steps: 0, agreed: 0, ending: ''};
  };

  /** The episode one step later; one that is over stays as it is. */
  const step = (rules, episode, action) => {
    if (episode.ending) return episode;
    const state = [...rules.world.next_state(episode.state, action)];
    const steps = episode.steps + 1;
    return {
      ...episode,
      ...judged(rules, state),
      before: episode.state,
      steps,
      agreed: episode.agreed + (action === episode.advice ? 1 : 0),
      ending: rules.world.ending(state, steps) ?? '',
    };
  };

  /** The policy's episode, played to its end. */
  const finish = (rules, episode) => {
    let last = episode;
    while (!last.ending) last = step(rules, last, last.advice);
    return last;
  };

  /**
   * The episode after a tap on the tip of the pole.
   *
   * @param {number} by what the tap adds to the angular velocity, in rad/s
   */
  const tap = (rules, episode, by) => {
    if (episode.ending) return episode;
    const [position, velocity, angle, angularVelocity] = episode.state;
    const state = [position, velocity, angle, angularVelocity + by];
    return {...episode, ...judged(rules, state), before: state};
  };

  /**
   * The state between the last two, for the picture.
   *
   * @param {number} share how much of the newest one, from 0 to 1
   */
  const between = ({before, state, ending}, share) =>
    ending ? state : state.map((number, i) => before[i] + share * (number - before[i]));

  return Object.freeze({rules, start, begin, step, finish, tap, between});
})();

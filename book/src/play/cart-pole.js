'use strict';

/**
 * CartPole-v1, as in src/foundations/cart_pole.rs: the same steps and the same endings,
 * to the last bit.
 *
 * A state is [position in m, velocity in m/s, angle in rad, angular velocity in rad/s].
 * The angle is measured from the vertical and is positive to the right. An action is
 * `LEFT` or `RIGHT`.
 */
const CartPole = (() => {
  /** g, in m/s². */
  const GRAVITY = 9.8;
  /** Mass of the cart, in kg. */
  const CART_MASS = 1;
  /** Mass of the pole, in kg. */
  const POLE_MASS = 0.1;
  /** Half the length of the pole, in m. */
  const POLE_HALF_LENGTH = 0.5;
  /** The force of a push, in N. */
  const FORCE = 10;
  /** The time between two states, in s. */
  const TIME_STEP = 0.02;
  /** The cart may move this far from the middle of the track, in m. */
  const TRACK_HALF_LENGTH = 2.4;
  /** The pole may lean this far from the vertical, in rad. */
  const LARGEST_ANGLE = 12 * 2 * Math.PI / 360;
  /** Each of the four numbers of a start state lies within this of 0. */
  const START_RANGE = 0.05;
  /** An episode is cut short after this many steps. */
  const STEP_LIMIT = 500;
  const LEFT = 0;
  const RIGHT = 1;

  // The coefficients below are those of fdlibm, which the Rust code uses as well:
  // Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at
  // SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and
  // distribute this software is freely granted, provided that this notice is preserved.
  const SIN = [
    -1.66666666666666324348e-01, 8.33333333332248946124e-03,
    -1.98412698298579493134e-04, 2.75573137070700676789e-06,
    -2.50507602534068634195e-08, 1.58969099521155010221e-10,
  ];
  const COS = [
    4.16666666666666019037e-02, -1.38888888888741095749e-03,
    2.48015872894767294178e-05, -2.75573143513906633035e-07,
    2.08757232129817482790e-09, -1.13596475577881948265e-11,
  ];

  /**
   * [sin, cos] of an angle of at most π/4: no pole in play leans farther.
   *
   * The standard leaves the last bit of `Math.sin` to the browser. The pole is unstable,
   * and a difference in the last bit would grow into another episode.
   *
   * @param {number} angle in rad
   */
  const sinCos = (angle) => {
    if (!(Math.abs(angle) <= Math.PI / 4)) return [Math.sin(angle), Math.cos(angle)];
    const z = angle * angle;
    const w = z * z;
    const r = SIN[1] + z * (SIN[2] + z * SIN[3]) + z * w * (SIN[4] + z * SIN[5]);
    const sin = angle + z * angle * (SIN[0] + z * r);
    const q = z * (COS[0] + z * (COS[1] + z * COS[2]))
      + w * w * (COS[3] + z * (COS[4] + z * COS[5]));
    const half = 0.5 * z;
    const most = 1 - half;
    return [sin, most + (((1 - most) - half) + z * q)];
  };

  /**
   * The state one time step after a push. The products are grouped as in Rust.
   *
   * @param {number[]} state
   * @param {number} action `LEFT` or `RIGHT`
   */
  const nextState = ([position, velocity, angle, angularVelocity], action) => {
    const force = action === RIGHT ? FORCE : -FORCE;
    const [sin, cos] = sinCos(angle);
    const mass = CART_MASS + POLE_MASS;
    const poleMoment = POLE_MASS * POLE_HALF_LENGTH;
    const k = (force + poleMoment * (angularVelocity * angularVelocity) * sin) / mass;
    const angularAcceleration = (GRAVITY * sin - cos * k)
      / (POLE_HALF_LENGTH * (4 / 3 - POLE_MASS * (cos * cos) / mass));
    const acceleration = k - poleMoment * angularAcceleration * cos / mass;
    return [
      position + TIME_STEP * velocity,
      velocity + TIME_STEP * acceleration,
      angle + TIME_STEP * angularVelocity,
      angularVelocity + TIME_STEP * angularAcceleration,
    ];
  };

  const hasLeftTrack = ([position]) => Math.abs(position) > TRACK_HALF_LENGTH;
  const leansTooFar = (state) => Math.abs(state[2]) > LARGEST_ANGLE;

  /** Whether the state is a failure. */
  const hasFallen = (state) => hasLeftTrack(state) || leansTooFar(state);

  /**
   * A start state.
   *
   * @param {() => number} uniform draws from [0, 1)
   */
  const startState = (uniform) =>
    Array.from({length: 4}, () => uniform() * (2 * START_RANGE) - START_RANGE);

  return Object.freeze({
    LEFT, RIGHT, TIME_STEP, STEP_LIMIT, TRACK_HALF_LENGTH, LARGEST_ANGLE,
    POLE_HALF_LENGTH, nextState, hasLeftTrack, leansTooFar, hasFallen, startState,
  });
})();

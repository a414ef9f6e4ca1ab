'use strict';

/** What the reader sees: made once, and then only moved. */
const View = (() => {
  // What is drawn of the cart-pole: the game's test compares it with the crate.
  /** The time between two states, in s. */
  const TIME_STEP = 0.02;
  /** The cart may move this far from the middle of the track, in m. */
  const TRACK_HALF_LENGTH = 2.4;
  /** The pole may lean this far from the vertical, in rad. */
  const LARGEST_ANGLE = 12 * 2 * Math.PI / 360;
  /** Half the length of the pole, in m. */
  const POLE_HALF_LENGTH = 0.5;
  const MEASURES =
    Object.freeze([TIME_STEP, TRACK_HALF_LENGTH, LARGEST_ANGLE, POLE_HALF_LENGTH]);
  const ARROWS = ['←', '→'];
  const NAMES = ['left', 'right'];
  /** The width of the picture, and its edges above and below the track, in m. */
  const FRAME = {width: 5.8, above: 1.75, below: 0.42};
  /** The axle is this high above the track, in m. */
  const AXLE = 0.24;
  const SVG = 'http://www.w3.org/2000/svg';

  const withParts = (made, attributes, parts) => {
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...parts);
    return made;
  };
  const html = (tag, attributes = {}, ...parts) =>
    withParts(document.createElement(tag), attributes, parts);
  const svg = (tag, attributes = {}, ...parts) =>
    withParts(document.createElementNS(SVG, tag), attributes, parts);

  /** Changes a text only if it is another: the rest of the page can rest. */
  const say = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  /** A number with so many digits, and the typographic minus. */
  const typeset = (number, digits) => number.toFixed(digits).replace('-', '−');

  const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

  // ------------------------------------------------------------------- the picture

  const trackMark = (place) => svg('g', {},
    svg('rect', {x: place - 0.015, y: 0, width: 0.03, height: 0.1}),
    svg('text', {x: place, y: 0.33, 'text-anchor': 'middle'},
      `${String(place).replace('-', '−')} m`));

  const track = () => {
    const end = TRACK_HALF_LENGTH;
    return svg('g', {class: 'track'},
      svg('rect', {x: -end, y: 0, width: 2 * end, height: 0.03}),
      ...[-end, 0, end].map(trackMark));
  };

  /** A line from the axle to where the tip of the pole counts as fallen. */
  const limit = (side) => {
    const length = 2 * POLE_HALF_LENGTH;
    const x = side * length * Math.sin(LARGEST_ANGLE);
    const y = -AXLE - length * Math.cos(LARGEST_ANGLE);
    return svg('line', {class: 'limit', x1: 0, y1: -AXLE, x2: x, y2: y});
  };

  /** The cart-pole to scale; `move` draws a state. */
  const picture = (label) => {
    const length = 2 * POLE_HALF_LENGTH;
    const pole = svg('rect',
      {class: 'pole', x: -0.035, y: -AXLE - length, width: 0.07, height: length});
    const cart = svg('g', {class: 'cart'},
      limit(-1), limit(1),
      svg('circle', {cx: -0.11, cy: -0.05, r: 0.05}),
      svg('circle', {cx: 0.11, cy: -0.05, r: 0.05}),
      svg('rect', {x: -0.22, y: -AXLE, width: 0.44, height: AXLE - 0.05}),
      pole,
      svg('circle', {cx: 0, cy: -AXLE, r: 0.05}));
    const {width, above, below} = FRAME;
    const element = svg('svg', {
      viewBox: `${-width / 2} ${-above} ${width} ${above + below}`,
      role: 'img', 'aria-label': label,
    }, track(), cart);
    const move = ([position, , angle]) => {
      cart.setAttribute('transform', `translate(${position.toFixed(4)} 0)`);
      const degrees = (angle * 180 / Math.PI).toFixed(3);
      pole.setAttribute('transform', `rotate(${degrees} 0 ${-AXLE})`);
    };
    return {element, move};
  };

  // --------------------------------------------------------------------- the values

  /** A row of a name, a bar and a number. */
  const row = (name, kind) => {
    const fill = html('span', {class: 'fill'});
    const number = html('span', {class: 'number'});
    const element = html('div', {class: `row ${kind}`},
      html('span', {class: 'name'}, name), html('span', {class: 'bar'}, fill), number);
    return {element, fill, number};
  };

  const percent = (share) => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;

  /** The two values, and by how much the right one is the larger. */
  const values = () => {
    const rows = NAMES.map((name) => row(`Q(s, ${name})`, 'value'));
    const gap = row('right − left', 'gap');
    const element = html('div', {class: 'values'},
      ...rows.map(({element: one}) => one), gap.element);
    const show = (q, scale) => {
      rows.forEach(({fill, number}, i) => {
        fill.style.width = percent(q[i] / scale);
        say(number, typeset(q[i], 1));
      });
      // Half of the bar is for each side, and differences are small beside values.
      const difference = q[1] - q[0];
      const half = Math.min(0.5, 0.5 * Math.abs(difference) / (scale / 4));
      gap.fill.style.width = percent(half);
      gap.fill.style.left = percent(difference < 0 ? 0.5 - half : 0.5);
      say(gap.number, typeset(difference, 1));
    };
    return {element, show};
  };

  /** Lights one of two elements, that of an action, or none. */
  const light = (both, action) =>
    both.forEach((element, i) => element.classList.toggle('lit', i === action));

  // ----------------------------------------------------------------------- a lane

  const ENDINGS = {
    leans: 'the pole leans too far',
    left: 'the cart left the track',
    limit: 'cut short, and the pole stands',
  };

  /** How an episode ended, in words; nothing while it goes on. */
  const endingText = ({ending, steps}) =>
    ending ? `${plural(steps, 'step')}: ${ENDINGS[ending]}` : '';

  const tallyText = ({episodes, sum, best}) => episodes === 0
    ? 'no episode played yet'
    : `score ${(sum / episodes).toFixed(1)} over ${plural(episodes, 'episode')}, `
      + `best ${best}`;

  /**
   * One cart-pole with all that belongs to it.
   *
   * @param {string} name whose it is
   * @param {string} label what the picture shows
   * @param {HTMLElement[]} pads what stands below the picture
   * @param {HTMLElement[]} more what stands below the values
   */
  const lane = (name, label, pads, more) => {
    const scene = picture(label);
    const bars = values();
    const parts = Object.fromEntries(
      ['steps', 'ending', 'tally', 'promise'].map((part) =>
        [part, html('span', {class: part})]));
    const element = html('section', {class: 'lane', 'aria-label': name},
      html('p', {class: 'head'}, html('strong', {}, name), parts.steps),
      html('div', {class: 'scene'}, scene.element, parts.ending),
      html('div', {class: 'pads'}, ...pads),
      html('p', {class: 'small'}, parts.tally),
      bars.element,
      html('p', {class: 'small'}, 'At the start the network expects ', parts.promise,
        ' steps.'),
      ...more);
    const show = (episode, tally, share, scale) => {
      scene.move(Episode.between(episode, share));
      element.classList.toggle('over', episode.ending !== '');
      element.classList.toggle('fallen', ['leans', 'left'].includes(episode.ending));
      say(parts.steps, plural(episode.steps, 'step'));
      say(parts.ending, endingText(episode));
      say(parts.tally, tallyText(tally));
      say(parts.promise, typeset(episode.promise, 1));
      bars.show(episode.values, scale);
    };
    return {element, show};
  };

  /** An arrow that shows what the policy does, or would do. */
  const shown = (kind) => (arrow) =>
    html('span', {class: `${kind} shown`, 'aria-hidden': 'true'}, arrow);
  const shownPads = () => ARROWS.map(shown('pad'));
  const shownArrows = () => ARROWS.map(shown('arrow'));

  const button = (text, name, hint) =>
    html('button', {type: 'button', 'data-do': name, title: hint}, text);

  /** A large button that pushes for as long as it is held. */
  const pad = (action) => html('button',
    {type: 'button', class: 'pad', 'data-push': action, 'aria-label': NAMES[action]},
    ARROWS[action]);

  return Object.freeze(
    {TIME_STEP, MEASURES, html, svg, say, typeset, picture, light, endingText, lane, button,
      pad, shownPads, shownArrows});
})();

'use strict';

/** Small charts of a training, which grow with it. */
const Charts = (() => {
  const {html, svg, say, typeset} = View;
  /** The size of a chart, in units of its own. */
  const WIDTH = 300;
  const HEIGHT = 90;
  /** More points than this are not seen: each is then the mean of several rows. */
  const MOST_POINTS = 300;

  const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

  /** A number in few letters. */
  const short = (number) => {
    if (!isNumber(number)) return '–';
    if (number === 0) return '0';
    const size = Math.abs(number);
    if (size >= 1e5) return number.toExponential(1).replace('-', '−');
    return typeset(number, size >= 100 ? 0 : size >= 1 ? 1 : 3);
  };

  /** The values in groups of so many, each as its mean; gaps are left out. */
  const thinned = (values, group) => {
    const points = [];
    for (let start = 0; start < values.length; start += group) {
      const numbers = values.slice(start, start + group).filter(isNumber);
      if (numbers.length > 0) {
        const sum = numbers.reduce((all, one) => all + one, 0);
        points.push([start + (group - 1) / 2, sum / numbers.length]);
      }
    }
    return points;
  };

  /** The line through points, in a frame of so many rows between two values. */
  const path = (points, count, [least, most]) => {
    const x = (row) => WIDTH * (row + 0.5) / Math.max(count, 1);
    const y = (value) => HEIGHT - HEIGHT * (value - least) / (most - least || 1);
    const at = ([row, value]) => `${x(row).toFixed(1)} ${y(value).toFixed(1)}`;
    if (points.length === 1) return `M${at(points[0])}h1`;
    return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${at(point)}`).join('');
  };

  /** From the least of the points to the largest, and 0 where it is near. */
  const rangeOf = (lines) => {
    const values = lines.flat().map(([, value]) => value);
    if (values.length === 0) return [0, 1];
    const least = values.reduce((one, other) => Math.min(one, other));
    const most = values.reduce((one, other) => Math.max(one, other));
    return [Math.min(least, 0), Math.max(most, 0)];
  };

  /**
   * A chart of one or several columns over the episodes.
   *
   * @param {string} title what it shows
   * @param {[string, string][]} columns the name of each line, and its column
   */
  const chart = (title, columns) => {
    const lines = columns.map((_, i) => svg('path', {class: `line line-${i}`}));
    const numbers = columns.map(() => html('span', {class: 'number'}));
    const legend = columns.map(([name], i) => html('span', {class: `key key-${i}`},
      name, ' ', numbers[i]));
    const bounds = ['most', 'least'].map((name) => html('span', {class: name}));
    const picture = svg('svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img',
    }, ...lines);
    const element = html('figure', {class: 'chart'},
      html('figcaption', {}, html('strong', {}, title), ...legend),
      html('div', {class: 'frame'}, picture, ...bounds));
    const pointsOf = (rows) => {
      const group = Math.ceil(rows.length / MOST_POINTS) || 1;
      return columns.map(([, column]) => thinned(rows.map((row) => row[column]), group));
    };
    /** Draws the rows to the scale that shows those of another agent, too. */
    const draw = (rows, others = []) => {
      const points = pointsOf(rows);
      const range = rangeOf([...points, ...pointsOf(others)]);
      const count = Math.max(rows.length, others.length);
      points.forEach((line, i) => lines[i].setAttribute('d', path(line, count, range)));
      say(bounds[0], short(range[1]));
      say(bounds[1], short(range[0]));
      const last = rows.at(-1);
      numbers.forEach((number, i) => say(number, short(last?.[columns[i][1]])));
      const said = columns.map(([name], i) => `${name} ${numbers[i].textContent}`);
      picture.setAttribute('aria-label',
        `${title} over ${rows.length} episodes, now ${said.join(', ')}`);
    };
    draw([]);
    return {element, draw};
  };

  /** The charts by name: what each shows, and its lines. */
  const KNOWN = {
    score: ['Score', [['greedy', 'score'], ['training', 'episode_return']]],
    returns: ['Return from the start',
      [['predicted', 'start_q'], ['achieved', 'start_return']]],
    values: ['|Q|', [['mean', 'mean_abs_q'], ['largest', 'max_abs_q']]],
    errors: ['TD error',
      [['median', 'td_error_p50'], ['90 %', 'td_error_p90'], ['10 %', 'td_error_p10']]],
    age: ['Age of samples', [['steps', 'sample_age']]],
  };

  /** The charts of one training: those of these names, or all. */
  const of = (names = Object.keys(KNOWN)) => {
    const charts = names.map((name) => chart(...KNOWN[name]));
    const element = html('div', {class: 'charts'}, ...charts.map((one) => one.element));
    const draw = (...rows) => charts.forEach((one) => one.draw(...rows));
    return {element, draw};
  };

  return Object.freeze({of, short});
})();

'use strict';

/** The doctor's words as parts of a page: headings, lists, and lines of any width. */
const Verdict = (() => {
  /** The longest line that the doctor prints: a line ends where its next word is too long. */
  const WIDTH = 78;
  /** The mark of an item: a dash, or the number of a cause. */
  const MARK = /^ {2}(?:-|(\d+)\.) /;

  const length = (words) => [...words].length;
  const firstWord = (line) => line.trim().split(' ')[0];

  /** Whether a line goes on with what the line before it began: no check does. */
  const goesOn = (before, line) => firstWord(line) !== 'Check:'
    && length(before) + 1 + length(firstWord(line)) > WIDTH;

  /** The indented lines as items, each a list of sentences. */
  const items = (lines) => {
    const found = [];
    lines.forEach((line, i) => {
      const words = line.replace(MARK, '').trim();
      const item = found.at(-1);
      if (MARK.test(line) || !item) found.push([words]);
      else if (goesOn(lines[i - 1], line)) item.push(`${item.pop()} ${words}`);
      else item.push(words);
    });
    return found;
  };

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  /** A sentence as a paragraph; what stands between backticks is code. */
  const sentence = (words) => element('p', ...words.split('`').map((part, i) =>
    i % 2 === 0 ? part : element('code', part)));

  const list = (lines) => {
    const isNumbered = MARK.exec(lines[0])?.[1] !== undefined;
    const sentences = (item) => item.map(sentence);
    return element(isNumbered ? 'ol' : 'ul',
      ...items(lines).map((item) => element('li', ...sentences(item))));
  };

  /** What begins so is long, and hardly ever what a reader looks for. */
  const FOLDED = 'Not looked for';

  /** A list below its heading. */
  const headed = (heading, below) => {
    if (heading === '') return [below];
    if (!heading.startsWith(FOLDED)) return [element('h3', heading), below];
    return [element('details', element('summary', heading), below)];
  };

  /** A paragraph of the doctor: what is indented is a list, and the line before its heading. */
  const block = (text) => {
    const lines = text.split('\n');
    const start = lines.findIndex((line) => line.startsWith('  '));
    if (start < 0) return [element('p', lines.join(' '))];
    return headed(lines.slice(0, start).join(' '), list(lines.slice(start)));
  };

  /**
   * The elements of a verdict.
   *
   * @param {string} text as `deepq doctor` prints it
   */
  const elements = (text) => text.trimEnd().split(/\n{2,}/).flatMap(block);

  return Object.freeze({element, elements});
})();

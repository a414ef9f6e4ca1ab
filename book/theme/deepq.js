'use strict';

// A link to a section opens what is folded in it, and paper shows all that is folded.
(() => {
  const HEADINGS = 'h1, h2, h3, h4';
  const folds = () => [...document.querySelectorAll('details.more')];

  const open = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    let next = document.getElementById(name);
    if (!next?.matches(HEADINGS)) return;
    while ((next = next.nextElementSibling) && !next.matches(HEADINGS)) {
      if (next.matches('details.more')) next.open = true;
    }
  };
  addEventListener('hashchange', open);
  addEventListener('DOMContentLoaded', open);

  let opened = [];
  addEventListener('beforeprint', () => {
    opened = folds().filter((fold) => !fold.open);
    for (const fold of opened) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of opened) fold.open = false;
  });
})();

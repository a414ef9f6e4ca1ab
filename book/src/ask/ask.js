'use strict';

/** The page on which a reader hands a file to the doctor. No byte leaves the page. */
const Ask = (() => {
  const {element, elements} = Verdict;
  /** Larger files would stop the page for longer than a reader waits, in bytes. */
  const LARGEST = 64e6;
  /** Beside this script, wherever the page is. */
  const SCRIPT = new URL('doctor.js', document.currentScript.src).href;
  const INVITATION = 'No file leaves this machine: the doctor is part of this page.';
  const REMEDY = 'A run has a line for each episode, with its score or return, and with '
    + 'its length or the steps so far. A column under a name that the doctor does not '
    + 'know is renamed in the first line of a copy of the file. ';
  const MANUAL = 'doctor.html#a-run-of-another-framework';
  /** The endings of files that only tell of settings. */
  const OF_SETTINGS = /\.(zip|ya?ml)$/i;

  // ---------------------------------------------------------------------- the doctor

  /** The compiled doctor, once a reader has asked for it. */
  let compiled;

  const load = () => new Promise((resolve, reject) => {
    const script = element('script');
    script.src = SCRIPT;
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('The doctor could not be loaded: open the page anew.'));
    });
    document.head.append(script);
  });

  const compile = async () => {
    await load();
    const letters = atob(DOCTOR.wasm.replaceAll('\n', ''));
    return WebAssembly.compile(Uint8Array.from(letters, (c) => c.charCodeAt(0)));
  };

  /** A new doctor for each question: none remembers the file before. */
  const doctor = async () => {
    compiled ??= compile().catch((error) => {
      compiled = undefined;
      throw error;
    });
    const wasm = await compiled;
    const bound = DOCTOR.bind();
    await bound({module_or_path: wasm});
    return bound;
  };

  /**
   * What the doctor says of files, the run first.
   *
   * @param {{name: string, bytes: Uint8Array}[]} files
   */
  const consult = async (files) => {
    const {consult: question} = await doctor();
    const {notes, text, panel} =
      question(files.map(({name}) => name), files.map(({bytes}) => bytes));
    return {notes, text, panel};
  };

  // ------------------------------------------------------------------------- the page

  const button = (words, doing) => {
    const made = element('button', words);
    made.type = 'button';
    made.addEventListener('click', doing);
    return made;
  };

  const part = (name, className, ...children) => {
    const made = element(name, ...children);
    made.className = className;
    return made;
  };

  const root = document.getElementById('ask');
  const status = part('p', 'status');
  status.setAttribute('role', 'status');
  /** What the doctor says is read to those who do not see it; the parts below are not. */
  const verdict = part('div', 'verdict');
  verdict.setAttribute('role', 'region');
  verdict.setAttribute('aria-label', 'What the doctor says');
  verdict.setAttribute('aria-live', 'polite');
  const below = element('div');
  const chooser = element('input');
  Object.assign(chooser, {type: 'file', multiple: true, hidden: true});

  /** The fields of the settings, by their names. */
  const fields = new Map();

  /** What was said last, for the buttons below it. */
  let said = {};

  /** All that `deepq doctor` prints of the same file. */
  const printed = ({notes, text}) =>
    `${notes.map((note) => `read: ${note}\n`).join('')}${text}\n`;

  /** The panel as a part of the page. It is parsed as XML: there is no HTML in it. */
  const picture = (svg) => {
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return part('div', 'panel', document.importNode(parsed.documentElement, true));
  };

  const save = () => {
    const link = element('a');
    link.href = URL.createObjectURL(new Blob([said.panel], {type: 'image/svg+xml'}));
    link.download = 'diagnostics.svg';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(printed(said));
      status.textContent = 'The verdict is copied.';
    } catch {
      getSelection().selectAllChildren(verdict);
      status.textContent = 'The browser does not let the page copy: the verdict is '
        + 'marked, and Ctrl+C or ⌘C copies it.';
    }
  };

  /** Names between backticks as code. */
  const code = (words) => words.split('`')
    .map((between, i) => (i % 2 === 1 ? element('code', between) : between));

  const reading = (notes) => {
    if (notes.length === 0) return [];
    const lines = notes.map((note) => element('li', ...code(note)));
    return [element('details', element('summary', 'How the file was read'),
      element('ul', ...lines))];
  };

  /** The links of the table of the page that shows causes, by the names of the causes. */
  const sections = () => {
    const rows = document.querySelectorAll('#causes-in-the-museum ~ .table-wrapper tbody tr');
    return new Map([...rows].map(({cells: [cause, links]}) =>
      [cause.textContent.trim(), links]));
  };

  /** Puts below each cause where the museum shows it, if it does. */
  const addSections = () => {
    const known = sections();
    for (const cause of verdict.querySelectorAll('ol > li')) {
      const links = known.get(cause.firstChild.textContent);
      if (links) {
        const shown = links.cloneNode(true).childNodes;
        cause.append(part('p', 'museum', 'In the museum: ', ...shown));
      }
    }
  };

  const clear = () => {
    said = {};
    verdict.replaceChildren();
    below.replaceChildren();
  };

  const show = (consultation) => {
    said = consultation;
    const {notes, text, panel} = said;
    verdict.classList.remove('refusal');
    verdict.replaceChildren(...elements(text));
    addSections();
    verdict.scrollIntoView({block: 'nearest'});
    const tools = part('div', 'tools',
      button('Copy the verdict', copy), button('Save the charts', save));
    below.replaceChildren(...reading(notes), tools, picture(panel));
  };

  /** A refusal of the doctor is a string; all else is a fault of the page, or of his. */
  const refuse = (error) => {
    const isRefusal = typeof error === 'string';
    verdict.classList.add('refusal');
    verdict.replaceChildren(element('p', ...code(isRefusal ? error : error.message)));
    if (!isRefusal) return;
    const link = element('a', 'Which files are read');
    link.href = root.dataset.manual ?? MANUAL;
    verdict.append(element('p', REMEDY, link, '.'));
  };

  // ---------------------------------------------------------------------- the settings

  const field = ({name, meaning}) => {
    const input = element('input');
    Object.assign(input, {type: 'number', min: 0, step: 'any', inputMode: 'decimal'});
    input.addEventListener('change', askAgain);
    fields.set(name, input);
    return element('label', part('span', 'fact', element('code', name), ` ${meaning}`), input);
  };

  /** The doctor knows which settings he can use: he is asked when a reader wants to tell. */
  const addFields = async (below) => {
    try {
      const {facts} = await doctor();
      below.append(...facts().map(field));
    } catch (error) {
      below.append(element('p', error.message));
    }
  };

  /** The settings that a reader has told, as a file beside the run. */
  const told = () => {
    const numbers = [...fields].filter(([, {value}]) => value !== '')
      .map(([name, {value}]) => [name, Number(value)]);
    if (numbers.length === 0) return [];
    const json = JSON.stringify(Object.fromEntries(numbers));
    return [{name: 'told.json', bytes: new TextEncoder().encode(json)}];
  };

  const settings = () => {
    const inner = part('div', 'settings');
    const folded = element('details', element('summary', 'Tell the settings that you know'),
      inner);
    folded.addEventListener('toggle', () => addFields(inner), {once: true});
    return folded;
  };

  // -------------------------------------------------------------------- what happens

  /** The question that was asked last: the answer to an older one is not shown. */
  let asked = 0;
  /** The files that it was about. */
  let latest;

  const ask = async (files) => {
    latest = files;
    asked += 1;
    const own = asked;
    clear();
    status.textContent = 'The doctor reads …';
    let doing;
    try {
      const consultation = await consult([...await files(), ...told()]);
      doing = () => show(consultation);
    } catch (error) {
      doing = () => refuse(error);
    }
    if (own !== asked) return;
    status.textContent = INVITATION;
    doing();
  };

  /** Settings change what the doctor says of a run that he has. */
  const askAgain = () => latest && ask(latest);

  /** The bytes of a file of the reader. */
  const bytesOf = async (file) => {
    try {
      return {name: file.name, bytes: new Uint8Array(await file.arrayBuffer())};
    } catch {
      throw new Error(`${file.name} cannot be read: choose a file, and no folder.`);
    }
  };

  const askAbout = (list) => {
    const files = [...list];
    if (files.length === 0) return;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    // Settings alone are those of the run that was asked about.
    const before = files.every(({name}) => OF_SETTINGS.test(name)) ? latest : undefined;
    ask(async () => {
      if (size > LARGEST) {
        throw new Error(`${(size / 1e6).toFixed(0)} MB are more than this page reads, `
          + `${LARGEST / 1e6} MB: leave out columns and rows, or ask on the command line.`);
      }
      return [...await before?.() ?? [], ...await Promise.all(files.map(bytesOf))];
    });
  };

  const askExample = () => ask(async () => {
    await doctor();
    return [{name: DOCTOR.name, bytes: new TextEncoder().encode(DOCTOR.example)}];
  });

  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');

  /** A file may be dropped anywhere: beside the zone the browser would open it. */
  const listen = (zone) => {
    addEventListener('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      zone.classList.add('over');
    });
    addEventListener('dragleave', ({relatedTarget}) => {
      if (!relatedTarget) zone.classList.remove('over');
    });
    addEventListener('drop', (event) => {
      zone.classList.remove('over');
      if (!hasFiles(event)) return;
      event.preventDefault();
      askAbout(event.dataTransfer.files);
    });
    chooser.addEventListener('change', () => {
      askAbout(chooser.files);
      // The same file, changed, can be chosen again.
      chooser.value = '';
    });
  };

  const open = () => {
    const zone = part('div', 'zone',
      element('p', 'Drop the files of your run here, or choose them: its rows, and its '
        + 'settings if you have them.'),
      button('Choose files', () => chooser.click()),
      button('Try an example', askExample),
      chooser);
    root.replaceChildren(zone, settings(), status, verdict, below);
    status.textContent = INVITATION;
    listen(zone);
  };

  open();

  /** For the test: the question itself, and what a reader can copy. */
  return Object.freeze({consult, printed: () => printed(said), panel: () => said.panel});
})();

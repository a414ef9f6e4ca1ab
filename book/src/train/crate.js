'use strict';

/** The book's crate, compiled to WebAssembly, which is loaded when it is first asked for. */
const Crate = (() => {
  /** Beside this script, wherever the page is. */
  const SCRIPT = new URL('trainer.js', document.currentScript.src).href;

  const load = () => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('The program could not be loaded: open the page anew.'));
    });
    document.head.append(script);
  });

  /** The bytes that base64 stands for. */
  const decode = (base64) =>
    Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  let loading;
  /** The bytes of the program. */
  const bytes = () => loading ??= load().then(() => decode(TRAINER.wasm))
    .catch((error) => {
      loading = undefined;
      throw error;
    });

  /** New functions of the crate, here on the page. */
  const open = async () => {
    const wasm = await bytes();
    const bound = TRAINER.bind();
    await bound({module_or_path: wasm});
    return bound;
  };

  let address;
  /** A worker that is ready to train, and tells `hear` what it does. */
  const worker = async (hear) => {
    const wasm = await bytes();
    const text = `(${work})(${TRAINER.bind});`;
    address ??= URL.createObjectURL(new Blob([text], {type: 'text/javascript'}));
    const made = new Worker(address);
    await new Promise((resolve, reject) => {
      made.addEventListener('message', resolve, {once: true});
      made.addEventListener('error', ({message}) => reject(new Error(message)));
      made.postMessage({what: 'open', wasm});
    });
    made.addEventListener('message', ({data}) => hear(data));
    return made;
  };

  return Object.freeze({decode, open, worker});
})();

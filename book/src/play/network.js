'use strict';

/** Q(s, ·; θ): layers of weights with ReLU between them, in single precision. */
const Network = (() => {
  /**
   * The numbers of a tensor: little-endian `f32` in base64.
   *
   * @param {string} base64
   */
  const decode = (base64) => {
    const letters = atob(base64);
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Float32Array.from(
      {length: bytes.length / 4}, (_, i) => view.getFloat32(4 * i, true));
  };

  /**
   * The layers of a network, from its first to its last.
   *
   * @param {{shape: number[], values: string}[]} tensors the weight of a layer, of shape
   *   [out, in], then its bias, and so on
   */
  const layers = (tensors) => {
    const numbers = tensors.map(({values}) => decode(values));
    return numbers.flatMap((weight, i) =>
      i % 2 === 0 ? [{weight, bias: numbers[i + 1], inputs: tensors[i].shape[1]}] : []);
  };

  /**
   * W x + b. Each product and each sum is rounded to single precision, in the order in
   * which the Rust code computes a batch of one: so the values are the same bits.
   */
  const affine = ({weight, bias, inputs}, x) => {
    const y = new Float32Array(bias.length);
    for (let row = 0; row < y.length; row += 1) {
      let sum = 0;
      for (let i = 0, at = row * inputs; i < inputs; i += 1, at += 1) {
        sum = Math.fround(sum + Math.fround(weight[at] * x[i]));
      }
      y[row] = sum + bias[row];
    }
    return y;
  };

  const relu = (x) => x.map((number) => Math.max(0, number));

  /**
   * Q(s, ·), one value per action. The network sees the state in single precision.
   *
   * @param {ReturnType<typeof layers>} network
   * @param {number[]} state
   */
  const qValues = (network, state) => {
    const [first, ...others] = network;
    const input = affine(first, Float32Array.from(state));
    return [...others.reduce((x, layer) => affine(layer, relu(x)), input)];
  };

  /** The action of the largest value; the first one on ties. */
  const greedy = (values) => values.indexOf(Math.max(...values));

  return Object.freeze({layers, qValues, greedy});
})();

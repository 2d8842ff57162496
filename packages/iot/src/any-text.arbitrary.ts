import fc from 'fast-check';

const codePoint = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));

/**
 * Arbitrary strings of any code points, including lone surrogates and names of inherited object properties
 * (`__proto__`). The unit `binary` of fast-check is avoided: it first builds a table of all code points, which takes seconds.
 */
export const anyText = (lengths: { maxLength?: number } = {}) =>
  fc.oneof(fc.string({ ...lengths, unit: codePoint }), fc.string(lengths));

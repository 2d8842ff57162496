import fc from 'fast-check';

const codePoint = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));

/**
 * Returns an arbitrary for strings of any code points, including lone surrogates and names of inherited object properties
 * (`__proto__`). Does not use fast-check's unit `binary`, because its table of all code points takes seconds to build.
 */
export const anyText = (lengths: { maxLength?: number } = {}) =>
  fc.oneof(fc.string({ ...lengths, unit: codePoint }), fc.string(lengths));

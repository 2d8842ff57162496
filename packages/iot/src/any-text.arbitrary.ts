import fc from 'fast-check';

const codePoint = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));

/**
 * Any code points, lone surrogates included, and the names that every object has (`__proto__`). The unit `binary` of
 * fast-check makes a table of all code points first, which takes seconds.
 */
export const anyText = (lengths: { maxLength?: number } = {}) =>
  fc.oneof(fc.string({ ...lengths, unit: codePoint }), fc.string(lengths));

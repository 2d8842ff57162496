import { visibleParts, visibleString } from './visible-characters';

test('shows control and bidirectional characters as escapes', () => {
  expect(visibleString('a\u0000\u202Etxt\u2066\u200B\uFEFF\u{E0041}')).toBe(
    'a\\u0000\\u202Etxt\\u2066\\u200B\\uFEFF\\u{E0041}',
  );
});

test('shows a surrogate without a partner, and keeps pairs', () => {
  expect(visibleString('\uD83D 😀')).toBe('\\uD83D 😀');
});

test('keeps tabs, line breaks and letters of all languages', () => {
  const text = 'a\tb\nمرحبا 光 é';
  expect(visibleParts(text)).toEqual([{ text, isEscape: false }]);
});

test('marks escapes, so that they differ from the same text in a payload', () => {
  expect(visibleParts('\\u202E\u202E')).toEqual([
    { text: '\\u202E', isEscape: false },
    { text: '\\u202E', isEscape: true },
  ]);
});

import { runInNewContext } from 'node:vm';
import { fc, test } from '@fast-check/jest';
import { printText, printValue } from './print-value';

const evaluated = (text: string): unknown => runInNewContext(`JSON.stringify((${text}))`);

test.prop([fc.jsonValue({ noUnicodeString: false })])('printValue prints a literal with the same value', (value) => {
  expect(evaluated(printValue(value))).toBe(JSON.stringify(value));
});

test.each([
  ['a', "'a'"],
  ["it's", '"it\'s"'],
  ['say "it\'s"', "'say \"it\\'s\"'"],
  ['a ${b}', "'a ${b}'"],
  ['a\n`b` ${c}', '`a\n\\`b\\` \\${c}`'],
  ['a\r\nb', '`a\\u000d\nb`'],
  ['監視 🚨', "'監視 🚨'"],
])('printText prints %j', (text, printed) => {
  expect(printText(text)).toBe(printed);
  expect(evaluated(printed)).toBe(JSON.stringify(text));
});

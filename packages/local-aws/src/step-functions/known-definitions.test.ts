import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDefinition } from './definition';
import { machineOf } from './engine';
import { knownDefinitions } from './known-definitions';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-known-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what was found to be good once is known to the next platform, to the letter', () => {
  knownDefinitions(folder).add('{"StartAt":"A"}');
  expect(knownDefinitions(folder).has('{"StartAt":"A"}')).toBe(true);
  expect(knownDefinitions(folder).has('{"StartAt": "A"}')).toBe(false);
});

test('without a folder everything is looked at each time', () => {
  const known = knownDefinitions(undefined);
  known.add('{}');
  expect(known.has('{}')).toBe(false);
});

test.each([
  [{ Type: 'Pass', End: 'yes' }, /^wrong: /],
  [{ Type: 'Pass', Next: 'Nowhere' }, /^wrong: .*Nowhere/],
])('one that is not known is refused where it is no Amazon States Language: %j', (state, message) => {
  const wrong = JSON.stringify({ StartAt: 'A', States: { A: state } });
  expect(() => machineOf(readDefinition(wrong), 'wrong', false)).toThrow(message);
});

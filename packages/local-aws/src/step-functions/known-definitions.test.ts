import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDefinition } from './definition';
import { machineOf } from './engine';
import { knownDefinitions } from './known-definitions';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-known-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('caches the validity of a definition, but only for identical text', () => {
  knownDefinitions(folder).add('{"StartAt":"A"}');
  expect(knownDefinitions(folder).has('{"StartAt":"A"}')).toBe(true);
  expect(knownDefinitions(folder).has('{"StartAt": "A"}')).toBe(false);
});

test('validates every definition if there is no cache folder', () => {
  const known = knownDefinitions(undefined);
  known.add('{}');
  expect(known.has('{}')).toBe(false);
});

test.each([
  [{ Type: 'Pass', End: 'yes' }, /^wrong: /],
  [{ Type: 'Pass', Next: 'Nowhere' }, /^wrong: .*Nowhere/],
])('rejects a definition that is not Amazon States Language: %j', (state, message) => {
  const wrong = JSON.stringify({ StartAt: 'A', States: { A: state } });
  expect(() => machineOf(readDefinition(wrong), 'wrong', false)).toThrow(message);
});

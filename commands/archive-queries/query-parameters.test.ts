import { fc, test as law } from '@fast-check/jest';
import { queryLiterals } from './query-parameters';

/** Time at which the date is already 25 November in Japan, but not in UTC. */
const now = Date.parse('2026-11-24T15:00:00Z');
const days = { from: '2026-11-23', to: '2026-11-24' };

test("returns the literals in the order of the query's parameters", () => {
  expect(queryLiterals('rooms-above', { ...days, degrees: '27.5' }, now).literals).toEqual([
    "'2026-11-23'",
    "'2026-11-24'",
    "'2026-11-23'",
    "'2026-11-24'",
    '27.5',
  ]);
});

test('uses the last seven days in Japan by default', () => {
  expect(queryLiterals('time-on', {}, now)).toMatchObject({ from: '2026-11-19', to: '2026-11-25' });
  expect(queryLiterals('time-on', { to: '2026-11-10' }, now)).toMatchObject({ from: '2026-11-04', to: '2026-11-10' });
});

test('does not start the default period before the first year with four digits', () => {
  expect(queryLiterals('time-on', { to: '0000-01-03' }, now)).toMatchObject({ from: '0000-01-01', to: '0000-01-03' });
});

const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom("2026-11-24' OR '1'='1", "'; --", '1 OR 1=1', '0x10', '1e3', '-'),
);

law.prop([hostile, hostile, hostile])(
  'returns only days and numbers as literals, for any input',
  (from, to, degrees) => {
    const literals = () => queryLiterals('rooms-above', { from, to, degrees }, now).literals;
    try {
      for (const literal of literals()) expect(literal).toMatch(/^('\d{4}-\d\d-\d\d'|-?\d+(\.\d+)?(e[+-]\d+)?)$/);
    } catch (error) {
      expect(String(error)).toMatch(/^Error: (invalid )?--(from|to|degrees) /);
    }
  },
);

test.each([
  ['rooms-above', {}, 'rooms-above requires --degrees: npm run query -- rooms-above --degrees 27.5'],
  ['rooms-above', { degrees: '1 OR 1=1' }, 'invalid --degrees "1 OR 1=1": expected a number, for example 27.5'],
  ['rooms-above', { degrees: '' }, 'invalid --degrees "": expected a number, for example 27.5'],
  ['rooms-above', { degrees: 'Infinity' }, 'invalid --degrees "Infinity": expected a number, for example 27.5'],
  [
    'time-on',
    { from: "2026-11-24' OR '1" },
    `invalid --from "2026-11-24' OR '1": expected a day, for example 2026-11-24`,
  ],
  ['time-on', { from: '2026-02-30' }, 'invalid --from "2026-02-30": expected a day, for example 2026-11-24'],
  ['time-on', { to: 'tomorrow' }, 'invalid --to "tomorrow": expected a day, for example 2026-11-24'],
  ['time-on', { from: '2026-11-25', to: '2026-11-24' }, '--from 2026-11-25 is after --to 2026-11-24'],
  ['time-on', { degrees: '3' }, '--degrees has no effect on time-on; its options are --from, --to'],
] as const)('%s with %j throws "%s"', (name, given, line) => {
  expect(() => queryLiterals(name, given, now)).toThrow(line);
});

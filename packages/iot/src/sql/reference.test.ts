import { fc, test as property } from '@fast-check/jest';
import { same } from './compare';
import { exampleMessage } from './example-message';
import { parseJson } from './json-parse';
import { jsonText } from './json-text';
import { parseStatement } from './parse-statement';
import { print } from './print';
import { referenceOutput } from './reference.fixture';
import { compile } from './rule';
import { SqlError } from './sql-error';
import { statements } from './statement.arbitrary';
import type { SqlValue, SqlVersion } from './value';

const statement = statements({
  words: ['a', 'b', 'c', 'e', 'state', 'constructor'],
  variables: ['v', 'w'],
  calls: [
    ['topic', 0, 1],
    ['concat', 0, 3],
    ['lower', 1, 1],
    ['abs', 1, 1],
    ['isNull', 1, 1],
    ['get', 2, 2],
    ['length', 1, 1],
    ['nanvl', 2, 2],
    ['clientid', 0, 0],
    ['timestamp', 0, 0],
    ['bitand', 2, 2],
    ['round', 1, 1],
    ['substring', 2, 3],
    ['startswith', 2, 2],
    ['get_or_default', 1, 2],
    ['regexp_matches', 2, 2],
  ],
  setsAll: true,
});

const scalar = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '-1',
    '10.0',
    '2.5',
    '9007199254740993',
    '1e3',
    'true',
    'false',
    'null',
    '"true"',
    '"1"',
  ),
  fc.string().map((text) => JSON.stringify(text)),
);
const payload = fc.oneof({ weight: 9, arbitrary: objects(3) }, { weight: 1, arbitrary: fc.oneof(scalar, fc.string()) });

function objects(depth: number): fc.Arbitrary<string> {
  const value = depth === 0 ? scalar : fc.oneof(scalar, objects(depth - 1), arrays(depth - 1));
  const key = fc.constantFrom('a', 'b', 'c', 'e', 'state', 'x', '__proto__');
  return fc
    .uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 4 })
    .map((entries) => `{${entries.map(([name, text]) => `"${name}":${text}`).join(',')}}`);
}

function arrays(depth: number): fc.Arbitrary<string> {
  return fc
    .array(depth === 0 ? scalar : fc.oneof(scalar, objects(depth)), { maxLength: 3 })
    .map((items) => `[${items.join(',')}]`);
}

function outcome(run: () => { matched: boolean; output?: SqlValue }) {
  const { matched, output } = run();
  return output instanceof Uint8Array
    ? Buffer.from(output).toString('hex')
    : matched
      ? (jsonText(output) ?? 'Undefined')
      : 'no match';
}

function areSame(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => parseJson(text, { wholeDecimals: true }));
  return given === expected || (left !== undefined && same(left, right, 0));
}

describe('a compiled statement', () => {
  property.prop([statement, payload, fc.constantFrom<SqlVersion>('2015-10-08', '2016-03-23', 'beta')], {
    numRuns: Number(process.env['FUZZ_RUNS'] ?? 3000),
  })('a compiled statement returns the same output as a direct evaluation of its tree', (tree, text, version) => {
    const sql = print(tree);
    const message = exampleMessage(text, { clientId: 'c', topic: 'x/y' });
    let rule: ReturnType<typeof compile>;
    try {
      rule = compile(sql, { version });
    } catch (error) {
      if (error instanceof SqlError) return;
      throw error;
    }
    const given = outcome(() => rule.evaluate(message));
    const expected = outcome(() => referenceOutput(parseStatement(sql), message, version));
    // numbers are compared regardless of their notation, because 1e-7 and 1E-7 are equal
    if (!areSame(given, expected)) expect(given).toBe(expected);
  });
});

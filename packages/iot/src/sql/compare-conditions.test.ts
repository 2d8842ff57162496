import { fc, test as property } from '@fast-check/jest';
import { compareConditions } from './compare-conditions';
import { RuleMessage } from './message';
import { compile } from './rule';

const version = '2016-03-23';
const sql = (where: string) => `SELECT * FROM 'a' ${where === '' ? '' : `WHERE ${where}`}`;

describe('compareConditions', () => {
  test.each([
    ['a = 1', ' a=1 ', 'same'],
    ['v = 1 AND value >= 60', 'value >= 60 AND v = 1', 'same'],
    ['value >= 60', 'value >= 6000', 'stricter'],
    ['value >= 60', '59 < value', 'wider'],
    ['value > 60', 'value >= 60', 'wider'],
    ['value < -5', 'value < -6', 'stricter'],
    ['', 'power = true', 'stricter'],
    ['power = true', '', 'wider'],
    ['a = 1', 'a = 1 AND b > 2', 'stricter'],
    ['a > 1 OR a > 2', 'a > 0', 'wider'],
    ['a = 1', 'a = 1 OR b > 2', 'other'],
    ['a = 1', 'a = 2', 'other'],
    ['value >= 60', 'value <= 60', 'other'],
    ['a = 1 AND b = 1', 'a = 1 AND c = 1', 'other'],
  ])('from %s to %s: %s', (before, after, expected) =>
    expect(compareConditions(sql(before), sql(after))).toBe(expected),
  );

  test('treats a condition that uses a variable as different if SET differs', () => {
    const statementWithLimit = (limit: number) => `SET @limit = ${limit} SELECT * FROM 'a' WHERE value > @limit`;
    expect(compareConditions(statementWithLimit(1), statementWithLimit(2))).toBe('other');
    expect(compareConditions(statementWithLimit(1), statementWithLimit(1))).toBe('same');
  });

  test('returns undefined for an invalid statement', () =>
    expect(compareConditions(sql('a = 1'), 'SELECT FROM')).toBeUndefined());

  const comparison = fc
    .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('<', '<=', '>', '>=', '=', '<>'), fc.constantFrom(0, 1, 2))
    .map((parts) => parts.join(' '));
  const condition = fc
    .tuple(comparison, fc.constantFrom('AND', 'OR'), comparison, fc.constantFrom('AND', 'OR'), comparison)
    .map((parts) => parts.join(' '));
  const payloads = [-1, 0, 0.5, 1, 1.5, 2, 3, undefined, '1'].flatMap((a, _, all) => all.map((b) => ({ a, b })));
  property.prop([condition, condition], { numRuns: 500 })(
    'a condition reported as stricter matches no additional messages',
    (before, after) => {
      const change = compareConditions(sql(before), sql(after));
      const [was, is] = [before, after].map((where) => compile(sql(where), { version }));
      for (const payload of payloads) {
        const message = new RuleMessage({
          topic: 'a',
          payload: Buffer.from(JSON.stringify(payload)),
          timestamp: 0,
          traceId: '',
          newUuid: () => '',
        });
        const [old, now] = [was, is].map((rule) => rule?.evaluate(message).matched);
        if (change === 'stricter' || change === 'same')
          expect({ payload, matched: now && !old }).toMatchObject({ matched: false });
        if (change === 'wider' || change === 'same')
          expect({ payload, matched: old && !now }).toMatchObject({ matched: false });
      }
    },
  );
});

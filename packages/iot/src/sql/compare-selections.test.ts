import { fc, test as property } from '@fast-check/jest';
import { compareSelections } from './compare-selections';
import { RuleMessage } from './message';
import { compile } from './rule';

const sql = (select: string) => `${select} FROM 'a'`;
const compareSql = (before: string, after: string) => compareSelections(sql(before), sql(after));
const nothing = { lost: [], otherwise: [] };

describe('compareSelections', () => {
  test.each([
    ['SELECT a, b', 'SELECT a', ['b']],
    ['SELECT *, topic(3) AS thing', 'SELECT *', ['thing']],
    ['SELECT *', 'SELECT a, b', ['*']],
    ['SELECT *, 1 AS v', 'SELECT a', ['*', 'v']],
    ['SELECT a AS b', 'SELECT *', ['b']],
    ['SELECT state.reported.power', 'SELECT *', ['power']],
    ['SELECT 1 AS a.b', 'SELECT 1 AS a.c', ['a.b']],
  ])('from %s to %s: reports %j as lost', (before, after, lost) =>
    expect(compareSql(before, after)).toEqual({ lost, otherwise: [] }),
  );

  test.each([
    ['SELECT a, b', 'SELECT b, a, c'],
    ['SELECT a', 'SELECT *'],
    ['SELECT VALUE *', 'SELECT *, 1 AS v'],
    ['SELECT topic( 3 ) as thing', 'SELECT topic(3) AS thing'],
    ['SELECT VALUE a', 'SELECT  VALUE  a'],
  ])('from %s to %s: reports no loss', (before, after) => expect(compareSql(before, after)).toEqual(nothing));

  test('reports a changed expression and its previous version', () => {
    expect(compareSql('SELECT topic(3) AS thing', 'SELECT topic(2) AS thing')).toEqual({
      lost: [],
      otherwise: [{ key: 'thing', before: 'topic(3)', after: 'topic(2)' }],
    });
    expect(compareSql('SELECT VALUE state', 'SELECT state')).toEqual({
      lost: [],
      otherwise: [{ key: '*', before: 'VALUE state', after: 'state' }],
    });
    const statementWithLimit = (limit: number) => `SET @limit = ${limit} SELECT value > @limit AS hot`;
    expect(compareSql(statementWithLimit(1), statementWithLimit(2))?.otherwise).toMatchObject([{ key: 'hot' }]);
    expect(compareSql(statementWithLimit(1), statementWithLimit(1))).toEqual(nothing);
  });

  test('returns undefined for an invalid statement', () => expect(compareSql('SELECT *', 'SELEKT *')).toBeUndefined());

  const key = fc.constantFrom('a', 'b', 'c');
  const item = fc.oneof(
    fc.constant('*'),
    key,
    fc.tuple(fc.constantFrom('a', 'b', '1', 'topic(1)'), key).map(([expression, name]) => `${expression} AS ${name}`),
  );
  const select = fc.uniqueArray(item, { minLength: 1, maxLength: 3 }).map((items) => `SELECT ${items.join(', ')}`);
  const payload = fc.dictionary(key, fc.integer({ min: 2, max: 9 }));
  property.prop([select, select, payload])(
    'every key that was selected before has the same value unless a change is reported',
    (before, after, message) => {
      const change = compareSql(before, after);
      const [was, is] = [before, after].map((one) => outputOf(one, message));
      const isNew = (name: string) => new RegExp(`\\b${name}\\b`).test(after);
      for (const [name, value] of Object.entries(was ?? {})) {
        if (change?.lost.includes('*') || change?.lost.includes(name)) continue;
        if (change?.otherwise.some((one) => one.key === name) || isNew(name)) continue;
        expect({ is }).toMatchObject({ is: { [name]: value } });
      }
    },
  );
});

function outputOf(select: string, payload: object): unknown {
  const message = new RuleMessage({
    topic: 'a',
    payload: Buffer.from(JSON.stringify(payload)),
    timestamp: 0,
    traceId: '',
    newUuid: () => '',
  });
  const result = compile(sql(select), { version: '2016-03-23' }).evaluate(message);
  return result.matched ? result.output : undefined;
}

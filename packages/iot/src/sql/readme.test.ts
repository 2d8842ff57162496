import { deepStrictEqual } from 'node:assert';
import { tryRule } from './trial/try-rule';

test('a hot room is reported', () => {
  const sql = "SELECT *, topic(2) AS room FROM 'room/+' WHERE celsius > 30";
  const result = tryRule({ sql, topic: 'room/1', payload: { celsius: 31 }, version: '2016-03-23' });
  expect(result).toEqual({ matched: true, output: { celsius: 31, room: '1' } });
});

test('tryRule returns plain objects, which tests can compare strictly', () => {
  const sql = "SELECT *, 1 AS one, (SELECT *, 2 AS two FROM list) AS list FROM 'a'";
  const { output } = tryRule({ sql, payload: { list: [{ a: 1 }] }, version: '2016-03-23' });
  deepStrictEqual(output, { one: 1, list: [{ a: 1, two: 2 }] });
});

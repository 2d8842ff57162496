import { tryRule } from './trial/try-rule';

test('a hot room is told of', () => {
  const sql = "SELECT *, topic(2) AS room FROM 'room/+' WHERE celsius > 30";
  const tried = tryRule({ sql, topic: 'room/1', payload: { celsius: 31 }, version: '2016-03-23' });
  expect(tried).toEqual({ matched: true, output: { celsius: 31, room: '1' } });
});

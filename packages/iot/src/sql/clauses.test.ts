import { clausesOf, dependsOnMessage } from './clauses';

describe('clausesOf', () => {
  test('returns the clauses in normalized form', () => {
    const sql = "set @limit = 60 select *, topic( 3 ) as thing from 'Sensor/+/+' where temp>@limit";
    expect(clausesOf(sql)).toEqual({
      set: ['@limit = 60'],
      select: ['*', 'topic(3) AS thing'],
      from: 'Sensor/+/+',
      where: 'temp > @limit',
    });
  });

  test('supports SELECT VALUE and statements without FROM or WHERE', () =>
    expect(clausesOf('SELECT VALUE state.reported')).toEqual({
      set: [],
      select: ['VALUE state.reported'],
      from: undefined,
      where: undefined,
    }));

  test('returns undefined for an invalid statement', () => expect(clausesOf('SELECT FROM')).toBeUndefined());
});

test.each([
  ["SELECT * FROM 'a'", false],
  ["SELECT x FROM 'a' WHERE true", false],
  ["SELECT x FROM 'a' WHERE timestamp() % 2 = 0", false],
  ["SELECT * FROM 'a' WHERE x = 1", true],
  ["SELECT * FROM 'a' WHERE Topic(2) <> 'copy'", true],
  ["SELECT * FROM 'a' WHERE encode(*, 'base64') = ''", true],
])('dependsOnMessage(%j) is %s', (sql, looks) => {
  expect(dependsOnMessage(sql)).toBe(looks);
});

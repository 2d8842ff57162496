import { compile, messageOf } from '../index';
import { notesOn } from './notes';

function notes(sql: string, payload?: string | Uint8Array, topic = ''): readonly string[] {
  const rule = compile(sql, { version: '2016-03-23' });
  const message = messageOf(rule, { payload: Buffer.from(payload ?? ''), ...(topic === '' ? {} : { topic }) });
  return notesOn({ sql, message, hasPayload: payload !== undefined });
}

const empty = 'the message is empty; set it with --payload';

describe('notes on a result', () => {
  test.each([
    ["SELECT * FROM 'a'"],
    ["SELECT VALUE * FROM 'a'"],
    ["SELECT a FROM 'a'"],
    ["SELECT 1 AS b FROM 'a' WHERE a = 1"],
    ["SELECT encode(*, 'base64') AS b FROM 'a'"],
    ["SET @a = b SELECT @a AS c FROM 'a'"],
  ])('reports a missing payload for %s', (sql) => {
    expect(notes(sql)).toEqual([empty]);
    expect(notes(sql, '{}')).toEqual([]);
  });

  test('returns no note for a rule that does not read the payload', () => {
    expect(notes("SELECT timestamp() AS t FROM 'a'")).toEqual([]);
    expect(notes("SELECT topic() AS t FROM 'a'")).toEqual([]);
  });

  test('reports why a payload is not JSON if the rule reads payload keys', () => {
    expect(notes("SELECT a FROM 'a'", '{"a":')).toEqual([
      expect.stringMatching(/^the payload is not JSON, so its keys are Undefined: .*JSON/),
    ]);
    expect(notes("SELECT a FROM 'a'", Buffer.from([0xff]))).toEqual([
      'the payload is not JSON, so its keys are Undefined: it is not UTF-8',
    ]);
    expect(notes("SELECT a FROM 'a'", '{\n"a": x\n}').join()).not.toContain('\n');
    expect(notes("SELECT * FROM 'a'", '{"a":')).toEqual([]);
    expect(notes("SELECT a FROM 'a'", '')).toEqual([]);
  });

  test('reports a missing topic if the rule uses the topic', () => {
    const sql = "SELECT topic(2) AS room FROM 'room/+'";
    expect(notes(sql)).toEqual(['the message has no topic; set it with --topic']);
    expect(notes(sql, undefined, 'room/1')).toEqual([]);
  });

  test('reports the position of a call that is always Undefined', () => {
    expect(notes("SELECT topic(1, 2) AS room FROM 'a'")).toEqual([
      'line 1, column 8: topic() accepts at most 1 argument, not 2, so it is always Undefined',
    ]);
  });

  test('reports an empty message for a single expression that reads the payload', () => {
    const message = messageOf({ filter: undefined }, { payload: Buffer.from('') });
    expect(notesOn({ expression: 'a + 1', message, hasPayload: false })).toEqual([empty]);
    expect(notesOn({ expression: '1 + 1', message, hasPayload: false })).toEqual([]);
  });
});

import { compile, messageOf } from '../index';
import { notesOn } from './notes';

function notes(sql: string, payload?: string | Uint8Array, topic = ''): readonly string[] {
  const rule = compile(sql, { version: '2016-03-23' });
  const message = messageOf(rule, { payload: Buffer.from(payload ?? ''), ...(topic === '' ? {} : { topic }) });
  return notesOn({ sql, message, hasPayload: payload !== undefined });
}

const empty = 'the message is empty: --payload gives it';

describe('what is to be known beside a result', () => {
  test.each([
    ["SELECT * FROM 'a'"],
    ["SELECT VALUE * FROM 'a'"],
    ["SELECT a FROM 'a'"],
    ["SELECT 1 AS b FROM 'a' WHERE a = 1"],
    ["SELECT encode(*, 'base64') AS b FROM 'a'"],
    ["SET @a = b SELECT @a AS c FROM 'a'"],
  ])('%s looks at a payload, so that none is told', (sql) => {
    expect(notes(sql)).toEqual([empty]);
    expect(notes(sql, '{}')).toEqual([]);
  });

  test('a rule that looks at nothing of the message gets no note', () => {
    expect(notes("SELECT timestamp() AS t FROM 'a'")).toEqual([]);
    expect(notes("SELECT topic() AS t FROM 'a'")).toEqual([]);
  });

  test('a payload that is no JSON is told where keys of it are asked for, with what is wrong', () => {
    expect(notes("SELECT a FROM 'a'", '{"a":')).toEqual([
      expect.stringMatching(/^the payload is no JSON, so that its keys are Undefined: .*JSON/),
    ]);
    expect(notes("SELECT a FROM 'a'", Buffer.from([0xff]))).toEqual([
      'the payload is no JSON, so that its keys are Undefined: it is no UTF-8',
    ]);
    expect(notes("SELECT a FROM 'a'", '{\n"a": x\n}').join()).not.toContain('\n');
    expect(notes("SELECT * FROM 'a'", '{"a":')).toEqual([]);
    expect(notes("SELECT a FROM 'a'", '')).toEqual([]);
  });

  test('a topic that nobody has said is told where it is asked for', () => {
    const sql = "SELECT topic(2) AS room FROM 'room/+'";
    expect(notes(sql)).toEqual(['the message has no topic: --topic gives it']);
    expect(notes(sql, undefined, 'room/1')).toEqual([]);
  });

  test('a call that is always Undefined is told with its place', () => {
    expect(notes("SELECT topic(1, 2) AS room FROM 'a'")).toEqual([
      'line 1, column 8: topic() takes 0 to 1 argument, not 2: it is always Undefined',
    ]);
  });

  test('an expression alone is looked at, too', () => {
    const message = messageOf({ filter: undefined }, { payload: Buffer.from('') });
    expect(notesOn({ expression: 'a + 1', message, hasPayload: false })).toEqual([empty]);
    expect(notesOn({ expression: '1 + 1', message, hasPayload: false })).toEqual([]);
  });
});

import { Readable, Writable } from 'node:stream';
import { tryLines } from './try-command';
import { tryLine } from './try-line';

const answer = (line: unknown) => tryLine(JSON.stringify(line));

describe('a message', () => {
  test('is rendered for its transition, tags and values', () => {
    const message =
      '{{#is_alert}}{{host.name}} {{value}} of {{threshold}}{{/is_alert}}{{#is_recovery}}over{{/is_recovery}}';
    const context = { tags: { host: 'a' }, value: 7, threshold: 5 };
    expect(answer({ message, context })).toEqual({ text: 'a 7 of 5' });
    expect(answer({ message, context: { ...context, transition: 'recovered' } })).toEqual({ text: 'over' });
  });

  test.each([
    [{ message: 'x', context: { transition: 'panic' } }, 'transition panic is not one of alert, triggered, '],
    [{ message: 'x', context: { transition: 'constructor' } }, 'transition constructor is not one of alert, '],
    [{ message: '{{#is_alert}}x' }, 'is_alert'],
  ])('%j is refused', (line, message) => expect(answer(line)['error']).toContain(message));
});

describe('a composite', () => {
  test('takes the least severe state for and, the most severe for or', () => {
    const states = { a: 'Alert', b: 'OK' };
    expect(answer({ composite: 'a && b', states })).toEqual({ state: 'OK' });
    expect(answer({ composite: 'a || b', states })).toEqual({ state: 'Alert' });
  });

  test.each([
    [{ composite: 'a', states: { a: 'burning' } }, 'burning is no state of a: OK, Warn, Alert, No Data'],
    [{ composite: 'a && b', states: { a: 'constructor', b: 'OK' } }, 'constructor is no state of a: OK, Warn, '],
    [{ composite: 'a &&', states: {} }, ''],
    [{ composite: 'a' }, 'states: '],
  ])('%j is refused', (line, message) => expect(answer(line)['error']).toContain(message));
});

describe('an SLO', () => {
  test('says its budget by a burn rate, or by what was good', () => {
    expect(answer({ slo: { target: 99.9, days: 30, burnRate: 14.4 } })).toMatchObject({ daysToDepletion: 30 / 14.4 });
    expect(answer({ slo: { target: 99, good: 995, total: 1000 } })).toMatchObject({
      errorRate: expect.closeTo(0.005, 6),
    });
  });

  test('may have its target as a fraction', () => {
    const asPercent = answer({ slo: { target: 99.9, burnRate: 2 } });
    expect(answer({ slo: { target: 0.999, burnRate: 2 } })).toEqual(asPercent);
  });

  test('needs the one or the other', () => {
    expect(answer({ slo: { target: 99 } })).toEqual({ error: 'slo needs burnRate, or good and total' });
  });
});

describe('lines', () => {
  test('may begin with a byte order mark', () => {
    expect(tryLine('\uFEFF{"composite":"a","states":{"a":"Warn"}}')).toEqual({ state: 'Warn' });
  });

  const tried = async (text: string) => {
    const written: string[] = [];
    const output = new Writable({
      highWaterMark: 1,
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        setImmediate(done);
      },
    });
    await tryLines(Readable.from([text]), output);
    return written.map((line) => JSON.parse(line));
  };

  test('are answered in their order, one by one: a bad one does not stop the next', async () => {
    const good = '{"composite":"a","states":{"a":"Warn"}}';
    expect(await tried(`${good}\n{"composite":\n\n[]\n7\n${good}\r\n{"else":1}`)).toEqual([
      { state: 'Warn' },
      { error: expect.stringContaining('JSON') },
      { error: 'a line holds monitor, message, composite or slo' },
      { error: 'a line holds monitor, message, composite or slo' },
      { state: 'Warn' },
      { error: 'a line holds monitor, message, composite or slo' },
    ]);
  });

  test('are read no further than somebody reads their answers', async () => {
    const line = '{"composite":"a","states":{"a":"Warn"}}\n';
    let chunks = 0;
    const long = new Readable({
      read() {
        chunks += 1;
        setImmediate(() => this.push(chunks > 1_000 ? null : line.repeat(200)));
      },
    });
    const closed = new Promise((resolve) => long.once('close', resolve));
    const unread = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    await tryLines(long, unread);
    await closed;
    expect(chunks).toBeLessThan(10);
  });

  test('end where a newline is, not at a separator within a text', async () => {
    expect(await tried('{"message":"a\u2028b"}\n')).toEqual([{ text: 'a\u2028b' }]);
  });
});

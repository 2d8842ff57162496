import { Readable, Writable } from 'node:stream';
import { tryLines } from './try-command';
import { tryLine } from './try-line';

const answer = (line: unknown) => tryLine(JSON.stringify(line));

describe('tryLine with a message', () => {
  test('renders a message for its transition, tags and values', () => {
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
  ])('rejects %j', (line, message) => expect(answer(line)['error']).toContain(message));
});

describe('tryLine with a composite', () => {
  test('evaluates && to the least severe state of its operands, and || to the most severe', () => {
    const states = { a: 'Alert', b: 'OK' };
    expect(answer({ composite: 'a && b', states })).toEqual({ state: 'OK' });
    expect(answer({ composite: 'a || b', states })).toEqual({ state: 'Alert' });
  });

  test.each([
    [{ composite: 'a', states: { a: 'burning' } }, 'invalid state of a: burning; expected OK, Warn, Alert or No Data'],
    [
      { composite: 'a && b', states: { a: 'constructor', b: 'OK' } },
      'invalid state of a: constructor; expected OK, Warn, ',
    ],
    [{ composite: 'a &&', states: {} }, ''],
    [{ composite: 'a' }, 'states: '],
  ])('rejects %j', (line, message) => expect(answer(line)['error']).toContain(message));
});

describe('tryLine with an SLO', () => {
  test('calculates the error budget from a burn rate or from good events', () => {
    expect(answer({ slo: { target: 99.9, days: 30, burnRate: 14.4 } })).toMatchObject({ daysToDepletion: 30 / 14.4 });
    expect(answer({ slo: { target: 99, good: 995, total: 1000 } })).toMatchObject({
      errorRate: expect.closeTo(0.005, 6),
    });
  });

  test('accepts an SLO target as a fraction', () => {
    const asPercent = answer({ slo: { target: 99.9, burnRate: 2 } });
    expect(answer({ slo: { target: 0.999, burnRate: 2 } })).toEqual(asPercent);
  });

  test('requires an SLO to have either a burn rate or good events', () => {
    expect(answer({ slo: { target: 99 } })).toEqual({ error: 'slo must contain burnRate, or good and total' });
  });
});

describe('tryLines', () => {
  test('accepts a byte order mark before the first line', () => {
    expect(tryLine('\uFEFF{"composite":"a","states":{"a":"Warn"}}')).toEqual({ state: 'Warn' });
  });

  const answersTo = async (text: string) => {
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

  test('evaluates lines in order, and continues after an invalid line', async () => {
    const good = '{"composite":"a","states":{"a":"Warn"}}';
    expect(await answersTo(`${good}\n{"composite":\n\n[]\n7\n${good}\r\n{"else":1}`)).toEqual([
      { state: 'Warn' },
      { error: expect.stringContaining('JSON') },
      { error: 'a line must contain monitor, message, composite or slo' },
      { error: 'a line must contain monitor, message, composite or slo' },
      { state: 'Warn' },
      { error: 'a line must contain monitor, message, composite or slo' },
    ]);
  });

  test('reads lines only as fast as the results are consumed', async () => {
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

  test('splits lines at newlines, but not at line separators inside strings', async () => {
    expect(await answersTo('{"message":"a\u2028b"}\n')).toEqual([{ text: 'a\u2028b' }]);
  });
});

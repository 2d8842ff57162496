import { columnsOf } from '@himeshima/cli';
import { createEventBus, type EventDetails, type PlatformEvent } from '../events';
import { createScreen, jsonLineOf, lineOf } from './screen';

const at = new Date(2026, 0, 1, 14, 2, 13, 7).getTime();
const piped = { width: undefined, colour: false };

/** Publishes an event and returns it with the given depth. */
function eventOf(happening: EventDetails, depth = 0): PlatformEvent {
  const bus = createEventBus({ now: () => at });
  const emitted: PlatformEvent[] = [];
  bus.listen((event) => emitted.push(event));
  let cause: number | undefined;
  for (let count = 0; count < depth; count++) cause = bus.begin(cause);
  bus.emit(happening, cause);
  const [event] = emitted;
  if (event === undefined) throw new Error('no event was published');
  return event;
}

const line = (happening: EventDetails, depth = 0) => lineOf(eventOf(happening, depth), piped);

const invoked: EventDetails = {
  kind: 'invoked',
  function: 'power-on',
  requestId: '1f0c',
  milliseconds: 48.6,
  cold: true,
};
const monitor: EventDetails = {
  kind: 'monitor',
  monitor: 'states_executions_failed',
  group: '*',
  from: 'OK',
  to: 'ALERT',
  why: '1 ≥ 1 in 5 min',
  handles: ['@slack-iot-oncall', '@pagerduty'],
};

describe('an event', () => {
  test.each<[EventDetails, string]>([
    [
      { kind: 'connected', clientId: 'light-1', protocol: 'mTLS, MQTT 3.1.1' },
      '⇄ light-1                   connected (mTLS, MQTT 3.1.1)',
    ],
    [
      { kind: 'published', topic: 'Sensor/temp/room1', bytes: 2048, from: 'light-1' },
      '→ Sensor/temp/room1         2.0 KB from light-1',
    ],
    [
      {
        kind: 'shadow-updated',
        shadow: 'light-1',
        changes: 'desired.power = true',
        version: 7,
        delta: '{"power":true}',
      },
      '→ shadow light-1            desired.power = true   v7   delta {"power":true}',
    ],
    [{ kind: 'rule-matched', rule: 'power_on', actions: 'power-on' }, '├ rule power_on             matched → power-on'],
    [
      { kind: 'rule-failed', rule: 'power_on', action: 'power-on', reason: 'denied\nat x', errorAction: undefined },
      '✗ rule power_on             power-on: denied   no error action',
    ],
    [invoked, 'λ power-on                  49 ms cold'],
    [{ ...invoked, milliseconds: 0.94, cold: false }, 'λ power-on                  0.9 ms warm'],
    [
      { kind: 'failed', function: 'power-on', requestId: '1f0c9a77-aaaa', error: 'Error: no', next: 'retry in 1 min' },
      '✗ λ power-on                Error: no   req 1f0c9a77…   retry in 1 min',
    ],
    [
      { kind: 'logs-forwarded', group: '/aws/lambda/a', lines: 1, destination: 'Alerts' },
      '└ /aws/lambda/a             1 log line → Alerts',
    ],
    [
      { kind: 'batch', stream: 'Alerts', function: 'alert', records: 2, failed: 2, next: 'retried' },
      '≋ Alerts                    2 records → alert   2 failed, retried',
    ],
    [
      {
        kind: 'workflow',
        workflow: 'power-command',
        execution: 'e1',
        state: 'States.Timeout: no',
        status: 'TIMED_OUT',
      },
      '✗ workflow power-command    States.Timeout: no   TIMED_OUT   execution e1',
    ],
    [
      { kind: 'workflow', workflow: 'power-command', execution: 'e1', state: undefined, status: 'RUNNING' },
      '▸ workflow power-command    started   execution e1',
    ],
    [
      { kind: 'workflow', workflow: 'power-command', execution: 'e1', state: undefined, status: 'SUCCEEDED' },
      '▸ workflow power-command    ended   SUCCEEDED   execution e1',
    ],
    [monitor, '! monitor states_executions_failed  OK → ALERT   1 ≥ 1 in 5 min   @slack-iot-oncall @pagerduty'],
    [{ kind: 'clock', text: 'the clock runs at 60x speed' }, '◷ the clock runs at 60x speed'],
  ])('formats %j as one line', (happening, expected) => expect(line(happening)).toBe(`14:02:13.007  ${expected}`));

  test('indents an event below its cause, up to a limit', () => {
    expect(line(invoked, 2)).toBe('14:02:13.007      λ power-on              49 ms cold');
    expect(line(invoked, 40)).toBe(line(invoked, 6));
  });

  test('an event shows its message on the lines below', () => {
    const lines = line({ kind: 'notification', topic: 'alerts', subject: 'power-on failed', message: 'one\ntwo' }, 1);
    expect(lines.split('\n')).toEqual([
      '14:02:13.007    ✉ sns alerts              power-on failed',
      '                │ one',
      '                │ two',
    ]);
  });

  test('the line contains no control characters from a client ID', () => {
    const clientId = 'light\u001b[2J\r\n-1\u009b';
    const text = line({ kind: 'connected', clientId, protocol: 'MQTT 5' });
    expect(text).toContain('light·[2J··-1·');
    expect(/\p{Cc}/u.test(text)).toBe(false);
    const message = 'a\u001b[31mb\nc\td';
    expect(line({ kind: 'notification', topic: 't', subject: undefined, message }).split('\n').slice(1)).toEqual([
      '              │ a·[31mb',
      '              │ c·d',
    ]);
  });
});

describe('the screen', () => {
  test('shows untruncated lines without colors if the output is piped', () => {
    const changes = 'x'.repeat(500);
    const text = line({ kind: 'shadow-updated', shadow: 'a', changes, version: 1, delta: undefined });
    expect(text).toContain(changes);
    expect(text).not.toContain('\u001b');
  });

  test('truncates lines to the width of the terminal', () => {
    const long: EventDetails = { kind: 'monitor-message', monitor: 'm', title: 'y'.repeat(200), text: 'z'.repeat(200) };
    const lines = lineOf(eventOf(long, 1), { width: 60, colour: false }).split('\n');
    expect(lines.map((cut) => cut.length)).toEqual([60, 60]);
    expect(lines.every((cut) => cut.endsWith('…'))).toBe(true);
  });

  test('shows notes untruncated, wrapped over several lines', () => {
    const words = 'no local service emits the metrics of these monitors: one (aws.a.b), two (aws.c.d)';
    const lines = lineOf(eventOf({ kind: 'note', text: words }), { width: 50, colour: false }).split('\n');
    expect(lines.map((part) => part.slice(16)).join(' ')).toBe(words);
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.max(...lines.map((part) => part.length))).toBeLessThanOrEqual(50);
    expect(line({ kind: 'note', text: words })).toMatch(new RegExp(`· ${words.replace(/[().]/g, '\\$&')}$`));
  });

  test('shows longer lines after the terminal is widened', () => {
    const terminal = { width: 40, colour: false };
    const screen = createScreen(terminal);
    const printed = () => screen(eventOf({ kind: 'monitor-message', monitor: 'm', title: 'y'.repeat(200), text: '' }));
    expect(printed()?.split('\n')[0]).toHaveLength(40);
    terminal.width = 90;
    expect(printed()?.split('\n')[0]).toHaveLength(90);
  });

  test('aligns wide characters, which occupy two columns', () => {
    const named = (name: string) => line({ ...monitor, monitor: name });
    expect(named('監視').replace('監視', 'four')).toBe(named('four'));
    const title = '[Step Functions] ExecutionsFailed 監視監視監視監視監視監視';
    const text = lineOf(eventOf({ kind: 'monitor-message', monitor: 'm', title, text: '監視'.repeat(30) }), {
      width: 80,
      colour: false,
    });
    expect(text.split('\n').map((cutLine) => [columnsOf(cutLine), cutLine.at(-1)])).toEqual([
      [79, '…'],
      [79, '…'],
    ]);
  });

  test('shows colors in addition to symbols', () => {
    const coloured = lineOf(eventOf(monitor), { width: undefined, colour: true });
    expect(coloured).toContain('\u001b[33m');
    expect(
      coloured
        .split('\u001b')
        .map((part) => part.replace(/^\[\d+m/, ''))
        .join(''),
    ).toBe(line(monitor));
  });
});

describe('a line of JSON', () => {
  const names = {
    isThing: (name: string) => name === 'light-1',
    addressOf: (type: string, name: string) => `${type}.${name.replaceAll('-', '_')}`,
  };
  const json = (happening: EventDetails, depth = 0): unknown =>
    JSON.parse(
      jsonLineOf(eventOf(happening, depth), {
        ...names,
        payloadsOf: (id) => [{ label: 'event', ref: `${id}-0`, bytes: 2 }],
      }),
    );

  test('contains the values of the event, its resource and the references of its payloads', () => {
    expect(json(invoked, 1)).toEqual({
      ...invoked,
      id: 2,
      at: new Date(at).toISOString(),
      cause: 1,
      trace: 1,
      depth: 1,
      address: 'aws_lambda_function.power_on',
      payloads: [{ label: 'event', ref: '2-0', bytes: 2 }],
    });
  });

  test('contains the thing and the decision with the missing statement', () => {
    const missing = { Effect: 'Allow', Action: 'iot:Publish', Resource: 'arn:x' } as const;
    const more = { action: missing.Action, resource: missing.Resource, reason: 'no policy allows it', missing };
    expect(json({ kind: 'refused', who: 'light-1', ...more })).toMatchObject({
      thing: 'light-1',
      resource: 'arn:x',
      decision: { outcome: 'denied', reason: 'no policy allows it', statement: `missing: ${JSON.stringify(missing)}` },
    });
  });

  test('contains the thing of the certificate if a device uses the client ID of another thing', () => {
    const request = { action: 'iot:Connect', resource: 'client/sensor-1', reason: 'r' };
    expect(json({ kind: 'refused', who: 'sensor-1', ...request, attachedThings: ['light-1'] })).toMatchObject({
      who: 'sensor-1',
      thing: 'light-1',
    });
  });

  test('contains no payloads without the console, and no line break', () => {
    const text = jsonLineOf(eventOf({ kind: 'note', text: 'two\nlines' }), names);
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).not.toHaveProperty('payloads');
  });
});

describe('links to the web console', () => {
  const console = {
    traceUrl: (trace: number) => `http://127.0.0.1:8090/#/traces/${trace}`,
    monitorUrl: (id: string) => `http://127.0.0.1:8090/#/monitors/${id}`,
  };

  test('the time of an event links to its trace in a terminal with colors', () => {
    const text = lineOf(eventOf(invoked), { ...piped, colour: true, ...console });
    expect(text).toContain('\u001B]8;;http://127.0.0.1:8090/#/traces/1\u0007');
    expect(lineOf(eventOf(invoked), { ...piped, ...console })).not.toContain('http');
  });

  test('a notification ends with the address of its monitor', () => {
    const message = { kind: 'monitor-message', monitor: 'lambda_errors', title: 'Triggered', text: 'Errors' } as const;
    const lines = lineOf(eventOf(message), { ...piped, ...console }).split('\n');
    expect(lines.at(-1)).toMatch(/│ http:\/\/127\.0\.0\.1:8090\/#\/monitors\/lambda_errors$/);
  });
});

import type { MetricStore } from '../../metrics';
import { start, stopped } from '../../stopped-platform.fixture';
import { createShadowRates } from '../rates/shadow-rates';
import { createShadows } from './shadow-service';

const at = start / 1000;
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const shadow = (rest: string, thing = 'light-1') => `$aws/things/${thing}/shadow${rest}`;

function platform() {
  const parts = stopped();
  const published: { topic: string; payload: unknown; cause: number | undefined }[] = [];
  const shadows = createShadows({
    ...parts,
    rates: createShadowRates(1, parts),
    publish: ({ topic, payload, cause }) =>
      published.push({ topic, payload: JSON.parse(Buffer.from(payload).toString('utf8')), cause }),
  });
  const send = (topic: string, payload: unknown) => shadows.receive({ topic, payload: bytes(payload) }, undefined);
  /** Returns the messages that were published since the previous call. */
  const takePublished = () => published.splice(0);
  return { ...parts, shadows, send, takePublished };
}

const power = (section: 'desired' | 'reported', value: boolean) => ({ state: { [section]: { power: value } } });

/** Returns the number of accepted requests over MQTT and over HTTP. */
const accepted = (metrics: MetricStore, operation = 'update') =>
  metrics
    .series(`aws.iot.${operation}_thing_shadow_accepted`)
    .map(({ tags, minutes }) => [tags['protocol'], minutes[0]?.sum]);

describe('an update over MQTT', () => {
  test('publishes to delta, documents and accepted, in this order, if an update causes a difference', () => {
    const { send, takePublished } = platform();
    const event = send(shadow('/update'), { ...power('desired', true), clientToken: 'token' });
    const metadata = { power: { timestamp: at } };
    expect(takePublished()).toEqual([
      {
        topic: shadow('/update/delta'),
        payload: { version: 1, timestamp: at, state: { power: true }, metadata, clientToken: 'token' },
        cause: event,
      },
      {
        topic: shadow('/update/documents'),
        payload: {
          previous: expect.anything(),
          current: { state: { desired: { power: true } }, metadata: { desired: metadata }, version: 1 },
          timestamp: at,
          clientToken: 'token',
        },
        cause: event,
      },
      {
        topic: shadow('/update/accepted'),
        payload: {
          state: { desired: { power: true } },
          metadata: { desired: metadata },
          version: 1,
          timestamp: at,
          clientToken: 'token',
        },
        cause: event,
      },
    ]);
  });

  test('publishes no delta if an update causes no difference, and includes the previous state in documents', async () => {
    const { clock, send, takePublished } = platform();
    send(shadow('/update'), power('desired', true));
    takePublished();
    await clock.advance(5_000);
    send(shadow('/update'), power('reported', true));
    const [documents, accepted, ...more] = takePublished();
    expect(more).toEqual([]);
    expect(documents).toMatchObject({
      topic: shadow('/update/documents'),
      payload: {
        previous: { state: { desired: { power: true } }, version: 1 },
        current: {
          state: { desired: { power: true }, reported: { power: true } },
          metadata: { desired: { power: { timestamp: at } }, reported: { power: { timestamp: at + 5 } } },
          version: 2,
        },
        timestamp: at + 5,
      },
    });
    expect(accepted).toMatchObject({
      topic: shadow('/update/accepted'),
      payload: { state: { reported: { power: true } }, version: 2 },
    });
  });

  test('responds to an update of a named shadow on the topics of that shadow', () => {
    const { send, takePublished, shadows } = platform();
    send(shadow('/name/config/update'), { state: { reported: { level: 1 } } });
    expect(takePublished().map(({ topic }) => topic)).toEqual([
      shadow('/name/config/update/documents'),
      shadow('/name/config/update/accepted'),
    ]);
    expect(shadows.names('light-1')).toEqual(['config']);
    expect(shadows.names('light')).toEqual([]);
    expect(shadows.get({ thing: 'light-1' }).kind).toBe('rejected');
  });

  test('reports an update over MQTT with a description of its changes', () => {
    const { send, emitted, metrics } = platform();
    send(shadow('/update'), power('desired', true));
    send(shadow('/update'), { state: { reported: { power: true, level: { a: 1 } }, desired: null } });
    send(shadow('/update'), { state: null });
    expect(emitted).toMatchObject([
      {
        kind: 'shadow-updated',
        shadow: 'light-1',
        changes: 'desired.power = true',
        version: 1,
        delta: '{"power":true}',
      },
      { changes: expect.stringContaining('reported.level = {"a":1}'), version: 2, delta: undefined },
      { changes: 'state cleared', version: 3 },
    ]);
    expect(accepted(metrics)).toEqual([['mqtt', 3]]);
  });

  test.each([
    ['{', 400, 'Invalid JSON'],
    [{}, 400, 'Missing required node: state'],
    [{ state: [] }, 400, 'State node must be an object'],
    [{ state: {}, version: 9 }, 409, 'Version conflict'],
    [{ state: { desired: { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } } } }, 400, 'JSON contains too many levels'],
    [{ state: { desired: { a: 'x'.repeat(9_000) } } }, 413, 'The payload exceeds the maximum size allowed'],
  ])('rejects the update %j with a specific error, and does not change the shadow', (payload, code, message) => {
    const { send, takePublished, emitted, shadows } = platform();
    send(shadow('/update'), power('reported', true));
    takePublished();
    const event = send(shadow('/update'), payload);
    expect(takePublished()).toMatchObject([
      {
        topic: shadow('/update/rejected'),
        payload: { code, message: expect.stringContaining(message), timestamp: at },
        cause: event,
      },
    ]);
    expect(emitted.at(-1)).toMatchObject({ kind: 'shadow-rejected', shadow: 'light-1', code });
    expect(shadows.get({ thing: 'light-1' })).toMatchObject({ accepted: { version: 1 } });
  });
});

describe('get and delete over MQTT', () => {
  test('get returns the state with its delta', () => {
    const { send, takePublished } = platform();
    send(shadow('/update'), { state: { desired: { power: true }, reported: { power: false } } });
    takePublished();
    send(shadow('/get'), '');
    expect(takePublished()).toMatchObject([
      {
        topic: shadow('/get/accepted'),
        payload: {
          state: { desired: { power: true }, reported: { power: false }, delta: { power: true } },
          version: 1,
        },
      },
    ]);
  });

  test('rejects a request to a missing shadow with 404', () => {
    const { send, takePublished } = platform();
    send(shadow('/get'), '');
    send(shadow('/name/config/delete'), '');
    expect(takePublished()).toMatchObject([
      { topic: shadow('/get/rejected'), payload: { code: 404, message: "No shadow exists with name: 'light-1'" } },
      {
        topic: shadow('/name/config/delete/rejected'),
        payload: { code: 404, message: "No shadow exists with name: 'config'" },
      },
    ]);
  });

  test('rejects a request to a deleted shadow with 404, until an update creates the shadow again', () => {
    const { send, takePublished } = platform();
    send(shadow('/update'), power('reported', true));
    send(shadow('/update'), power('reported', false));
    takePublished();
    send(shadow('/delete'), '');
    send(shadow('/get'), '');
    send(shadow('/update'), power('reported', true));
    const [deleted, got, , accepted] = takePublished();
    expect(deleted).toMatchObject({ topic: shadow('/delete/accepted'), payload: { version: 2 } });
    expect(got).toMatchObject({ topic: shadow('/get/rejected') });
    expect(accepted).toMatchObject({ topic: shadow('/update/accepted'), payload: { version: expect.any(Number) } });
  });

  test('ignores all other topics, including reply topics', () => {
    const { send, takePublished, emitted } = platform();
    for (const topic of [shadow('/update/accepted'), shadow('/update/delta'), 'Sensor/temp', shadow('')]) {
      expect(send(topic, power('desired', true))).toBeUndefined();
    }
    expect([takePublished(), emitted]).toEqual([[], []]);
  });
});

describe('over HTTP', () => {
  const light = { thing: 'light-1' };

  test('an update receives a response, publishes the same messages as over MQTT, and is counted separately', () => {
    const { shadows, takePublished, metrics } = platform();
    const reply = shadows.update(light, bytes(power('desired', true)), undefined);
    expect(reply).toMatchObject({ kind: 'accepted', accepted: { state: { desired: { power: true } }, version: 1 } });
    expect(takePublished().map(({ topic }) => topic)).toEqual([
      shadow('/update/delta'),
      shadow('/update/documents'),
      shadow('/update/accepted'),
    ]);
    expect(accepted(metrics)).toEqual([['http', 1]]);
  });

  test('publishes no message for a failed request', () => {
    const { shadows, takePublished } = platform();
    expect(shadows.update(light, bytes('{'), undefined)).toMatchObject({ kind: 'rejected', rejected: { code: 400 } });
    expect(shadows.get(light)).toMatchObject({ kind: 'rejected', rejected: { code: 404 } });
    expect(shadows.remove(light)).toMatchObject({ kind: 'rejected', rejected: { code: 404 } });
    expect(takePublished()).toEqual([]);
  });

  test('a deleted named shadow is no longer listed; accepted reads and deletes are counted', () => {
    const { shadows, metrics } = platform();
    const config = { thing: 'light-1', shadow: 'config' };
    shadows.update(config, bytes(power('reported', true)), undefined);
    expect([shadows.get(config).kind, shadows.remove(config).kind]).toEqual(['accepted', 'accepted']);
    expect(shadows.names('light-1')).toEqual([]);
    expect([shadows.get(config).kind, shadows.remove(config).kind]).toEqual(['rejected', 'rejected']);
    expect([accepted(metrics, 'get'), accepted(metrics, 'delete')]).toEqual([[['http', 1]], [['http', 1]]]);
  });
});

describe('a request beyond 20 per second per thing', () => {
  test('rejects an excess request over MQTT with 429 and its client token, without changing the shadow', async () => {
    const { clock, send, takePublished, shadows } = platform();
    for (let turn = 0; turn < 20; turn += 1) send(shadow(turn % 2 === 0 ? '/get' : '/name/config/get'), '');
    takePublished();
    send(shadow('/update'), { ...power('desired', true), clientToken: 'token' });
    send(shadow('/delete'), '');
    const tooMany = { code: 429, message: 'Too Many Requests', timestamp: at };
    expect(takePublished()).toEqual([
      { topic: shadow('/update/rejected'), payload: { ...tooMany, clientToken: 'token' }, cause: undefined },
      { topic: shadow('/delete/rejected'), payload: tooMany, cause: undefined },
    ]);
    send(shadow('/update', 'light-2'), power('desired', true));
    expect(takePublished().at(-1)).toMatchObject({ topic: shadow('/update/accepted', 'light-2') });
    await clock.advance(1000);
    expect(shadows.get({ thing: 'light-1' })).toMatchObject({ rejected: { code: 404 } });
  });

  test('rejects an excess request over HTTP with 429 without publishing a message, because HTTP and MQTT share the rate limit', () => {
    const { send, takePublished, shadows } = platform();
    for (let turn = 0; turn < 20; turn += 1) send(shadow('/get'), '');
    takePublished();
    const light = { thing: 'light-1' };
    const tooMany = { kind: 'rejected', rejected: { code: 429 } };
    expect(shadows.update(light, bytes(power('desired', true)), undefined)).toMatchObject(tooMany);
    expect(shadows.get(light)).toMatchObject(tooMany);
    expect(shadows.remove(light)).toMatchObject(tooMany);
    expect(takePublished()).toEqual([]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventBus } from '../events';
import { createEventLog } from './event-log';
import { createMessageHistory } from './message-history';
import { createPayloadStore } from './payload-store';

const folder = mkdtempSync(join(tmpdir(), 'messages-'));
afterAll(() => rmSync(folder, { recursive: true }));

let stores = 0;

function historyWith(limit = 1024 * 1024) {
  stores += 1;
  const payloads = createPayloadStore(join(folder, String(stores)), limit);
  const bus = createEventBus({ now: () => 1_000 });
  const log = createEventLog({ payloads, isThing: () => true, traceOf: bus.traceOf, now: () => 1_000 });
  bus.listen(log.record);
  let now = 1_000;
  const history = createMessageHistory({ now: () => now, log, payloads });
  const record = (topic: string, text: string, fields: Partial<Parameters<typeof history.record>[0]> = {}) => {
    now += 1;
    history.record({ topic, payload: Buffer.from(text), publisher: undefined, cause: undefined, ...fields });
  };
  const publish = (topic: string, text: string) =>
    bus.emit({ kind: 'published', topic, bytes: text.length, from: 'light-1' }, undefined, undefined, {
      payloads: [{ label: 'message', read: () => text }],
    });
  const updateShadow = (text: string) =>
    bus.emit(
      { kind: 'shadow-updated', shadow: 'light-1', changes: '', version: 1, delta: undefined },
      undefined,
      undefined,
      {
        payloads: [
          { label: 'message', read: () => text },
          { label: 'document', read: () => '{"current":{}}' },
        ],
      },
    );
  return { history, payloads, record, publish, updateShadow };
}

describe('the message history', () => {
  test('shows the payload of a message, not that of the message that caused it', () => {
    const { history, record, publish } = historyWith();
    const cause = publish('in', '{"a":1}');
    record('in', '{"a":1}', { cause });
    record('out', '{"b":2}', { cause });
    expect(history.list('#', 10).map(({ text }) => text)).toEqual(['{"b":2}', '{"a":1}']);
  });

  test('stores the payload of a device only once', () => {
    const { history, payloads, record, publish, updateShadow } = historyWith();
    const published = publish('in', '{"a":1}');
    const updated = updateShadow('{"state":{}}');
    const before = payloads.usage().bytes;
    record('in', '{"a":1}', { cause: published });
    record('$aws/things/light-1/shadow/update', '{"state":{}}', { cause: updated });
    record('$aws/things/light-1/shadow/update/documents', '{"current":{}}', { cause: updated });
    expect(payloads.usage().bytes).toBe(before);
    record('$aws/things/light-1/shadow/update/accepted', '{"version":1}', { cause: updated });
    expect(history.list('$aws/#', 10).map(({ text }) => text)).toEqual([
      '{"version":1}',
      '{"current":{}}',
      '{"state":{}}',
    ]);
  });

  test('returns the newest messages first, and omits messages whose payload was deleted', () => {
    const { history, record } = historyWith(25 * 100);
    record('a', 'deleted'.repeat(10));
    for (let count = 0; count < 40; count += 1) record('b', 'x'.repeat(99));
    record('a', '');
    record('a', 'kept');
    expect(history.payloads('a', 10).map(({ payload }) => String(Buffer.from(payload)))).toEqual(['kept', '']);
    expect(history.list('a', 10)).toHaveLength(3);
  });

  test('returns the fields that rules can see', () => {
    const { history, record } = historyWith();
    const headers = { userProperties: [['site', 'tokyo'] as const] };
    record('a', 'x', { headers, publisher: { clientId: 'light-1', principalId: 'abc', sourceIp: '192.0.2.1' } });
    expect(history.payloads('a', 1)[0]?.fields).toEqual({
      topic: 'a',
      timestamp: 1_001,
      clientId: 'light-1',
      principal: 'abc',
      sourceIp: '192.0.2.1',
      headers,
    });
  });

  test('shows the MQTT 5 properties of a message', () => {
    const { history, record } = historyWith();
    record('a', 'x');
    record('a', 'x', {
      headers: { contentType: 'text/plain', correlationData: 'AQI=', userProperties: [['site', 'tokyo'] as const] },
      messageExpiry: 60,
    });
    expect(history.list('a', 2).map(({ properties }) => properties)).toEqual([
      {
        contentType: 'text/plain',
        correlationData: 'AQI=',
        messageExpiry: 60,
        userProperties: [['site', 'tokyo']],
      },
      undefined,
    ]);
  });

  test('evicts the least recently used topics, and counts them', () => {
    const { history, record } = historyWith();
    for (let count = 0; count < 2_000; count += 1) record(`topic/${count}`, 'x');
    record('topic/0', 'x');
    record('new/1', 'x');
    record('new/2', 'x');
    const names = () => history.topics().topics.map(({ topic }) => topic);
    expect(names()).toHaveLength(2_000);
    expect(names()).toEqual(expect.arrayContaining(['topic/0', 'topic/3', 'new/1', 'new/2']));
    expect(history.topics().dropped).toBe(2);
    record('topic/1', 'x');
    expect(names()).not.toContain('topic/3');
    expect(history.topics().dropped).toBe(2);
  });
});

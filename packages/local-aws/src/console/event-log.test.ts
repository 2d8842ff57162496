import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventBus } from '../events';
import { createEventLog, type EventLogOptions } from './event-log';
import { createPayloadStore } from './payload-store';

const folder = mkdtempSync(join(tmpdir(), 'events-'));
const payloads = createPayloadStore(join(folder, 'payloads'), 100_000_000);
afterAll(() => rmSync(folder, { recursive: true }));

function recording(options: Partial<EventLogOptions> = {}) {
  const bus = createEventBus({ now: () => 1_000 });
  const log = createEventLog({
    payloads,
    isThing: (name) => name.startsWith('light-'),
    traceOf: bus.traceOf,
    now: () => 1_000,
    ...options,
  });
  bus.listen(log.record);
  return { bus, log };
}

const published = (topic: string, from = 'light-1') => ({ kind: 'published', topic, bytes: 2, from }) as const;
const matched = { kind: 'rule-matched', rule: 'power_on', actions: 'power-on' } as const;
const failed = { kind: 'failed', function: 'power-on', requestId: '1f0c', error: 'Error: x', next: 'retried' } as const;

describe('the event log', () => {
  test('keeps the newest events up to its capacity', () => {
    const { bus, log } = recording({ capacity: 3 });
    for (const topic of ['a', 'b', 'c', 'd']) bus.emit(published(topic));
    expect(log.search({}, { most: 10 }).map(({ event }) => event.id)).toEqual([4, 3, 2]);
    expect([log.find(1), log.trace(1), log.counts().recorded]).toEqual([undefined, [], 4]);
  });

  test('records payloads as bytes, text or JSON', () => {
    const { bus, log } = recording();
    const values = [new Uint8Array([1, 2]), 'text', { a: 1 }, undefined];
    for (const value of values)
      bus.emit(published('a'), undefined, undefined, { payloads: [{ label: 'message', read: () => value }] });
    const texts = log
      .search({}, { most: 10 })
      .map(({ payloads: [payload] }) => payload && payloads.read(payload.place));
    expect(texts.toReversed().map((bytes) => bytes && Buffer.from(bytes).toString('latin1'))).toEqual([
      '\u0001\u0002',
      'text',
      '{"a":1}',
      undefined,
    ]);
  });

  test('returns a trace with the alerts that it contributed to, although these also begin traces of their own', () => {
    const { bus, log } = recording();
    const publishedId = bus.emit(published('a'));
    bus.emit(published('b'));
    const details = { kind: 'monitor', monitor: 'm', group: '*', from: 'OK', to: 'Alert', why: '1 >= 1' } as const;
    const alert = bus.emit({ ...details, handles: [] }, undefined, undefined, { links: [publishedId] });
    bus.emit({ kind: 'monitor-message', monitor: 'm', title: 'Alert', text: 'x' }, alert);
    expect(log.trace(publishedId).map(({ event }) => event.kind)).toEqual(['published', 'monitor', 'monitor-message']);
    expect(log.traces({ kind: 'monitor' }, { most: 10 })).toEqual([alert, publishedId]);
  });

  test('records alerts even if there are too many events', () => {
    const { bus, log } = recording({ perSecond: 1 });
    const details = { kind: 'monitor', monitor: 'm', group: '*', from: 'OK', to: 'Alert', why: '1 >= 1' } as const;
    for (let emitted = 0; emitted < 20; emitted++) bus.emit({ ...details, handles: [] });
    expect(log.counts()).toEqual({ recorded: 20, leftOut: 0 });
  });

  test('returns a trace with the batches that contain its records', () => {
    const { bus, log } = recording();
    const rules = ['a', 'b'].map((topic) => bus.emit(matched, bus.emit(published(topic))));
    const batch = bus.begin(undefined);
    bus.emit({ kind: 'invoked', function: 'writer', requestId: 'r', milliseconds: 1, cold: false }, batch);
    const counts = { stream: 's', function: 'writer', records: 2, failed: 0, next: undefined };
    bus.emit({ kind: 'batch', ...counts }, undefined, batch, { links: rules });
    expect(log.trace(1).map(({ event }) => event.kind)).toEqual(['published', 'rule-matched', 'invoked', 'batch']);
    expect(log.trace(3).map(({ event }) => event.kind)).toEqual(['published', 'rule-matched', 'invoked', 'batch']);
    expect(log.traces({ kind: 'batch' }, { most: 10 })).toEqual([3, 1]);
  });

  test('returns a trace with a batch that was recorded before the event that wrote its record', () => {
    const { bus, log } = recording();
    const invocation = bus.begin(bus.emit(published('a')));
    const batch = bus.begin(undefined);
    const counts = { stream: 's', function: 'writer', records: 1, failed: 0, next: undefined };
    bus.emit({ kind: 'batch', ...counts }, undefined, batch, { links: [invocation] });
    bus.emit({ kind: 'invoked', function: 'a', requestId: 'r', milliseconds: 1, cold: false }, 1, invocation);
    expect(log.trace(1).map(({ event }) => event.kind)).toEqual(['published', 'invoked', 'batch']);
    expect(log.traces({}, { most: 10 })).toEqual([1]);
  });

  test('shows a batch as a trace of its own if no trace of its records was recorded', () => {
    const { bus, log } = recording({ capacity: 2 });
    const counts = { stream: 's', function: 'writer', records: 1, failed: 0, next: undefined };
    bus.emit({ kind: 'batch', ...counts }, undefined, undefined, { links: [bus.begin(undefined)] });
    expect(log.traces({}, { most: 10 })).toEqual([2]);
    for (const topic of ['a', 'b']) bus.emit(published(topic));
    expect(log.trace(1)).toEqual([]);
  });

  test('lists a note without a cause in the traces and at its resource only if it reports a failure', () => {
    const { bus, log } = recording();
    const about = { type: 'aws_kinesis_firehose_delivery_stream', name: 'archive' };
    bus.emit({ kind: 'note', text: 'watching' });
    const id = bus.emit({ kind: 'note', failed: true, about, text: 'archive failed to deliver' });
    expect(log.traces({}, { most: 10 })).toEqual([id]);
    expect(log.traces({ failed: true, resource: `${about.type}.${about.name}` }, { most: 10 })).toEqual([id]);
  });

  test.each([
    ['a thing', { thing: 'light-2' }, [2]],
    ['text in any value, regardless of case', { text: 'ROOM/B' }, [2]],
    ['a kind', { kind: 'failed' }, [3]],
    ['a resource', { resource: 'aws_lambda_function.power-on' }, [3]],
    ['failures', { failed: true }, [3]],
    ['the ID of a trace', { text: '3' }, [3]],
    ['a word on the screen', { text: 'retried' }, [3]],
    ['a client that is not a thing', { thing: 'console' }, []],
    ['several conditions', { thing: 'light-1', failed: true }, []],
  ])('finds events by %s', (_, filter, ids) => {
    const { bus, log } = recording();
    bus.emit(published('room/a'));
    bus.emit(published('room/b', 'light-2'));
    bus.emit(failed);
    expect(log.search(filter, { most: 10 }).map(({ event }) => event.id)).toEqual(ids);
  });

  test('pages through events in recording order, although an ID was reserved earlier', () => {
    const { bus, log } = recording();
    const early = bus.begin(undefined);
    const second = bus.emit(published('a'));
    bus.emit(published('b'), undefined, early);
    expect(log.search({}, { most: 1 }).map(({ event }) => event.id)).toEqual([early]);
    expect(log.search({}, { most: 5, before: early }).map(({ event }) => event.id)).toEqual([second]);
  });

  test('finds traces by any of their events, and continues before a trace', () => {
    const { bus, log } = recording();
    const messages = [1, 2, 3].map((turn) => bus.emit(published(`a/${turn}`)));
    for (const message of messages) bus.emit(matched, message);
    const filter = { resource: 'aws_iot_topic_rule.power_on' };
    expect(log.traces(filter, { most: 2 })).toEqual([3, 2]);
    expect(log.traces(filter, { most: 2, before: 2 })).toEqual([1]);
  });

  test('returns the events that were recorded after a number of events, although their IDs were reserved earlier', () => {
    const { bus, log } = recording();
    const early = bus.begin(undefined);
    bus.emit(published('a'));
    const { recorded } = log.counts();
    bus.emit(published('b'), undefined, early);
    expect(log.since(recorded, 10).map(({ event }) => event.id)).toEqual([early]);
    expect(log.since(0, 1).map(({ event }) => event.id)).toEqual([early]);
    expect(log.since(5, 10)).toEqual([]);
  });

  test('above its rate, omits most traces regardless of their length, but never a failure', () => {
    const { bus, log } = recording({ perSecond: 10, capacity: 1_000_000 });
    for (let turn = 0; turn < 2_000; turn++) {
      const message = bus.emit(published('a'));
      for (let effect = 0; effect < 9; effect++) bus.emit(matched, message);
    }
    const { recorded, leftOut } = log.counts();
    expect([recorded + leftOut, log.isBusy()]).toEqual([20_000, true]);
    expect(recorded / 20_000).toBeGreaterThan(0.08);
    expect(recorded / 20_000).toBeLessThan(0.12);
    bus.emit(failed);
    expect(log.search({ failed: true }, { most: 10 })).toHaveLength(1);
  });

  test('truncates long strings in events, and accepts payloads that cannot be converted', () => {
    const { bus, log } = recording();
    const circular: { self?: object } = {};
    circular.self = circular;
    const context = { payloads: [{ label: 'message', read: () => circular }] } as const;
    const id = bus.emit({ kind: 'note', text: 'x'.repeat(10_000) }, undefined, undefined, context);
    const { event, payloads: saved } = log.find(id) ?? {};
    const [reason] = saved ?? [];
    expect(event?.kind === 'note' && event.text.length).toBe(501);
    expect(String(reason && payloads.read(reason.place))).toMatch(/^this payload cannot be shown: .*circular/);
  });
});

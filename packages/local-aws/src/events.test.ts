import { createEventBus, lastIdBefore, type PlatformEvent } from './events';

function listening() {
  const bus = createEventBus({ now: () => 1_000 });
  const emitted: PlatformEvent[] = [];
  bus.listen((event) => emitted.push(event));
  return { bus, emitted };
}

const note = (text: string) => ({ kind: 'note', text }) as const;

describe('the event bus', () => {
  test('passes every event to all listeners, with the platform time', () => {
    const { bus, emitted } = listening();
    const others: string[] = [];
    bus.listen((event) => others.push(event.kind));
    bus.emit(note('a'));
    expect(emitted).toEqual([{ kind: 'note', text: 'a', id: 1, at: 1_000, cause: undefined, trace: 1, depth: 0 }]);
    expect(others).toEqual(['note']);
  });

  test('nests an event one level below its cause', () => {
    const { bus, emitted } = listening();
    const message = bus.emit(note('message'));
    const rule = bus.emit(note('rule'), message);
    bus.emit(note('function'), rule);
    bus.emit(note('other rule'), message);
    expect(emitted.map(({ depth }) => depth)).toEqual([0, 1, 2, 1]);
  });

  test('nests events below the activity that caused them, although the event of the activity is published last', () => {
    const { bus, emitted } = listening();
    const message = bus.emit(note('message'));
    const invocation = bus.begin(message);
    bus.emit(note('table written'), invocation);
    expect(bus.emit(note('invoked'), message, invocation)).toBe(invocation);
    expect(emitted.map(({ depth, cause }) => [depth, cause])).toEqual([
      [0, undefined],
      [2, invocation],
      [1, message],
    ]);
  });

  test('assigns the trace of an event to all effects of the event', () => {
    const { bus, emitted } = listening();
    const message = bus.emit(note('message'));
    const rule = bus.emit(note('rule'), message);
    bus.emit(note('other message'));
    bus.emit(note('function'), rule);
    expect(emitted.map(({ trace }) => trace)).toEqual([message, message, 3, message]);
  });

  test('passes payloads to listeners without reading them', () => {
    const { bus } = listening();
    const labels: (string | undefined)[] = [];
    bus.listen((_, { payloads = [] }) => labels.push(payloads[0]?.label));
    const read = () => {
      throw new Error('payloads are read only if they are recorded');
    };
    bus.emit(note('message'), undefined, undefined, { payloads: [{ label: 'message', read }] });
    bus.emit(note('other message'));
    expect(labels).toEqual(['message', undefined]);
  });

  test('forgets old causes and nests their effects only one level deep', () => {
    const { bus, emitted } = listening();
    const deep = bus.emit(note('deep'), bus.emit(note('message')));
    for (let count = 0; count < 132_000; count++) bus.emit(note('noise'));
    bus.emit(note('late'), deep);
    expect(emitted.at(-1)?.depth).toBe(1);
  });

  test('continues after an ID, and has no traces for earlier causes', () => {
    const bus = createEventBus({ now: () => 1_000 }, 500);
    const emitted: PlatformEvent[] = [];
    bus.listen((event) => emitted.push(event));
    bus.emit(note('late'), 499);
    bus.emit(note('message'));
    expect(emitted.map(({ id, trace }) => [id, trace])).toEqual([
      [501, 499],
      [502, 502],
    ]);
  });

  test('assigns higher IDs after a later start', () => {
    const start = Date.UTC(2026, 10, 29);
    expect(lastIdBefore(start + 2_000)).toBeGreaterThanOrEqual(lastIdBefore(start) + 200_000);
    expect(Number.isSafeInteger(lastIdBefore(Date.UTC(2100, 0, 1)))).toBe(true);
    expect(lastIdBefore(0)).toBe(0);
  });

  test('informs recorders before other listeners', () => {
    const { bus } = listening();
    const order: string[] = [];
    bus.listen(() => order.push('screen'));
    bus.record(() => order.push('recorder'));
    bus.emit(note('a'));
    expect(order).toEqual(['recorder', 'screen']);
  });
});

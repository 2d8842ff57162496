import { createEventBus, type PlatformEvent } from './events';

function listening() {
  const bus = createEventBus({ now: () => 1_000 });
  const told: PlatformEvent[] = [];
  bus.listen((event) => told.push(event));
  return { bus, told };
}

const note = (text: string) => ({ kind: 'note', text }) as const;

describe('the event bus', () => {
  test('notifies every listener, with the time of the clock', () => {
    const { bus, told } = listening();
    const others: string[] = [];
    bus.listen((event) => others.push(event.kind));
    bus.tell(note('a'));
    expect(told).toEqual([{ kind: 'note', text: 'a', id: 1, at: 1_000, cause: undefined, depth: 0 }]);
    expect(others).toEqual(['note']);
  });

  test('nests an event one level below its cause', () => {
    const { bus, told } = listening();
    const message = bus.tell(note('message'));
    const rule = bus.tell(note('rule'), message);
    bus.tell(note('function'), rule);
    bus.tell(note('other rule'), message);
    expect(told.map(({ depth }) => depth)).toEqual([0, 1, 2, 1]);
  });

  test('lets an event that is emitted at the end cause events that were emitted before', () => {
    const { bus, told } = listening();
    const message = bus.tell(note('message'));
    const invocation = bus.begin(message);
    bus.tell(note('table written'), invocation);
    expect(bus.tell(note('invoked'), message, invocation)).toBe(invocation);
    expect(told.map(({ depth, cause }) => [depth, cause])).toEqual([
      [0, undefined],
      [2, invocation],
      [1, message],
    ]);
  });

  test('forgets old causes and nests their effects one level deep', () => {
    const { bus, told } = listening();
    const deep = bus.tell(note('deep'), bus.tell(note('message')));
    for (let count = 0; count < 6_000; count++) bus.tell(note('noise'));
    bus.tell(note('late'), deep);
    expect(told.at(-1)?.depth).toBe(1);
  });
});

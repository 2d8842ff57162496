import { fc, test as law } from '@fast-check/jest';
import { createEventBus, type EventDetails, type PlatformEvent } from '../events';
import { following } from './follow';

/**
 * Returns an event bus, and a function that returns the IDs of the events that `following(id)` has selected from it.
 */
function followed(id: string) {
  const bus = createEventBus({ now: () => 0 });
  const pick = following(id);
  const emitted: PlatformEvent[] = [];
  bus.listen((event) => emitted.push(...pick(event)));
  return { bus, emitted: () => emitted.map(({ id: one }) => one) };
}

const matched: EventDetails = { kind: 'rule-matched', rule: 'power_on', actions: 'power-on' };
const invoked: EventDetails = { kind: 'invoked', function: 'power-on', requestId: 'r', milliseconds: 1, cold: false };
const line = (text: string): EventDetails => ({ kind: 'logged', group: '/aws/lambda/power-on', line: text });
const note = (text: string): EventDetails => ({ kind: 'note', text });

describe('following', () => {
  test('selects an event that mentions the ID, with its causes and effects', () => {
    const { bus, emitted } = followed('trace-1');
    const other = bus.emit(matched);
    const rule = bus.emit(matched);
    const call = bus.emit(invoked, rule);
    bus.emit(line('{"trace_id":"trace-2"}'), other);
    const mention = bus.emit(line('{"trace_id":"trace-1"}'), call);
    bus.emit(invoked, other);
    const after = bus.emit(invoked, rule);
    expect(emitted()).toEqual([rule, call, mention, after]);
  });

  test('selects a cause that is published after its effects', () => {
    const { bus, emitted } = followed('trace-1');
    const request = bus.begin(undefined);
    const call = bus.begin(request);
    const mention = bus.emit(line('trace-1'), call);
    bus.emit(invoked, request, call);
    const answered = bus.emit(note('answered'), undefined, request);
    expect(emitted()).toEqual([mention, call, answered]);
  });

  test.each(['light-10 is on', 'my-light-1', 'light-1-b', 'slight-1'])('the ID light-1 does not match %j', (text) => {
    const { bus, emitted } = followed('light-1');
    bus.emit(note(text));
    expect(emitted()).toEqual([]);
  });

  test.each(['light-1', '"thing":"light-1"', 'shadow light-1: on', '$aws/things/light-1/shadow'])(
    'matches %j',
    (text) => {
      const { bus, emitted } = followed('light-1');
      expect(emitted()).toEqual([]);
      const id = bus.emit(note(text));
      expect(emitted()).toEqual([id]);
    },
  );

  law.prop([fc.array(fc.record({ of: fc.nat(20), mentions: fc.boolean() }), { maxLength: 60 })])(
    'selects each event at most once, and only complete chains of events',
    (steps) => {
      const { bus, emitted } = followed('it');
      const roots = new Map<number, number>();
      const mentioned = new Set<number>();
      steps.forEach(({ of, mentions }, index) => {
        const cause = of === 0 || of > index ? undefined : of;
        const id = bus.emit(note(mentions ? 'it' : 'x'), cause);
        const root = cause === undefined ? id : (roots.get(cause) ?? cause);
        roots.set(id, root);
        if (mentions) mentioned.add(root);
      });
      const expected = [...roots].filter(([, root]) => mentioned.has(root)).map(([id]) => id);
      expect([...emitted()].sort((a, b) => a - b)).toEqual(expected);
    },
  );
});

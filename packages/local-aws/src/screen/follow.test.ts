import { fc, test as law } from '@fast-check/jest';
import { createEventBus, type EventDetails, type PlatformEvent } from '../events';
import { following } from './follow';

/** Publishes events, and returns those that `following(id)` selects. */
function followed(id: string) {
  const bus = createEventBus({ now: () => 0 });
  const pick = following(id);
  const told: PlatformEvent[] = [];
  bus.listen((event) => told.push(...pick(event)));
  return { bus, told: () => told.map(({ id: one }) => one) };
}

const matched: EventDetails = { kind: 'rule-matched', rule: 'power_on', actions: 'power-on' };
const invoked: EventDetails = { kind: 'invoked', function: 'power-on', requestId: 'r', milliseconds: 1, cold: false };
const line = (text: string): EventDetails => ({ kind: 'logged', group: '/aws/lambda/power-on', line: text });
const note = (text: string): EventDetails => ({ kind: 'note', text });

describe('following', () => {
  test('selects an event that mentions the ID, with its causes and effects', () => {
    const { bus, told } = followed('trace-1');
    const other = bus.tell(matched);
    const rule = bus.tell(matched);
    const call = bus.tell(invoked, rule);
    bus.tell(line('{"trace_id":"trace-2"}'), other);
    const mention = bus.tell(line('{"trace_id":"trace-1"}'), call);
    bus.tell(invoked, other);
    const after = bus.tell(invoked, rule);
    expect(told()).toEqual([rule, call, mention, after]);
  });

  test('selects a cause that is published after its effects', () => {
    const { bus, told } = followed('trace-1');
    const request = bus.begin(undefined);
    const call = bus.begin(request);
    const mention = bus.tell(line('trace-1'), call);
    bus.tell(invoked, request, call);
    const answered = bus.tell(note('answered'), undefined, request);
    expect(told()).toEqual([mention, call, answered]);
  });

  test.each(['light-10 is on', 'my-light-1', 'light-1-b', 'slight-1'])('does not match %j for light-1', (text) => {
    const { bus, told } = followed('light-1');
    bus.tell(note(text));
    expect(told()).toEqual([]);
  });

  test.each(['light-1', '"thing":"light-1"', 'shadow light-1: on', '$aws/things/light-1/shadow'])(
    'matches %j',
    (text) => {
      const { bus, told } = followed('light-1');
      expect(told()).toEqual([]);
      const id = bus.tell(note(text));
      expect(told()).toEqual([id]);
    },
  );

  law.prop([fc.array(fc.record({ of: fc.nat(20), mentions: fc.boolean() }), { maxLength: 60 })])(
    'selects each event once, and only complete chains of events',
    (steps) => {
      const { bus, told } = followed('it');
      const roots = new Map<number, number>();
      const mentioned = new Set<number>();
      steps.forEach(({ of, mentions }, index) => {
        const cause = of === 0 || of > index ? undefined : of;
        const id = bus.tell(note(mentions ? 'it' : 'x'), cause);
        const root = cause === undefined ? id : (roots.get(cause) ?? cause);
        roots.set(id, root);
        if (mentions) mentioned.add(root);
      });
      const expected = [...roots].filter(([, root]) => mentioned.has(root)).map(([id]) => id);
      expect([...told()].sort((a, b) => a - b)).toEqual(expected);
    },
  );
});

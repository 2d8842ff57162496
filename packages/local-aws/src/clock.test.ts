import { fc, test as property } from '@fast-check/jest';
import { createClock, sleep } from './clock';

const start = Date.parse('2026-01-01T00:00:00Z');
const stopped = () => createClock({ speed: 0, start });

/** Creates timers that record their names and the clock times at which they run. */
function notes(clock: ReturnType<typeof stopped>) {
  const ran: [string, number][] = [];
  return { ran, note: (name: string) => () => void ran.push([name, clock.now() - start]) };
}

describe('advance', () => {
  test('runs due timers in order, each at its own time', async () => {
    const clock = stopped();
    const { ran, note } = notes(clock);
    clock.after(3_000, note('third'));
    clock.after(1_000, note('first'));
    clock.after(2_000, note('second'));
    clock.after(9_000, note('later'));
    await clock.advance(5_000);
    expect(ran).toEqual([
      ['first', 1_000],
      ['second', 2_000],
      ['third', 3_000],
    ]);
    expect(clock.now()).toBe(start + 5_000);
  });

  test('runs timers that are due at the same time in the order in which they were set', async () => {
    const clock = stopped();
    const { ran, note } = notes(clock);
    for (const name of ['a', 'b', 'c']) clock.after(1_000, note(name));
    await clock.advance(1_000);
    expect(ran.map(([name]) => name)).toEqual(['a', 'b', 'c']);
  });

  test('runs due timers that other timers have set, even asynchronously', async () => {
    const clock = stopped();
    const { ran, note } = notes(clock);
    const steps = async () => {
      for (const step of ['1', '2', '3']) {
        await sleep(clock, 1_000);
        note(step)();
      }
    };
    const ended = steps();
    clock.after(1_500, note('between'));
    await clock.advance(10_000);
    await ended;
    expect(ran).toEqual([
      ['1', 1_000],
      ['between', 1_500],
      ['2', 2_000],
      ['3', 3_000],
    ]);
  });

  test('keeps timers until they are due', async () => {
    const clock = stopped();
    const { ran, note } = notes(clock);
    clock.after(60_000, note('a minute'));
    await clock.advance(59_999);
    expect(ran).toEqual([]);
    await clock.advance(1);
    expect(ran).toEqual([['a minute', 60_000]]);
  });

  test('does not run a canceled timer, and ignores a repeated or late cancellation', async () => {
    const clock = stopped();
    const { ran, note } = notes(clock);
    const cancelFirst = clock.after(1_000, note('first'));
    const cancelSecond = clock.after(2_000, note('second'));
    cancelFirst();
    cancelFirst();
    await clock.advance(3_000);
    cancelSecond();
    expect(ran.map(([name]) => name)).toEqual(['second']);
  });

  const delays = fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 20 });
  property.prop([delays, fc.integer({ min: 0, max: 12_000 })])(
    'runs exactly the timers that are due, in order',
    async (milliseconds, until) => {
      const clock = stopped();
      const ran: number[] = [];
      for (const delay of milliseconds) clock.after(delay, () => ran.push(delay));
      await clock.advance(until);
      expect(ran).toEqual(milliseconds.filter((delay) => delay <= until).sort((a, b) => a - b));
    },
  );
});

describe('the clock', () => {
  test('the clock does not move at speed 0', async () => {
    const clock = stopped();
    const before = clock.now();
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.now()).toBe(before);
    expect(clock.speed).toBe(0);
  });

  test('runs a one-hour timer immediately at a high speed', async () => {
    const clock = createClock({ speed: 3_600_000, start });
    await sleep(clock, 3_600_000);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 3_600_000);
  });

  test('applies a speed change to pending timers', async () => {
    const clock = stopped();
    const waited = sleep(clock, 3_600_000);
    clock.setSpeed(3_600_000);
    await waited;
    expect(clock.speed).toBe(3_600_000);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 3_600_000);
  });

  test('the clock stops without losing pending timers when the speed is set to 0', async () => {
    const clock = createClock({ speed: 1, start });
    const { ran, note } = notes(clock);
    clock.after(60_000, note('a minute'));
    clock.setSpeed(0);
    const stoppedAt = clock.now();
    expect(stoppedAt).toBeGreaterThanOrEqual(start);
    await clock.advance(60_000);
    expect(clock.now()).toBe(stoppedAt + 60_000);
    expect(ran.map(([name]) => name)).toEqual(['a minute']);
  });

  test('the clock can be advanced while it runs', async () => {
    const clock = createClock({ speed: 1, start });
    const { ran, note } = notes(clock);
    clock.after(3_600_000, note('an hour'));
    await clock.advance(3_600_000);
    expect(ran).toHaveLength(1);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 3_600_000);
  });
});

import { start } from '../stopped-platform.fixture';
import { ask, invoke, platform, result, settled } from './workflow.fixture';

describe('a Wait state', () => {
  const wait = (time: object) => ({ Pause: { Type: 'Wait', ...time, InputPath: '$.inner', End: true } });
  const input = JSON.stringify({
    seconds: 60,
    until: new Date(start + 60_000).toISOString(),
    inner: { seconds: 60, a: 1 },
  });

  test.each([
    [{ Seconds: 60 }],
    [{ SecondsPath: '$.seconds' }],
    [{ Timestamp: '2026-01-01T00:01:00Z' }],
    [{ Timestamp: '2026-01-01T09:01:00+09:00' }],
    [{ TimestampPath: '$$.Execution.Input.until' }],
  ])("a Wait state with %j waits on the platform's clock, and returns its input", async (time) => {
    const { clock, begin } = platform({ states: wait(time) });
    const execution = begin(input);
    await settled();
    await clock.advance(59_000);
    await settled();
    expect(execution.status).toBe('RUNNING');
    await clock.advance(1_000);
    await settled();
    expect(result(execution)).toMatchObject({ status: 'SUCCEEDED', output: '{"seconds":60,"a":1}' });
    const states = execution.history.flatMap(({ type, details }) =>
      type === 'StateEntered' ? [details['state']] : [],
    );
    expect(states).toMatchObject([{ name: 'Pause', type: 'Wait' }]);
  });

  test('a Wait state continues immediately if its time has passed', async () => {
    const { begin } = platform({ states: wait({ Timestamp: '2025-01-01T00:00:00Z' }) });
    const execution = begin(input);
    await settled();
    expect(execution.status).toBe('SUCCEEDED');
  });

  test("a Wait state follows a change in the clock's speed", async () => {
    const { clock, begin } = platform({ states: wait({ Seconds: 3_600 }) });
    const execution = begin(input);
    await settled();
    clock.setSpeed(100_000);
    for (const deadline = performance.now() + 5_000; execution.status === 'RUNNING'; await settled(1))
      if (performance.now() > deadline) throw new Error('the execution is still waiting');
    clock.setSpeed(0);
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('a Wait state fails if the number of seconds is invalid', async () => {
    const { begin } = platform({ states: wait({ SecondsPath: '$.a' }) });
    const execution = begin('{"inner":{"a":"soon"}}');
    await settled();
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.cause).toContain('Pause: seconds: ');
  });

  test('a stopped Wait state has no further effects', async () => {
    const states = { ...wait({ Seconds: 60 }), Ask: ask };
    const { clock, workflows, begin, invoked } = platform({
      states: { ...states, Pause: { Type: 'Wait', Seconds: 60, Next: 'Ask' } },
    });
    const execution = begin(input);
    await settled();
    workflows.stop(execution.arn, { error: undefined, cause: undefined });
    await settled();
    await clock.advance(60_000);
    await settled();
    expect({ status: execution.status, invoked: invoked.length }).toEqual({ status: 'ABORTED', invoked: 0 });
  });
});

describe('a failing task', () => {
  const run = { ...ask, Resource: invoke, Parameters: { FunctionName: 'f', 'Payload.$': '$' }, TimeoutSeconds: 30 };
  const failing = (name: string, times: number) => {
    let left = times;
    return () => {
      if (left-- > 0) throw Object.assign(new Error('no'), { name });
      return 'done';
    };
  };
  const attempts = async (Retry: object[], handler: () => unknown, secondsOfClock: number[]) => {
    const { clock, begin, invoked } = platform({ states: { Run: { ...run, Retry } }, handler });
    const execution = begin();
    await settled();
    const seen = [invoked.length];
    for (const seconds of secondsOfClock) {
      await clock.advance(seconds * 1000);
      await settled();
      seen.push(invoked.length);
    }
    return { seen, execution };
  };

  test("retries a failed task on the platform's clock with exponential backoff", async () => {
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 5, BackoffRate: 3, MaxDelaySeconds: 20 }];
    const { seen, execution } = await attempts(Retry, failing('A', 3), [4, 1, 14, 1, 19, 1]);
    expect(seen).toEqual([1, 1, 2, 2, 3, 3, 4]);
    expect(execution.status).toBe('SUCCEEDED');
    const types = execution.history.map(({ type }) => type);
    expect(types.filter((type) => /StateFailed|StateRetried/.test(type))).toEqual(
      Array(3).fill(['StateFailed', 'StateRetried']).flat(),
    );
  });

  test.each([
    [[{ ErrorEquals: ['B'] }, { ErrorEquals: ['States.ALL'], MaxAttempts: 1 }], 2],
    [[{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }], 3],
    [[{ ErrorEquals: ['B'] }], 1],
    [[{ ErrorEquals: ['A'], MaxAttempts: 0 }], 1],
  ])('retries a failed task as the retriers %j specify', async (Retry, times) => {
    const { seen, execution } = await attempts(Retry, failing('A', 9), [10]);
    expect(seen.at(-1)).toBe(times);
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'A' });
  });

  test('with jitter, retries a failed task within the interval', async () => {
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 5, JitterStrategy: 'FULL' }];
    const { seen } = await attempts(Retry, failing('A', 1), [5]);
    expect(seen).toEqual([1, 2]);
  });

  test.each([{ TimeoutSeconds: 30 }, { TimeoutSeconds: undefined, TimeoutSecondsPath: '$.limit' }])(
    "a task times out on the platform's clock: %j",
    async (limit) => {
      const handler = () => new Promise(() => undefined);
      for (const state of [
        { ...run, ...limit },
        { ...ask, ...limit },
      ]) {
        const { clock, begin } = platform({ states: { Run: state }, handler });
        const execution = begin('{"thing":"light-1","limit":30}');
        await settled();
        await clock.advance(29_000);
        await settled();
        expect(execution.status).toBe('RUNNING');
        await clock.advance(1_000);
        await settled();
        expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
      }
    },
  );
});

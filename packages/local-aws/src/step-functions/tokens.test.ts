import { AwsError } from '../gateway/service-api';
import { stopped } from '../stopped-platform.fixture';
import { createTokens } from './tokens';

const gone = (run: () => void) => {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
};

/** Returns a task's output, or its error in the form that a state machine receives. */
const endOf = (waiting: Promise<unknown>) =>
  waiting.then(
    (output) => ({ output }),
    (error: unknown) => (error instanceof Error ? { error: error.name, cause: error.message } : { error }),
  );

describe('a task with a token', () => {
  test('a task succeeds with the output that is sent with the token', async () => {
    const tokens = createTokens(stopped().clock);
    const end = endOf(tokens.wait({ token: 't', timeoutSeconds: 30 }));
    tokens.succeed('t', { power: true });
    expect(await end).toEqual({ output: { power: true } });
  });

  test('a task fails with the error and the cause that are sent with the token', async () => {
    const tokens = createTokens(stopped().clock);
    const end = endOf(tokens.wait({ token: 't', timeoutSeconds: undefined }));
    tokens.fail('t', { error: 'Refused', cause: 'the lamp is broken' });
    expect(await end).toEqual({ error: 'Refused', cause: 'the lamp is broken' });
  });

  test("a task times out on the platform's clock if no response arrives", async () => {
    const { clock } = stopped();
    const tokens = createTokens(clock);
    const ended: unknown[] = [];
    void endOf(tokens.wait({ token: 't', timeoutSeconds: 30 })).then((end) => ended.push(end));
    await clock.advance(29_999);
    expect(ended).toEqual([]);
    await clock.advance(1);
    expect(ended).toEqual([{ error: 'States.Timeout', cause: 'no response within 30 s' }]);
    expect(gone(() => tokens.succeed('t', {}))).toBe('TaskTimedOut');
  });

  test("a task times out on the platform's clock if no heartbeat arrives", async () => {
    const { clock } = stopped();
    const tokens = createTokens(clock);
    const ended: unknown[] = [];
    void endOf(tokens.wait({ token: 't', timeoutSeconds: 60, heartbeatSeconds: 10 })).then((end) => ended.push(end));
    await clock.advance(9_000);
    tokens.heartbeat('t');
    await clock.advance(9_999);
    expect(ended).toEqual([]);
    await clock.advance(1);
    expect(ended).toEqual([{ error: 'States.HeartbeatTimeout', cause: 'no heartbeat within 10 s' }]);
    expect(gone(() => tokens.heartbeat('t'))).toBe('TaskTimedOut');
  });

  test('a task waits without a limit by default', async () => {
    const { clock } = stopped();
    const tokens = createTokens(clock);
    const end = endOf(tokens.wait({ token: 't', timeoutSeconds: undefined }));
    await clock.advance(365 * 86_400_000);
    tokens.succeed('t', 1);
    expect(await end).toEqual({ output: 1 });
  });

  test('a task with a token accepts only one response', async () => {
    const { clock } = stopped();
    const tokens = createTokens(clock);
    const end = endOf(tokens.wait({ token: 't', timeoutSeconds: 30 }));
    tokens.heartbeat('t');
    tokens.succeed('t', 'first');
    expect(gone(() => tokens.succeed('t', 'second'))).toBe('TaskTimedOut');
    expect(gone(() => tokens.fail('t', { error: 'a', cause: 'b' }))).toBe('TaskTimedOut');
    expect(gone(() => tokens.heartbeat('t'))).toBe('TaskTimedOut');
    await clock.advance(60_000);
    expect(await end).toEqual({ output: 'first' });
  });

  test('releases a task when its execution ends, and invalidates its token', async () => {
    const tokens = createTokens(stopped().clock);
    const end = endOf(tokens.wait({ token: 't', timeoutSeconds: 30 }));
    tokens.forget('t');
    expect(await end).toEqual({ output: null });
    tokens.forget('never there');
    expect(gone(() => tokens.succeed('t', {}))).toBe('TaskTimedOut');
  });
});

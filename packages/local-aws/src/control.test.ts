import { createControlApi } from './control';
import { AwsError } from './gateway/service-api';
import { stopped } from './stopped-platform.fixture';

const parts = { ...stopped(), fire: () => undefined };
const control = createControlApi(parts);
const advance = (advanceSeconds: number) =>
  control({
    method: 'POST',
    path: '/_local/clock',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ advanceSeconds })),
  });

const messageOf = (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error: unknown) => (error instanceof AwsError ? error.message : error),
  );

describe('the clock control API', () => {
  test('the clock advances by at most one day per call', async () => {
    expect(await messageOf(advance(86_401))).toContain('Member must have value less than or equal to 86400');
  });

  test('keeps the clock within ten years of real time', async () => {
    const years = (count: number) => count * 365 * 86_400_000;
    await parts.clock.advance(parts.clock.real.now() - parts.clock.now() + years(10) - 1_000_000);
    expect(await messageOf(advance(900))).toBeUndefined();
    expect(await messageOf(advance(900))).toBe('the clock may run ahead of real time by at most ten years');
  });

  test('responds to other requests while the clock advances by a day and a timer fires every second', async () => {
    const { clock } = stopped();
    let due = 0;
    const again = () => {
      due += 1;
      clock.after(1_000, again);
    };
    again();
    let turns = 0;
    let isMoving = true;
    const look = () => {
      turns += 1;
      if (isMoving) setImmediate(look);
    };
    look();
    await clock.advance(86_400_000);
    isMoving = false;
    expect(due).toBe(86_401);
    expect(turns).toBeGreaterThan(86_400);
  });
});

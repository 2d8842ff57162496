import { reopenedStore, start, stopped } from '../stopped-platform.fixture';
import { memoryStore } from '../store';
import { createAsynchronousQueue, type EventInvokeConfig } from './asynchronous-queue';
import type { Delivery } from './destinations';
import type { Outcome } from './instance';

const role = 'arn:aws:iam::000000000000:role/power-on';
const queueArn = 'arn:aws:sqs:ap-northeast-1:000000000000:power-on-failures';
const failure = { status: 'error', error: { errorType: 'Error', errorMessage: 'no power' } } as const;
const success = { status: 'success', result: null } as const;

/** Creates a queue whose function returns the given outcomes in order, and repeats the last outcome. */
function queueOf(outcomes: readonly Outcome[], config?: Partial<EventInvokeConfig>, store = memoryStore()) {
  const parts = { ...stopped(), store };
  const attempts: number[] = [];
  const next: string[] = [];
  const sent: Delivery[] = [];
  const queue = createAsynchronousQueue({
    ...parts,
    async run() {
      attempts.push((parts.clock.now() - start) / 60_000);
      return {
        outcome: outcomes[Math.min(attempts.length, outcomes.length) - 1] ?? success,
        failed: (what) => void next.push(what),
      };
    },
    deliver: async (delivery) => void sent.push(delivery),
    declarationOf: (name) => ({ name, arn: `arn:aws:lambda:ap-northeast-1:000000000000:function:${name}`, role }),
  });
  if (config !== undefined) {
    queue.configure('power-on', { maximumRetries: 2, maximumAgeSeconds: 21_600, onFailure: queueArn, ...config });
  }
  return { ...parts, attempts, next, sent, queue };
}

function platform(...given: Parameters<typeof queueOf>) {
  const made = queueOf(...given);
  made.queue.accept({
    functionName: 'power-on',
    requestId: 'request-1',
    event: { thing: 'light-1' },
    cause: undefined,
  });
  return made;
}

const minutes = (count: number) => count * 60_000;

describe('an asynchronous invocation', () => {
  test('does not repeat a successful invocation', async () => {
    const { clock, attempts, sent } = platform([success], {});
    await clock.advance(minutes(60));
    expect(attempts).toEqual([0]);
    expect(sent).toEqual([]);
  });

  test("retries an invocation after one minute on the platform's clock, and again after two more minutes", async () => {
    const { clock, attempts, next } = platform([failure]);
    await clock.advance(minutes(1) - 1);
    expect(attempts).toEqual([0]);
    await clock.advance(1);
    expect(attempts).toEqual([0, 1]);
    await clock.advance(minutes(60));
    expect(attempts).toEqual([0, 1, 3]);
    expect(next).toEqual(['retry in 1 min', 'retry in 2 min', 'given up']);
  });

  test('neither repeats an event nor sends it to the destination after a retry has succeeded', async () => {
    const { clock, attempts, sent } = platform([failure, success], {});
    await clock.advance(minutes(60));
    expect(attempts).toEqual([0, 1]);
    expect(sent).toEqual([]);
  });

  // Source: Lambda developer guide, "invocation-async-retain-records".
  test('sends the original event to the destination when all attempts have failed', async () => {
    const { clock, sent, next } = platform([failure], {});
    await clock.advance(minutes(60));
    expect(sent).toEqual([
      {
        destinationArn: queueArn,
        from: expect.objectContaining({ name: 'power-on', role }),
        place: 'async/power-on',
        why: 'power-on failed 3 times',
        cause: undefined,
        record: {
          version: '1.0',
          timestamp: new Date(start + minutes(3)).toISOString(),
          requestContext: {
            requestId: 'request-1',
            functionArn: 'arn:aws:lambda:ap-northeast-1:000000000000:function:power-on:$LATEST',
            condition: 'RetriesExhausted',
            approximateInvokeCount: 3,
          },
          requestPayload: { thing: 'light-1' },
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          responsePayload: failure.error,
        },
      },
    ]);
    expect(next.at(-1)).toBe('to power-on-failures');
  });

  test('attempts an invocation only once if no retries are configured', async () => {
    const { clock, attempts, sent } = platform([failure], { maximumRetries: 0 });
    await clock.advance(minutes(60));
    expect(attempts).toEqual([0]);
    expect(sent).toHaveLength(1);
  });

  test('drops an event if its next attempt would exceed the maximum age', async () => {
    const { clock, attempts, sent } = platform([failure], { maximumAgeSeconds: 90 });
    await clock.advance(minutes(60));
    expect(attempts).toEqual([0, 1]);
    expect(sent).toMatchObject([
      { record: { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 } } },
    ]);
  });
});

describe("an event's metrics", () => {
  const sums = ({ metrics }: Pick<ReturnType<typeof platform>, 'metrics'>, name: string) =>
    metrics.series(`aws.lambda.${name}`).flatMap(({ minutes: each }) => each.map(({ sum }) => sum));

  test('the metrics count a dropped event, and record its age at each attempt', async () => {
    const made = platform([failure], {});
    await made.clock.advance(minutes(60));
    expect(sums(made, 'async_events_received')).toEqual([1]);
    expect(sums(made, 'async_event_age')).toEqual([0, minutes(1), minutes(3)]);
    expect(sums(made, 'async_event_age.maximum')).toEqual([0, minutes(1), minutes(3)]);
    expect(sums(made, 'async_events_dropped')).toEqual([1]);
  });

  test('the metrics count no dropped event after a success', async () => {
    const made = platform([failure, success]);
    await made.clock.advance(minutes(60));
    expect(sums(made, 'async_events_dropped')).toEqual([0]);
  });
});

describe('an event from an earlier start', () => {
  test('repeats an event from an earlier start at its scheduled time, and counts the earlier attempts', async () => {
    const open = reopenedStore();
    const before = platform([failure], {}, open());
    await before.clock.advance(minutes(2));
    expect(before.attempts).toEqual([0, 1]);
    const { queue, clock, attempts, sent } = queueOf([failure], {}, open());
    await clock.advance(minutes(2));
    queue.resume();
    await clock.advance(minutes(1) - 1);
    expect(attempts).toEqual([]);
    await clock.advance(1);
    expect(attempts).toEqual([3]);
    expect(sent).toMatchObject([{ record: { requestContext: { approximateInvokeCount: 3 } } }]);
    expect([...open().collection('lambda-events').entries()]).toEqual([]);
  });

  test('attempts an event from an earlier start immediately if it has not been attempted yet', async () => {
    const open = reopenedStore();
    platform([success], {}, open());
    const { queue, clock, attempts } = queueOf([success], {}, open());
    queue.resume();
    await clock.advance(0);
    expect(attempts).toEqual([0]);
  });
});

import { z } from 'zod';
import type { QueueReader } from '../messaging/queue-reader';
import { mappingAttributes } from './mapping-attributes';
import { queueArn } from './polling.fixture';
import { queueMappingOf } from './queue-mapping-limits';

const declaration = { arn: 'arn:of:function', role: 'arn:of:role', timeoutSeconds: 30 };

function mappingOf(given: object, { isFifo = false, visibility = 30, exists = true } = {}) {
  const reader: QueueReader = {
    isFifo,
    visibilitySeconds: () => visibility,
    receive: () => [],
    delete: () => undefined,
    release: () => undefined,
    onArrival: () => undefined,
  };
  const attributes = z.object(mappingAttributes).parse({ event_source_arn: queueArn, function_name: 'f', ...given });
  return queueMappingOf(attributes, declaration, { queue: () => (exists ? reader : undefined) });
}

test("queueMappingOf uses Lambda's defaults", () =>
  expect(mappingOf({})).toEqual({
    queueArn,
    functionArn: declaration.arn,
    role: declaration.role,
    batchSize: 10,
    batchingWindowSeconds: 0,
    reportsItemFailures: false,
    maximumConcurrency: 5,
    matches: expect.any(Function),
  }));

test('queueMappingOf uses the declared arguments', () =>
  expect(
    mappingOf({
      batch_size: 10_000,
      maximum_batching_window_in_seconds: 300,
      function_response_types: ['ReportBatchItemFailures'],
      scaling_config: [{ maximum_concurrency: 2 }],
    }),
  ).toMatchObject({
    batchSize: 10_000,
    batchingWindowSeconds: 300,
    reportsItemFailures: true,
    maximumConcurrency: 2,
  }));

test.each([
  [{ filter: { pattern: '{"body":["go"]}' } }],
  [{ filter: [{ pattern: '{"body":["go"]}' }] }],
  [[{ filter: [{ pattern: '{"body":["go"]}' }, { pattern: '{"body":["run"]}' }] }]],
])('queueMappingOf filters by %j', (filter_criteria) => {
  const { matches } = mappingOf({ filter_criteria });
  expect([matches('go'), matches('stop')]).toEqual([true, false]);
});

describe('queueMappingOf', () => {
  test.each([
    [{ batch_size: 11 }, 'maximum_batching_window_in_seconds: must be at least 1 for a batch_size of 11'],
    [{ starting_position: 'LATEST' }, 'starting_position: not supported for an SQS queue'],
    [
      { filter_criteria: { filter: [{ pattern: '{"attributes":{"SenderId":["a"]}}' }] } },
      'filter_criteria.filter.pattern: only body can be filtered for an SQS queue, found attributes',
    ],
    [{ maximum_retry_attempts: 2 }, 'maximum_retry_attempts: not supported for an SQS queue'],
    [{ bisect_batch_on_function_error: true }, 'bisect_batch_on_function_error: not supported for an SQS queue'],
  ])('rejects %j with an error that contains the attribute', (given, reason) =>
    expect(() => mappingOf(given)).toThrow(reason),
  );

  test.each([
    [{ batch_size: 11 }, 'batch_size: 11 exceeds 10, the maximum for a FIFO queue'],
    [{ maximum_batching_window_in_seconds: 1 }, 'maximum_batching_window_in_seconds: not supported for a FIFO queue'],
  ])('rejects %j for a FIFO queue with an error that contains the attribute', (given, reason) =>
    expect(() => mappingOf(given, { isFifo: true })).toThrow(reason),
  );

  test('rejects a queue whose messages become visible again while the function runs', () =>
    expect(() => mappingOf({}, { visibility: 29 })).toThrow(
      'event_source_arn: the visibility timeout of the queue, 29 s, is less than the timeout of the function, 30 s',
    ));

  test('rejects a queue that is not declared', () =>
    expect(() => mappingOf({}, { exists: false })).toThrow(
      `event_source_arn: no queue ${queueArn} is declared before this resource`,
    ));

  test.each([
    [{ batch_size: 10_001 }],
    [{ batch_size: 0 }],
    [{ maximum_batching_window_in_seconds: 301 }],
    [{ scaling_config: { maximum_concurrency: 1 } }],
    [{ function_response_types: ['All'] }],
    [{ event_source_arn: 'arn:aws:kafka:eu-west-1:000000000000:cluster/c/1' }],
  ])('rejects %j, because the value is out of range', (given) => expect(() => mappingOf(given)).toThrow());
});

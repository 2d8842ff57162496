import type { DynamoAnswer } from './dynamo-answer';
import { createIdempotentCalls } from './idempotent-calls';

const answer = (status: number): DynamoAnswer => ({ id: 1, status, crc32: '0', body: '{}' });

test('a repeated call returns the first result for ten minutes on the clock, and runs again afterwards', async () => {
  let now = 0;
  let runs = 0;
  const once = createIdempotentCalls({ now: () => now });
  const call = (request: object) =>
    once('token', request, async () => {
      runs += 1;
      return answer(200);
    });
  await Promise.all([call({ a: 1 }), call({ a: 1 })]);
  now = 599_999;
  expect(await call({ a: 1 })).toMatchObject({ status: 200 });
  expect(runs).toBe(1);
  expect(await call({ a: 2 })).toMatchObject({
    status: 400,
    body: expect.stringContaining('IdempotentParameterMismatch'),
  });
  now = 600_000;
  await call({ a: 2 });
  expect(runs).toBe(2);
});

test('a failed call can be repeated with the same token', async () => {
  const once = createIdempotentCalls({ now: () => 0 });
  expect(await once('token', {}, async () => answer(400))).toMatchObject({ status: 400 });
  expect(await once('token', { other: 1 }, async () => answer(200))).toMatchObject({ status: 200 });
});

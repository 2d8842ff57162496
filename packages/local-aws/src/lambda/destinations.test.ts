import { functionRole } from '../iam/principal';
import { start, stopped } from '../stopped-platform.fixture';
import { createDestinations } from './destinations';
import { fakeLambda } from './fake-lambda.fixture';

const role = 'arn:aws:iam::000000000000:role/power-on';
const arn = (service: string, name: string) => `arn:aws:${service}:ap-northeast-1:000000000000:${name}`;

function platform({ allowed = true, fails = false } = {}) {
  const parts = stopped();
  const authorized: { action: string; resource: string; principal: object }[] = [];
  const arrived: unknown[] = [];
  const arrive = async (...what: unknown[]) => {
    if (fails) throw new Error('it does not exist');
    arrived.push(what);
  };
  const { lambda, invoked } = fakeLambda(() => null);
  const deliver = createDestinations({
    ...parts,
    authorizer: {
      ...parts.authorizer,
      authorize(request) {
        authorized.push(request);
        return allowed ? { allowed } : { allowed, reason: 'no policy allows the action' };
      },
    },
    messaging: {
      urlOf: (queue) => `url of ${queue}`,
      send: arrive,
      publish: arrive,
      putObject: ({ bucket, key, body }) => arrive(bucket, key, Buffer.from(body).toString()),
    },
    invokeAsync: lambda.invokeAsync,
  });
  const give = (destinationArn: string) =>
    deliver({
      destinationArn,
      from: { name: 'power-on', role },
      record: { lost: 1 },
      place: 'async/power-on',
      why: 'power-on failed 3 times',
      cause: 7,
    });
  return { ...parts, authorized, arrived, invoked, give };
}

describe('a failed record', () => {
  const key = /^aws\/lambda\/async\/power-on\/2026\/01\/01\/2026-01-01T00\.00\.00-[0-9a-f-]{36}$/;

  test.each([
    ['a queue', arn('sqs', 'failures'), 'sqs:SendMessage', [`url of ${arn('sqs', 'failures')}`, '{"lost":1}', 7]],
    ['a topic', arn('sns', 'failures'), 'sns:Publish', [arn('sns', 'failures'), '{"lost":1}', { cause: 7 }]],
  ])(
    "delivers a failed record to %s with the permissions of the function's role",
    async (_, destination, action, arriving) => {
      const { give, authorized, arrived, emitted } = platform();
      await give(destination);
      const principal = functionRole(role, 'power-on');
      expect(authorized).toEqual([{ principal, action, resource: destination }]);
      expect(arrived).toEqual([arriving]);
      expect(emitted).toMatchObject([{ kind: 'queued', queue: 'failures', why: 'power-on failed 3 times', at: start }]);
    },
  );

  test("delivers a failed record to a bucket under Lambda's object key", async () => {
    const { give, authorized, arrived, emitted } = platform();
    await give('arn:aws:s3:::failures');
    expect(authorized).toMatchObject([
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::failures' },
      { action: 's3:PutObject', resource: expect.stringMatching(/^arn:aws:s3:::failures\/aws\/lambda\/async/) },
    ]);
    expect(arrived).toEqual([['failures', expect.stringMatching(key), '{"lost":1}']]);
    expect(emitted).toMatchObject([{ kind: 'parked', bucket: 'failures', key: expect.stringMatching(key) }]);
  });

  test('delivers a failed record to another function as an invocation event; Lambda itself checks the permission', async () => {
    const { give, invoked } = platform();
    const functionArn = arn('lambda', 'function:undertaker');
    await give(functionArn);
    const principal = functionRole(role, 'power-on');
    expect(invoked).toEqual([{ functionArn, event: { lost: 1 }, principal, cause: 7 }]);
  });

  test.each([
    ['is not allowed', { allowed: false }, 'no policy allows the action'],
    ['does not exist', { fails: true }, 'it does not exist'],
  ])('counts and reports a failed record as lost if its destination %s', async (_, how, reason) => {
    for (const destination of [arn('sqs', 'failures'), arn('sns', 'failures'), 'arn:aws:s3:::failures']) {
      const { give, arrived, emitted, metrics } = platform(how);
      await give(destination);
      expect(arrived).toEqual([]);
      expect(emitted).toMatchObject([
        { kind: 'note', text: `power-on failed to deliver a record to failures: ${reason}` },
      ]);
      const [series] = metrics.series('aws.lambda.destination_delivery_failures');
      expect(series).toMatchObject({ tags: { functionname: 'power-on' }, minutes: [{ sum: 1 }] });
    }
  });
});

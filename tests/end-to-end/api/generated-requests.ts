import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { fc } from '@fast-check/jest';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { nextOf } from '../../../functions/api/parameters';
import type { ApiCaller, ApiRequest } from './api-caller';
import { bodiesBy, spoiltBodiesBy } from './schema-values';
import { operations, type SpecifiedOperation } from './specification-check';

/** Hostile replacements for names. */
const hostile = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    '../../devices',
    '..',
    '%2e%2e%2f',
    'light-1\nERROR forged line',
    '","status":"200',
    "' OR '1'='1",
    '${jndi:ldap://x}',
    '$context.status',
    '\u0000',
    'ライト',
    'x'.repeat(300),
  ),
);

type Schema = SpecifiedOperation['parameters'][number]['schema'];

function fitting({ type, pattern, format, minimum, maximum }: Schema): fc.Arbitrary<string> {
  if (type === 'integer')
    return fc
      .integer({ ...(minimum !== undefined && { min: minimum }), ...(maximum !== undefined && { max: maximum }) })
      .map(String);
  const dates = { min: new Date('2019-01-01'), max: new Date('2099-01-01'), noInvalidDate: true };
  if (format === 'date-time') return fc.date(dates).map((date) => date.toISOString());
  if (format === 'date') return fc.date(dates).map((date) => date.toISOString().slice(0, 10));
  return pattern === undefined ? fc.base64String() : fc.stringMatching(new RegExp(pattern));
}

/** Hostile keys encoded as page tokens. */
const dressed = fc.oneof(hostile, fc.tuple(fc.nat(), hostile)).map((key) => nextOf(key).next ?? '');

/** Values of a parameter: the example, other valid values, and invalid values. */
const anyValueOf = ({ name, schema, example }: SpecifiedOperation['parameters'][number]) =>
  fc.oneof(
    { weight: 3, arbitrary: example === undefined ? fitting(schema) : fc.constant(example) },
    { weight: name === 'next' ? 3 : 0, arbitrary: dressed },
    { weight: 3, arbitrary: fitting(schema) },
    { weight: 2, arbitrary: hostile },
  );

/** Values that match the schema, almost match it, or do not match it at all. */
const anyBodyOf = (schema: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    bodiesBy(schema),
    spoiltBodiesBy(schema, fc.oneof(hostile, fc.array(hostile, { maxLength: 3 }), fc.jsonValue({ maxDepth: 1 }))),
    fc.jsonValue({ maxDepth: 2 }),
  );

function requestsFor({ method, path, parameters, body }: SpecifiedOperation): fc.Arbitrary<ApiRequest> {
  const values = fc.record(Object.fromEntries(parameters.map((one) => [one.name, anyValueOf(one)])));
  const left = fc.subarray(parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name));
  const type = fc.constantFrom('application/json', 'text/plain');
  const ofHeader = parameters.filter(({ in: place }) => place === 'header').map(({ name }) => name);
  const bodies = body === undefined ? fc.constant(undefined) : anyBodyOf(body);
  return fc.tuple(values, left, bodies, type).map(([given, names, sent, contentType]) => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] || '-'));
    const query = names.map((name) => `${name}=${encodeURIComponent(given[name] ?? '')}`).join('&');
    // omit values with characters that a header cannot contain
    const sendable = ofHeader.flatMap((name) =>
      /^[!-~]+$/.test(given[name] ?? '') ? [[name, given[name]] as const] : [],
    );
    return {
      method,
      path: query === '' ? filled : `${filled}?${query}`,
      ...(body !== undefined && { body: JSON.stringify(sent) }),
      headers: { ...Object.fromEntries(sendable), ...(body !== undefined && { 'content-type': contentType }) },
    };
  });
}

const Line = z.strictObject({
  requestId: z.string(),
  time: z.string().regex(/^\d+$/),
  ip: z.string(),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']),
  path: z.enum(['-', ...new Set(operations.map(({ path }) => path))]),
  status: z.string().regex(/^\d{3}$/),
  refused: z.string().regex(/^[A-Z_0-9]+$|^-$/),
  milliseconds: z.string().regex(/^\d+$/),
  person: z.string(),
  trace: z.string(),
});

/** Tests generated requests and the resulting log lines. */
export function describeGeneratedRequests(caller: () => ApiCaller): void {
  test.each(operations.map((operation) => [operation.id, operation] as const))(
    'answers any request to %s as specified, and never fails',
    async (_, operation) => {
      const before = caller().strange.length;
      const mine = { method: 'PUT', body: JSON.stringify({ owner: caller().access.clientId }) };
      for (const what of ['/devices/light-1', '/rooms/room1']) await caller().ask({ ...mine, path: `${what}/owner` });
      await fc.assert(
        fc.asyncProperty(requestsFor(operation), async (request) => {
          const { status } = await caller().ask(request);
          expect(status).toBeLessThan(500);
        }),
        { numRuns: 40 },
      );
      expect(caller().strange.slice(before)).toEqual([]);
    },
  );

  test.each(operations.filter(({ body }) => body !== undefined).map((operation) => [operation.id, operation] as const))(
    '%s accepts every body that matches its schema',
    async (_, { method, path, parameters, body }) => {
      const filled = path.replace(
        /\{(\w+)\}/g,
        (_whole, name: string) => parameters.find((one) => one.name === name)?.example ?? '',
      );
      await fc.assert(
        fc.asyncProperty(bodiesBy(body), async (sent) => {
          const { status, text } = await caller().ask({ method, path: filled, body: JSON.stringify(sent) });
          // accept any other status, because the current state might not allow the operation
          expect({ text, isRefused: status === 400 }).toEqual({ text, isRefused: false });
        }),
        { numRuns: 40 },
      );
    },
  );

  test('the access log has one line per request, and no request can change the format of the lines', async () => {
    const { clients, access, platform } = caller();
    const logs = new CloudWatchLogsClient({
      endpoint: platform.endpoint,
      region: clients.region,
      credentials: await clients.lambda.config.credentials(),
    });
    const linesOf = async (logGroupName: string) => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, limit: 10_000 }));
      return events.map(({ message = '' }) => message.trimEnd());
    };
    const lines = await poll(async () => {
      const found = await linesOf('/aws/apigateway/himeshima');
      return found.length > 200 ? found : undefined;
    }, 'the access log');
    for (const line of lines) expect(Line.safeParse(JSON.parse(line)).error).toBeUndefined();
    const all = [...lines, ...(await linesOf('/aws/lambda/api')), JSON.stringify(platform.events)].join('\n');
    const bearer = await caller().token('read');
    for (const secret of [access.key, access.clientSecret, bearer.split('.')[0] ?? bearer]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(all.includes(secret)).toBe(false);
    }
    expect(all.includes('forged line')).toBe(false);
    logs.destroy();
  });
}

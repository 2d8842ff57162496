import { z } from 'zod';
import { json, jsonApi, operation, parseBody, restApi } from './json-api';
import { AwsError, type AwsRequest } from './service-api';

function request(given: Partial<AwsRequest>): AwsRequest {
  return {
    service: 'kinesis',
    principal: { kind: 'user', name: 'local' },
    cause: undefined,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: new Uint8Array(),
    ...given,
  };
}

const body = (value: unknown) => Buffer.from(JSON.stringify(value));

async function refusal(answer: Promise<unknown>) {
  const error: unknown = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AwsError)) throw new Error(`not an AwsError: ${String(error)}`);
  return { code: error.code, status: error.status, message: error.message };
}

describe('a service that reads the operation from a header', () => {
  const api = jsonApi('kinesis', {
    PutRecord: operation(z.object({ StreamName: z.string() }), ({ StreamName }, { cause }) => ({ StreamName, cause })),
  });
  const call = (target: string, input: Uint8Array, contentType?: string) =>
    api(
      request({
        headers: { 'x-amz-target': target, ...(contentType && { 'content-type': contentType }) },
        body: input,
        cause: 7,
      }),
    );

  test('parses the input and responds with the content type of the call', async () => {
    const answer = await call('Kinesis_20131202.PutRecord', body({ StreamName: 's' }), 'application/x-amz-json-1.0');
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: '{"StreamName":"s","cause":7}',
    });
  });

  test('rejects an unsupported operation and lists the supported operations', async () => {
    expect(await refusal(call('Kinesis_20131202.SplitShard', body({})))).toEqual({
      code: 'NotImplemented',
      status: 501,
      message: 'kinesis.SplitShard is not supported locally; supported: PutRecord',
    });
  });

  test.each(['', 'Kinesis.', 'Kinesis.constructor', 'Kinesis.__proto__', 'Kinesis.toString'])(
    'rejects the operation %j',
    async (target) => expect((await refusal(call(target, body({})))).code).toBe('NotImplemented'),
  );

  test('rejects invalid JSON, and names the field when it rejects invalid input', async () => {
    const broken = await refusal(call('Kinesis.PutRecord', Buffer.from('{')));
    expect(broken).toMatchObject({ code: 'SerializationException', status: 400 });
    const unfit = await refusal(call('Kinesis.PutRecord', body({ StreamName: 1 })));
    expect(unfit.code).toBe('ValidationException');
    expect(unfit.message).toContain('StreamName');
  });

  test('parses an empty body as an empty object', () => expect(parseBody(new Uint8Array())).toEqual({}));
});

describe('a service that routes by method and path', () => {
  const answer = (name: string) => (parameters: Record<string, string>) => json({ name, ...parameters });
  const route = (method: string, path: string, name: string) => ({ method, path, name, run: answer(name) });
  const api = restApi('iotdata', [
    route('GET', '/things/{thing}/shadow', 'GetThingShadow'),
    route('POST', '/topics/{topic+}', 'Publish'),
    route('GET', '/functions/', 'ListFunctions'),
  ]);
  const call = async (method: string, path: string): Promise<unknown> =>
    JSON.parse(String((await api(request({ method, path }))).body));

  test('passes decoded path parameters', async () => {
    expect(await call('GET', '/things/light%3A1/shadow')).toEqual({ name: 'GetThingShadow', thing: 'light:1' });
    expect(await call('GET', '/functions/')).toEqual({ name: 'ListFunctions' });
  });

  test("matches the rest of the path if a parameter's name ends with a plus sign", async () => {
    expect(await call('POST', '/topics/Sensor/temp/room1')).toEqual({ name: 'Publish', topic: 'Sensor/temp/room1' });
    expect(await call('POST', '/topics/Sensor%2Ftemp')).toEqual({ name: 'Publish', topic: 'Sensor/temp' });
  });

  test.each([
    ['DELETE', '/things/light-1/shadow'],
    ['GET', '/things/light-1/shadow/more'],
    ['GET', '/things'],
    ['POST', '/topics'],
  ])('rejects %s %s and lists the supported operations', async (method, path) => {
    const refused = await refusal(api(request({ method, path })));
    expect(refused.status).toBe(501);
    expect(refused.message).toBe(
      `iotdata.${method} ${path} is not supported locally; supported: GetThingShadow, Publish, ListFunctions`,
    );
  });

  test('returns a client error for a path that cannot be decoded', async () => {
    const refused = await refusal(api(request({ method: 'GET', path: '/things/%E0%A4%A/shadow' })));
    expect(refused).toMatchObject({ code: 'InvalidRequestException', status: 400 });
  });
});

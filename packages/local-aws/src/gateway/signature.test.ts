import { GetThingShadowCommand, IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { HttpCall } from '../http/http-call';
import { listen } from '../http/server';
import { stopped } from '../stopped-platform.fixture';
import { AwsError } from './service-api';
import { type Credentials, type SignedRequest, type Signers, verifySignature } from './signature';

const principal = { kind: 'user', name: 'local' } as const;
const user: Credentials = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'secret', principal };
const role: Credentials = { ...user, accessKeyId: 'ASIALOCAL', sessionToken: 'token/with+signs=' };
const { real } = stopped().clock;
const signers: Signers = {
  credentialsOf: (accessKeyId) => [user, role].find((known) => known.accessKeyId === accessKeyId),
  clocks: () => [real.now()],
};

const open: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(open.map((server) => server.close())));

/** Returns a call, signed by an AWS SDK, as the gateway receives it. */
async function arrived(send: (endpoint: string) => Promise<unknown>): Promise<HttpCall> {
  const calls: HttpCall[] = [];
  const server = await listen(0, {
    after: real.after,
    async answer(call) {
      calls.push(call);
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
    },
  });
  open.push(server);
  await send(`http://127.0.0.1:${server.port}`);
  const [call] = calls;
  if (call === undefined) throw new Error('no call arrived');
  return call;
}

const clientOf = (credentials: Credentials, endpoint: string) => ({ endpoint, region: 'ap-northeast-1', credentials });
const statesCall = (credentials = user) =>
  arrived((endpoint) =>
    new SFNClient(clientOf(credentials, endpoint)).send(new ListExecutionsCommand({ stateMachineArn: 'a' })),
  );
const shadowCall = (thingName: string, shadowName: string, credentials = user) =>
  arrived((endpoint) =>
    new IoTDataPlaneClient(clientOf(credentials, endpoint)).send(new GetThingShadowCommand({ thingName, shadowName })),
  );

function refusal(request: SignedRequest, known = signers) {
  try {
    verifySignature(request, known);
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, status: error.status };
    throw error;
  }
  return undefined;
}

const mismatch = { code: 'SignatureDoesNotMatch', status: 403 };

describe('a call that is signed by an AWS SDK', () => {
  test('verifies the signature, and returns the service and the principal', async () => {
    expect(verifySignature(await statesCall(), signers)).toEqual({
      region: 'ap-northeast-1',
      service: 'states',
      credentials: user,
    });
  });

  test.each([
    ['light-1', 'classic'],
    ['light:1', 'a b'],
    ['a/b', 'x+y&z=1'],
    ['灯', "~!*'()"],
    ['%41', '%'],
  ])('verifies the signature of a call with thing %s in the path and query %s', async (thing, shadow) => {
    const { service } = verifySignature(await shadowCall(thing, shadow), signers);
    expect(service).toMatch(/^iot(data|devicegateway)$/);
  });

  test('verifies the signature of the body, and rejects a changed body', async () => {
    const call = await arrived((endpoint) =>
      new IoTDataPlaneClient(clientOf(user, endpoint)).send(
        new UpdateThingShadowCommand({ thingName: 'light-1', payload: Buffer.from('{"state":{}}') }),
      ),
    );
    expect(verifySignature(call, signers).credentials).toBe(user);
    expect(refusal({ ...call, body: Buffer.from('{"state":null}') })?.status).toBeGreaterThanOrEqual(400);
  });

  test("accepts a function's session token, and rejects a missing or different token", async () => {
    const call = await statesCall(role);
    expect(verifySignature(call, signers).credentials).toBe(role);
    const { 'x-amz-security-token': _, ...without } = call.headers;
    expect(refusal({ ...call, headers: without })?.code).toBe('UnrecognizedClientException');
    const other = { ...call.headers, 'x-amz-security-token': 'other' };
    expect(refusal({ ...call, headers: other })?.code).toBe('UnrecognizedClientException');
  });

  test('rejects a call if its body, path, method, query or a signed header is changed', async () => {
    const call = await statesCall();
    expect(refusal({ ...call, method: 'PUT' })).toEqual(mismatch);
    expect(refusal({ ...call, path: '/other' })).toEqual(mismatch);
    expect(refusal({ ...call, query: new URLSearchParams('a=b') })).toEqual(mismatch);
    const target = { ...call.headers, 'x-amz-target': 'AWSStepFunctions.StopExecution' };
    expect(refusal({ ...call, headers: target })).toEqual(mismatch);
    expect(refusal({ ...call, body: Buffer.from('{}') })?.status).toBeGreaterThanOrEqual(400);
  });

  test('rejects a call if a signed header is missing', async () => {
    const call = await statesCall();
    const { 'x-amz-target': _, ...headers } = call.headers;
    expect(refusal({ ...call, headers })).toEqual(mismatch);
  });

  test('rejects a call if the key is valid but the secret is wrong', async () => {
    const call = await statesCall({ ...user, secretAccessKey: 'guessed' });
    expect(refusal(call)).toEqual(mismatch);
  });

  test.each([
    ['four minutes late', 4, undefined],
    ['four minutes early', -4, undefined],
    ['six minutes late', 6, 'InvalidSignatureException'],
    ['six minutes early', -6, 'InvalidSignatureException'],
    ['ten years late', 5_259_600, 'InvalidSignatureException'],
  ])('accepts a call only within five minutes of its date: the call arrives %s', async (_, minutes, code) => {
    const call = await statesCall();
    const clocks = () => [real.now() + minutes * 60_000];
    expect(refusal(call, { ...signers, clocks })?.code).toBe(code);
  });

  test('accepts a call if its date is valid in real time or, as for functions, in platform time', async () => {
    const call = await statesCall();
    const clocks = () => [real.now() + 86_400_000, real.now()];
    expect(verifySignature(call, { ...signers, clocks }).credentials).toBe(user);
  });

  test('rejects a call if the key is unknown', async () => {
    const call = await statesCall({ ...user, accessKeyId: 'AKIDOTHER' });
    expect(refusal(call)).toEqual({ code: 'UnrecognizedClientException', status: 403 });
  });
});

describe('a call without a valid signature', () => {
  test.each([undefined, '', 'Basic abc', 'AWS4-HMAC-SHA256 Credential=AKIDLOCAL'])(
    'rejects a call with the header %s',
    async (header) => {
      const { authorization: _, ...headers } = (await statesCall()).headers;
      const request = { ...(await statesCall()), headers: { ...headers, ...(header && { authorization: header }) } };
      expect(refusal(request)).toEqual({ code: 'MissingAuthenticationToken', status: 403 });
    },
  );

  test.each([undefined, 'yesterday', '20261399T000000Z'])('rejects a call with the date %s', async (date) => {
    const call = await statesCall();
    const { 'x-amz-date': _, ...headers } = call.headers;
    const refused = refusal({ ...call, headers: { ...headers, ...(date && { 'x-amz-date': date }) } });
    expect(refused?.status).toBe(403);
  });
});

// The key, date and signature are from the example in the IAM user guide, "create-signed-request".
test("verifies AWS's own example", async () => {
  const credentials = {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    principal,
  };
  const request = {
    method: 'GET',
    path: '/',
    query: new URLSearchParams('Action=ListUsers&Version=2010-05-08'),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host: 'iam.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
        'SignedHeaders=content-type;host;x-amz-date, ' +
        'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    },
    body: new Uint8Array(),
  };
  const clocks = () => [Date.UTC(2015, 7, 30, 12, 36)];
  expect(verifySignature(request, { credentialsOf: () => credentials, clocks }).service).toBe('iam');
});

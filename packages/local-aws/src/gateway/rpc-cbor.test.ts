import { decodeCbor, encodeCbor } from './cbor';
import { asCborAnswer, asJsonCall, isCborCall } from './rpc-cbor';

const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';

function call({ body = encodeCbor({ Namespace: 'Shop' }), service = 'monitoring', at = path, headers = {} } = {}) {
  const credential = `AKID/20260101/eu-west-1/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  return {
    method: 'POST',
    path: at,
    query: new URLSearchParams(),
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor', authorization, ...headers },
    body,
  };
}

describe('asJsonCall', () => {
  test('converts a call in CBOR to the same call in JSON', () => {
    const { path: at, headers, body } = asJsonCall(call());
    expect(at).toBe('/');
    expect(headers).toMatchObject({ 'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData' });
    expect(JSON.parse(Buffer.from(body).toString('utf8'))).toEqual({ Namespace: 'Shop' });
  });

  test('accepts a call without a body', () => {
    expect(Buffer.from(asJsonCall(call({ body: new Uint8Array() })).body).toString('utf8')).toBe('{}');
  });

  test.each([
    ['of another service', { service: 'sqs' }],
    ['without an operation in its path', { at: '/' }],
    ['in JSON', { headers: { 'smithy-protocol': 'json' } }],
  ])('does not change a call %s', (_, given) => {
    const other = call(given);
    expect(isCborCall(other)).toBe(false);
    expect(asJsonCall(other)).toBe(other);
  });

  test('rejects a body that is not valid CBOR', () => {
    expect(() => asJsonCall(call({ body: Buffer.from('{"a":1}') }))).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });
});

test('asCborAnswer encodes times with their tag, and all other numbers without', () => {
  const body = JSON.stringify({ MetricDataResults: [{ Timestamps: [1.5], Values: [1.5] }] });
  const answer = asCborAnswer(call(), { status: 200, headers: {}, body });
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
  });
  const bytes = Buffer.from(answer.body);
  expect(decodeCbor(bytes)).toEqual(JSON.parse(body));
  const number = 'fb3ff8000000000000';
  expect(bytes.toString('hex').split(number)).toEqual([
    expect.stringMatching(/81c1$/),
    expect.stringMatching(/81$/),
    '',
  ]);
});

import { createHash, createHmac } from 'node:crypto';
import { verifyPresigned } from './presigned';
import type { Credentials } from './signature';

const user: Credentials = {
  accessKeyId: 'AKIDLOCAL',
  secretAccessKey: 'secret/with+signs',
  principal: { kind: 'user', name: 'local' },
};
const role: Credentials = { ...user, accessKeyId: 'ASIALOCAL', sessionToken: 'token/with+signs=' };
const credentialsOf = (accessKeyId: string) => [user, role].find((known) => known.accessKeyId === accessKeyId);

const host = 'localhost:8883';
const now = Date.UTC(2026, 10, 26, 4, 0, 0);
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

interface Asked {
  at?: number;
  expires?: string | undefined;
  path?: string;
  /** Of which the credential scope has the day. */
  day?: number;
  /** S3 signs the token as well, and no body. */
  service?: 'iotdevicegateway' | 's3';
}

/** Written by the steps of the general reference, and not by a library. */
function presigned(by: Credentials, asked: Asked = {}) {
  const defaults = { at: now, expires: '300', path: '/mqtt', day: asked.at ?? now, service: 'iotdevicegateway' };
  const { at, expires, path, day, service } = { ...defaults, ...asked };
  const stamp = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${stamp(day).slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const parameters = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${by.accessKeyId}/${scope}`],
    ['X-Amz-Date', stamp(at)],
    ...(expires === undefined ? [] : [['X-Amz-Expires', expires]]),
    ...(by.sessionToken === undefined || service !== 's3' ? [] : [['X-Amz-Security-Token', by.sessionToken]]),
    ['X-Amz-SignedHeaders', 'host'],
  ];
  const query = parameters.map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`).join('&');
  const bodyHash = service === 's3' ? 'UNSIGNED-PAYLOAD' : hash('');
  const canonical = ['GET', path, query, `host:${host}\n`, 'host', bodyHash].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp(at), scope, hash(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${by.secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  const token =
    by.sessionToken === undefined || service === 's3'
      ? ''
      : `&X-Amz-Security-Token=${encodeURIComponent(by.sessionToken)}`;
  return new URLSearchParams(`${query}&X-Amz-Signature=${signature}${token}`);
}

const verify = (query: URLSearchParams, { path = '/mqtt', clocks = [now], said = host } = {}) =>
  verifyPresigned(
    { method: 'GET', path, query, headers: { host: said }, body: new Uint8Array() },
    { credentialsOf, clocks: () => clocks },
  );
const changed = (query: URLSearchParams, name: string, value: string) => {
  query.set(name, value);
  return query;
};
const without = (query: URLSearchParams, name: string) => {
  query.delete(name);
  return query;
};

test.each([
  ['a user', user],
  ['a role, whose token was appended after signing', role],
])('a query that was signed by %s says whose it is', (_, by) => {
  expect(verify(presigned(by))).toEqual({ region: 'us-east-1', service: 'iotdevicegateway', credentials: by });
});

test("a presigned URL of S3 includes the role's token in its signature", () => {
  const query = presigned(role, { service: 's3', path: '/archive/a' });
  expect(verify(query, { path: '/archive/a' })).toEqual({ region: 'us-east-1', service: 's3', credentials: role });
});

test('one that does not say when it expires has five minutes', () => {
  const query = presigned(user, { expires: undefined });
  expect(verify(query, { clocks: [now + 300_000] }).credentials).toBe(user);
  expect(() => verify(query, { clocks: [now + 300_001] })).toThrow('expired');
});

test('one that is in time by one of two clocks is in time', () => {
  expect(verify(presigned(user), { clocks: [now + 900_000, now] }).credentials).toBe(user);
  expect(() => verify(presigned(user), { clocks: [now + 900_000, now - 900_000] })).toThrow('expired');
});

test.each([
  ['a changed signature', () => changed(presigned(user), 'X-Amz-Signature', '0'.repeat(64)), 'does not fit'],
  ['a short signature', () => changed(presigned(user), 'X-Amz-Signature', '0'), 'does not fit'],
  ['no signature', () => without(presigned(user), 'X-Amz-Signature'), 'does not fit'],
  ['a parameter that was added', () => changed(presigned(user), 'x', '1'), 'does not fit'],
  ['another expiry than was signed', () => changed(presigned(user), 'X-Amz-Expires', '600'), 'does not fit'],
  ['a path that was signed as another', () => presigned(user, { path: '/other' }), 'does not fit'],
  ['an unknown key', () => presigned({ ...user, accessKeyId: 'AKIDOTHER' }), 'is unknown'],
  ['the secret of another', () => presigned({ ...user, secretAccessKey: 'guessed' }), 'does not fit'],
  ['no token', () => without(presigned(role), 'X-Amz-Security-Token'), 'is unknown'],
  ['a token of another', () => changed(presigned(role), 'X-Amz-Security-Token', 'x'), 'is unknown'],
  ['a token with a key of a user', () => changed(presigned(user), 'X-Amz-Security-Token', 'x'), 'is unknown'],
  ['an expired date', () => presigned(user, { at: now - 301_000 }), 'expired'],
  ['a date of the future', () => presigned(user, { at: now + 301_000 }), 'in the future'],
  ['a date in another scope', () => presigned(user, { day: now - 86_400_000 }), 'is scoped to 20261125'],
  ['an expiry that is not a whole number', () => presigned(user, { expires: '3e2' }), 'X-Amz-Expires'],
  ['an expiry of nothing', () => presigned(user, { expires: '0' }), 'X-Amz-Expires'],
  ['an expiry that is no number', () => presigned(user, { expires: 'soon' }), 'X-Amz-Expires'],
  ['an expiry beyond a week', () => presigned(user, { expires: '604801' }), 'X-Amz-Expires'],
  ['no date', () => without(presigned(user), 'X-Amz-Date'), 'x-amz-date'],
  ['no credential', () => without(presigned(user), 'X-Amz-Credential'), 'X-Amz-Credential'],
  ['another algorithm', () => changed(presigned(user), 'X-Amz-Algorithm', 'none'), 'X-Amz-Algorithm'],
  ['no signed host', () => changed(presigned(user), 'X-Amz-SignedHeaders', 'date'), 'host'],
])('%s is refused', (_, query, why) => {
  expect(() => verify(query())).toThrow(why);
});

test('a header of AWS that was not signed is refused by its name', () => {
  const headers = { host, 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  const call = { method: 'GET', path: '/mqtt', query: presigned(user), headers, body: new Uint8Array() };
  expect(() => verifyPresigned(call, { credentialsOf, clocks: () => [now] })).toThrow('not signed: x-amz-target');
});

test('another body than the signed one is refused', () => {
  const call = { method: 'GET', path: '/mqtt', query: presigned(user), headers: { host }, body: Buffer.from('{}') };
  expect(() => verifyPresigned(call, { credentialsOf, clocks: () => [now] })).toThrow('does not fit');
});

test('a signature of another host is refused', () => {
  expect(() => verify(presigned(user), { said: 'localhost:9999' })).toThrow('does not fit');
});

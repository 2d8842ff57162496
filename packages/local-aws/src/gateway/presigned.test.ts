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

interface PresignOptions {
  at?: number;
  expires?: string | undefined;
  path?: string;
  /** Time in ms since the epoch. Its day is part of the credential scope. */
  day?: number;
  /** Service in the credential scope. Signatures for S3 cover the session token, but not the body. */
  service?: 'iotdevicegateway' | 's3';
}

/** Presigns a URL following the steps in the AWS General Reference, without a library. */
function presigned(by: Credentials, options: PresignOptions = {}) {
  const defaults = { at: now, expires: '300', path: '/mqtt', day: options.at ?? now, service: 'iotdevicegateway' };
  const { at, expires, path, day, service } = { ...defaults, ...options };
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

const verify = (query: URLSearchParams, { path = '/mqtt', clocks = [now], receivedHost = host } = {}) =>
  verifyPresigned(
    { method: 'GET', path, query, headers: { host: receivedHost }, body: new Uint8Array() },
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
  ['a role, whose token is appended after signing', role],
])('verifies a query that is signed by %s', (_, by) => {
  expect(verify(presigned(by))).toEqual({ region: 'us-east-1', service: 'iotdevicegateway', credentials: by });
});

test("verifies a presigned S3 URL, whose signature covers the role's token", () => {
  const query = presigned(role, { service: 's3', path: '/archive/a' });
  expect(verify(query, { path: '/archive/a' })).toEqual({ region: 'us-east-1', service: 's3', credentials: role });
});

test('rejects a query without X-Amz-Expires after five minutes', () => {
  const query = presigned(user, { expires: undefined });
  expect(verify(query, { clocks: [now + 300_000] }).credentials).toBe(user);
  expect(() => verify(query, { clocks: [now + 300_001] })).toThrow('expired');
});

test('accepts a date that is valid according to either of two clocks', () => {
  expect(verify(presigned(user), { clocks: [now + 900_000, now] }).credentials).toBe(user);
  expect(() => verify(presigned(user), { clocks: [now + 900_000, now - 900_000] })).toThrow('expired');
});

test.each([
  ['a changed signature', () => changed(presigned(user), 'X-Amz-Signature', '0'.repeat(64)), 'does not match'],
  ['a short signature', () => changed(presigned(user), 'X-Amz-Signature', '0'), 'does not match'],
  ['no signature', () => without(presigned(user), 'X-Amz-Signature'), 'does not match'],
  ['an additional parameter', () => changed(presigned(user), 'x', '1'), 'does not match'],
  ['a different expiry', () => changed(presigned(user), 'X-Amz-Expires', '600'), 'does not match'],
  ['a different path', () => presigned(user, { path: '/other' }), 'does not match'],
  ['an unknown key', () => presigned({ ...user, accessKeyId: 'AKIDOTHER' }), 'is unknown'],
  ['another secret', () => presigned({ ...user, secretAccessKey: 'guessed' }), 'does not match'],
  ['a missing token', () => without(presigned(role), 'X-Amz-Security-Token'), 'is unknown'],
  ['another token', () => changed(presigned(role), 'X-Amz-Security-Token', 'x'), 'is unknown'],
  ["a token with a user's access key", () => changed(presigned(user), 'X-Amz-Security-Token', 'x'), 'is unknown'],
  ['an expired date', () => presigned(user, { at: now - 301_000 }), 'expired'],
  ['a future date', () => presigned(user, { at: now + 301_000 }), 'in the future'],
  ['a date outside of the scope', () => presigned(user, { day: now - 86_400_000 }), 'is scoped to 20261125'],
  ['an expiry that is not a whole number', () => presigned(user, { expires: '3e2' }), 'X-Amz-Expires'],
  ['an expiry of zero', () => presigned(user, { expires: '0' }), 'X-Amz-Expires'],
  ['an expiry that is not a number', () => presigned(user, { expires: 'soon' }), 'X-Amz-Expires'],
  ['an expiry beyond a week', () => presigned(user, { expires: '604801' }), 'X-Amz-Expires'],
  ['no date', () => without(presigned(user), 'X-Amz-Date'), 'x-amz-date'],
  ['no credential', () => without(presigned(user), 'X-Amz-Credential'), 'X-Amz-Credential'],
  ['another algorithm', () => changed(presigned(user), 'X-Amz-Algorithm', 'none'), 'X-Amz-Algorithm'],
  ['no signed host', () => changed(presigned(user), 'X-Amz-SignedHeaders', 'date'), 'host'],
])('rejects %s', (_, query, why) => {
  expect(() => verify(query())).toThrow(why);
});

test("rejects an unsigned AWS header with an error that contains the header's name", () => {
  const headers = { host, 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  const call = { method: 'GET', path: '/mqtt', query: presigned(user), headers, body: new Uint8Array() };
  expect(() => verifyPresigned(call, { credentialsOf, clocks: () => [now] })).toThrow('not signed: x-amz-target');
});

test('rejects a body that differs from the signed body', () => {
  const call = { method: 'GET', path: '/mqtt', query: presigned(user), headers: { host }, body: Buffer.from('{}') };
  expect(() => verifyPresigned(call, { credentialsOf, clocks: () => [now] })).toThrow('does not match');
});

test('rejects a signature for another host', () => {
  expect(() => verify(presigned(user), { receivedHost: 'localhost:9999' })).toThrow('does not match');
});

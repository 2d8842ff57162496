import { createSign, generateKeyPairSync } from 'node:crypto';
import { fakeLambda } from '../../lambda/fake-lambda.fixture';
import { stopped } from '../../stopped-platform.fixture';
import { authorizersOf, type CustomAuthorizer } from '../registry/authorizers';
import { domainConfigurationsOf } from '../registry/domain-configurations';
import { customAuthenticationOf } from './custom-authentication';
import type { DeviceCredentials } from './device-credentials';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const sign = (token: string) => createSign('SHA256').update(token).sign(keys.privateKey, 'base64');

const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }],
};
const accepted = { isAuthenticated: true, principalId: 'device1', policyDocuments: [policy] };
const unsigned = { isSigningDisabled: true, tokenKeyName: undefined, publicKeys: {} };

/** Creates an authorizer `gate` whose function is the handler. */
function withAuthorizer(
  changes: Partial<CustomAuthorizer> = {},
  handler: (event: unknown) => unknown = () => accepted,
) {
  const parts = stopped();
  const { lambda, invoked } = fakeLambda(handler);
  const authorizers = authorizersOf(parts);
  const add = (more: Partial<CustomAuthorizer>) =>
    authorizers.set({
      name: 'gate',
      arn: 'arn:aws:iot:eu-west-1:000000000000:authorizer/gate',
      functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:gate',
      tokenKeyName: 'token',
      publicKeys: { first: keys.publicKey },
      isSigningDisabled: false,
      isActive: true,
      cachesHttp: false,
      createdAt: 0,
      modifiedAt: 0,
      ...more,
    });
  add(changes);
  const authentication = customAuthenticationOf({ ...parts, lambda, place: { account: '000000000000' } });
  const authenticate = (credentials: Partial<DeviceCredentials>) =>
    authentication.authenticate({ serverName: undefined, ...credentials, connectionId: 'connection-1' });
  return { ...parts, authentication, authorizers, add, authenticate, invoked };
}

const inUserName = (parameters: Record<string, string>, user = 'me') => ({
  mqtt: { username: `${user}?${new URLSearchParams({ 'x-amz-customauthorizer-name': 'gate', ...parameters })}` },
});
const signed = { token: 'secret', 'x-amz-customauthorizer-signature': sign('secret') };

describe('a custom authorizer', () => {
  test('receives the signed token and the fields of the CONNECT', async () => {
    const { authenticate, invoked } = withAuthorizer();
    const { username } = inUserName(signed).mqtt;
    const mqtt = { username, password: Buffer.from('test').toString('base64'), clientId: 'light-1' };
    const { principalId, disconnectAfterSeconds, refreshAfterSeconds } = await authenticate({
      serverName: 'localhost',
      mqtt,
    });
    expect([principalId, disconnectAfterSeconds, refreshAfterSeconds]).toEqual(['device1', 86_400, 86_400]);
    expect(invoked).toMatchObject([
      {
        principal: {
          service: 'iot.amazonaws.com',
          sourceArn: 'arn:aws:iot:eu-west-1:000000000000:authorizer/gate',
          sourceAccount: '000000000000',
        },
      },
    ]);
    expect(invoked[0]?.event).toEqual({
      token: 'secret',
      signatureVerified: true,
      protocols: ['tls', 'mqtt'],
      protocolData: { tls: { serverName: 'localhost' }, mqtt },
      connectionMetadata: { id: 'connection-1' },
    });
  });

  test.each([
    [
      'the headers of a request',
      { headers: { 'x-amz-customauthorizer-name': 'gate', ...signed }, queryString: '' },
      { headers: expect.objectContaining({ token: 'secret' }) },
    ],
    [
      'the query of a request',
      { headers: {}, queryString: `?${new URLSearchParams({ 'x-amz-customauthorizer-name': 'gate', ...signed })}` },
      { headers: {}, queryString: expect.stringContaining('token=secret') },
    ],
  ])('receives the token from %s', async (_, http, received) => {
    const { authenticate, invoked } = withAuthorizer();
    await authenticate({ http });
    expect(invoked[0]?.event).toMatchObject({
      token: 'secret',
      protocols: ['tls', 'http'],
      protocolData: { tls: {}, http: received },
    });
  });

  test('is invoked without a token if signing is disabled', async () => {
    const { authenticate, invoked } = withAuthorizer(unsigned);
    await authenticate(inUserName({}));
    expect(invoked[0]?.event).toMatchObject({ signatureVerified: false });
    expect(invoked[0]?.event).not.toHaveProperty('token');
  });

  test.each([
    ['no token', inUserName({}), 'the token is missing: send it as "token"'],
    ['no signature', inUserName({ token: 'secret' }), 'signature is missing'],
    ['the signature of another token', inUserName({ ...signed, token: 'other' }), 'signature is invalid'],
    [
      'a signature that is not base64',
      inUserName({ ...signed, 'x-amz-customauthorizer-signature': '%%%' }),
      'signature is invalid',
    ],
    ['an unknown authorizer', inUserName({ 'x-amz-customauthorizer-name': 'other' }), 'unknown authorizer "other"'],
    ['no authorizer', {}, 'specifies no custom authorizer'],
  ])('is not invoked for %s', async (_, credentials, reason) => {
    const { authenticate, invoked } = withAuthorizer();
    await expect(authenticate(credentials)).rejects.toThrow(reason);
    expect(invoked).toEqual([]);
  });

  test('is not invoked while it is inactive', async () => {
    const { authenticate, authentication, invoked } = withAuthorizer({ ...unsigned, isActive: false });
    await expect(authenticate(inUserName({}))).rejects.toThrow('the authorizer gate is inactive');
    expect(authentication.isAvailable()).toBe(false);
    expect(invoked).toEqual([]);
  });

  const documents = (count: number) => Array.from({ length: count }, () => policy);
  test.each([
    ['fails', () => Promise.reject(new Error('no database')), 'Error: no database'],
    ['does not authenticate the device', () => ({ isAuthenticated: false }), 'did not authenticate the device'],
    ['returns nothing', () => null, 'isAuthenticated is true or false'],
    ['returns text', () => JSON.stringify(accepted), 'isAuthenticated is true or false'],
    ['returns text instead of a Boolean', () => ({ ...accepted, isAuthenticated: 'true' }), 'isAuthenticated'],
    ['returns no principal ID', () => ({ ...accepted, principalId: undefined }), 'principalId'],
    ['returns an empty principal ID', () => ({ ...accepted, principalId: '' }), '1 to 128 letters and digits'],
    ['returns a principal ID with a dash', () => ({ ...accepted, principalId: 'a-b' }), '1 to 128 letters and digits'],
    ['returns a long principal ID', () => ({ ...accepted, principalId: 'a'.repeat(129) }), 'letters and digits'],
    ['returns 11 documents', () => ({ ...accepted, policyDocuments: documents(11) }), 'at most 10 documents'],
    ['returns no documents', () => ({ ...accepted, policyDocuments: undefined }), 'policyDocuments'],
    ['returns a number as document', () => ({ ...accepted, policyDocuments: [1] }), 'policyDocuments.0'],
    ['returns a document without statements', () => ({ ...accepted, policyDocuments: [{}] }), 'policyDocuments.0'],
    [
      'returns a document that is too long',
      () => ({ ...accepted, policyDocuments: [{ ...policy, Id: 'x'.repeat(2048) }] }),
      'policyDocuments.0: the policy exceeds 2048 characters',
    ],
    ['refreshes too often', () => ({ ...accepted, refreshAfterInSeconds: 299 }), 'refreshAfterInSeconds'],
    ['refreshes too late', () => ({ ...accepted, refreshAfterInSeconds: 86_401 }), 'refreshAfterInSeconds'],
    ['disconnects too early', () => ({ ...accepted, disconnectAfterInSeconds: 299 }), 'disconnectAfterInSeconds'],
    [
      'specifies the disconnect time as a fraction',
      () => ({ ...accepted, disconnectAfterInSeconds: 300.5 }),
      'disconnectAfterInSeconds',
    ],
    [
      'specifies the disconnect time as text',
      () => ({ ...accepted, disconnectAfterInSeconds: '300' }),
      'disconnectAfterInSeconds',
    ],
  ])('admits no device if its function %s', async (_, handler, reason) => {
    const { authenticate } = withAuthorizer(unsigned, handler);
    await expect(authenticate(inUserName({}))).rejects.toThrow(reason);
  });

  test('accepts 10 documents, as objects or as JSON text, and durations at their limits', async () => {
    const { authenticate } = withAuthorizer(unsigned, () => ({
      ...accepted,
      policyDocuments: [JSON.stringify(policy), ...documents(9)],
      disconnectAfterInSeconds: 300,
      refreshAfterInSeconds: 86_400,
    }));
    const { policies, ...durations } = await authenticate(inUserName({}));
    expect(policies).toHaveLength(10);
    expect(durations).toEqual({ principalId: 'device1', disconnectAfterSeconds: 300, refreshAfterSeconds: 86_400 });
  });
});

describe('the authorizer for a device that specifies none', () => {
  const domain = (defaultName: string | undefined, isOverridable = false) => ({
    name: 'fleet',
    arn: 'arn:aws:iot:eu-west-1:000000000000:domainconfiguration/fleet/1',
    domainName: 'iot.example.com',
    type: 'CUSTOMER_MANAGED' as const,
    serviceType: 'DATA' as const,
    serverCertificateArns: [],
    isEnabled: true,
    changedAt: 0,
    authorizer: { defaultName, isOverridable },
  });

  test('is the default authorizer of the account', () => {
    const { authentication, authorizers } = withAuthorizer();
    authorizers.setDefault('gate');
    expect(authentication.select({ serverName: undefined }).name).toBe('gate');
  });

  test('is the default authorizer of the domain, which takes precedence', () => {
    const parts = withAuthorizer();
    parts.add({ name: 'other' });
    parts.authorizers.setDefault('gate');
    domainConfigurationsOf(parts).set(domain('other'));
    expect(parts.authentication.select({ serverName: 'IoT.example.com' }).name).toBe('other');
    expect(parts.authentication.select({ serverName: 'localhost' }).name).toBe('gate');
  });

  test('can be overridden only if the domain allows it', () => {
    const parts = withAuthorizer();
    parts.add({ name: 'other' });
    const credentials = { serverName: 'iot.example.com', ...inUserName({}) };
    domainConfigurationsOf(parts).set(domain('other'));
    expect(() => parts.authentication.select(credentials)).toThrow('does not allow other authorizers');
    domainConfigurationsOf(parts).set(domain('other', true));
    expect(parts.authentication.select(credentials).name).toBe('gate');
  });
});

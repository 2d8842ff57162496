import { createSign, generateKeyPairSync } from 'node:crypto';
import { reopenedStore, start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

const keyPair = (modulusLength: number) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const keys = keyPair(2048);
const authorizerFunctionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:gate';
const signing = { authorizerFunctionArn, tokenKeyName: 'token', tokenSigningPublicKeys: { first: keys.publicKey } };
const reference = { authorizerName: 'gate', authorizerArn: 'arn:aws:iot:eu-west-1:000000000000:authorizer/gate' };
type Plane = ReturnType<typeof controlPlane>;
const create = ({ call }: Plane, json: object = signing, name = 'gate') =>
  call('POST', `/authorizer/${name}`, { json });
const update = ({ call }: Plane, json: object) => call('PUT', '/authorizer/gate', { json });
const namesIn = async ({ call }: Plane, query = '') =>
  (await call('GET', `/authorizers${query}`)).body.authorizers.map(
    ({ authorizerName }: { authorizerName: string }) => authorizerName,
  );

describe('an authorizer', () => {
  test('is created inactive, updated and described, including after a restart', async () => {
    const open = reopenedStore();
    const before = controlPlane({ store: open() });
    expect(await create(before)).toEqual({ status: 200, body: reference });
    await before.clock.advance(1000);
    expect((await update(before, { status: 'ACTIVE', enableCachingForHttp: true })).body).toEqual(reference);
    const { call } = controlPlane({ store: open() });
    expect((await call('GET', '/authorizer/gate')).body.authorizerDescription).toEqual({
      ...reference,
      ...signing,
      status: 'ACTIVE',
      signingDisabled: false,
      enableCachingForHttp: true,
      creationDate: start / 1000,
      lastModifiedDate: start / 1000 + 1,
    });
  });

  test('is listed by status and in the requested order', async () => {
    const plane = controlPlane();
    for (const name of ['b', 'a', 'c'])
      await create(plane, { ...signing, status: name === 'b' ? 'ACTIVE' : 'INACTIVE' }, name);
    expect(await namesIn(plane)).toEqual(['c', 'b', 'a']);
    expect(await namesIn(plane, '?status=INACTIVE&isAscendingOrder=true')).toEqual(['a', 'c']);
  });

  test('can be deleted only if it is inactive and not the default of the account or a domain', async () => {
    const plane = controlPlane();
    const remove = () => plane.call('DELETE', '/authorizer/gate');
    await create(plane, { ...signing, status: 'ACTIVE' });
    expect(await remove()).toMatchObject({ status: 400, body: expect.stringContaining('must be INACTIVE') });
    await update(plane, { status: 'INACTIVE' });
    await plane.call('POST', '/default-authorizer', { json: { authorizerName: 'gate' } });
    expect(await remove()).toMatchObject({ status: 409, body: expect.stringContaining('the default authorizer') });
    await plane.call('DELETE', '/default-authorizer');
    const authorizerConfig = { defaultAuthorizerName: 'gate', allowAuthorizerOverride: true };
    const domain = '/domainConfigurations/fleet';
    await plane.call('POST', domain, { json: { authorizerConfig } });
    expect((await plane.call('GET', domain)).body).toMatchObject({ authorizerConfig });
    expect(await remove()).toMatchObject({ status: 409, body: expect.stringContaining('domain configuration fleet') });
    await plane.call('PUT', domain, { json: { removeAuthorizerConfig: true } });
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
  });

  test('can have tags', async () => {
    const plane = controlPlane();
    const tags = [{ Key: 'team', Value: 'iot' }];
    await create(plane, { ...signing, tags });
    expect((await plane.call('GET', `/tags?resourceArn=${reference.authorizerArn}`)).body).toEqual({ tags });
  });

  test.each([
    ['an existing name', 'gate', signing, 409, 'ResourceAlreadyExistsException'],
    ['an invalid name', 'a%20b', signing, 400, 'Member must satisfy regular expression pattern: [\\w=,@-]+'],
    ['no function', 'new', { signingDisabled: true }, 400, "Value null at 'authorizerFunctionArn'"],
    ['no token key name', 'new', { ...signing, tokenKeyName: undefined }, 400, 'the token key name is required'],
    ['no public key', 'new', { ...signing, tokenSigningPublicKeys: {} }, 400, 'a public key is required'],
    ['text as key', 'new', { ...signing, tokenSigningPublicKeys: { a: 'x' } }, 400, 'invalid public key "a"'],
    [
      'a short key',
      'new',
      { ...signing, tokenSigningPublicKeys: { a: keyPair(1024).publicKey } },
      400,
      'at least 2048 bits',
    ],
  ])('is rejected with %s', async (_, name, json, status, reason) => {
    const plane = controlPlane();
    await create(plane);
    expect(await create(plane, json, name)).toEqual({ status, body: expect.stringContaining(reason) });
    expect(await namesIn(plane)).toEqual(['gate']);
  });

  test('is rejected if the account has 100 authorizers, and not activated if 32 are active', async () => {
    const plane = controlPlane();
    const unsigned = { authorizerFunctionArn, signingDisabled: true };
    for (let index = 0; index < 32; index += 1) await create(plane, { ...unsigned, status: 'ACTIVE' }, `a${index}`);
    for (let index = 0; index < 67; index += 1) await create(plane, unsigned, `b${index}`);
    await create(plane, unsigned);
    expect(await create(plane, unsigned, 'more')).toMatchObject({ status: 410 });
    expect(await update(plane, { status: 'ACTIVE' })).toMatchObject({
      status: 410,
      body: expect.stringContaining('at most 32 active authorizers'),
    });
  });
});

describe('the default authorizer', () => {
  test('is set once, described and cleared', async () => {
    const plane = controlPlane();
    const set = () => plane.call('POST', '/default-authorizer', { json: { authorizerName: 'gate' } });
    expect((await set()).status).toBe(404);
    await create(plane);
    expect(await set()).toEqual({ status: 200, body: reference });
    expect((await set()).status).toBe(409);
    const path = '/default-authorizer';
    expect((await plane.call('GET', path)).body.authorizerDescription).toMatchObject(reference);
    expect((await plane.call('DELETE', path)).status).toBe(200);
    expect((await plane.call('GET', path)).status).toBe(404);
    expect((await plane.call('DELETE', path)).status).toBe(404);
  });
});

describe('TestInvokeAuthorizer', () => {
  const policy = '{"Version":"2012-10-17","Statement":[]}';
  const result = { isAuthenticated: true, principalId: 'device1', policyDocuments: [JSON.parse(policy)] };
  const tokenSignature = createSign('SHA256').update('secret').sign(keys.privateKey, 'base64');
  const tested = async (handler: () => unknown, json: object) => {
    const plane = controlPlane({ handler });
    await create(plane);
    return { ...(await plane.call('POST', '/authorizer/gate/test', { json })), invoked: plane.functionsInvoked };
  };

  test('returns the result of the function, even if the authorizer is inactive', async () => {
    const { body, invoked } = await tested(() => result, { token: 'secret', tokenSignature });
    expect(body).toEqual({
      isAuthenticated: true,
      principalId: 'device1',
      policyDocuments: [policy],
      disconnectAfterInSeconds: 86_400,
      refreshAfterInSeconds: 86_400,
    });
    const connectionMetadata = { id: expect.any(String) };
    expect(invoked[0]?.event).toEqual({ token: 'secret', signatureVerified: true, connectionMetadata });
  });

  test('passes the contexts of the protocols to the function', async () => {
    const mqttContext = { username: 'me', password: 'dGVzdA==', clientId: 'light-1' };
    const json = { token: 'secret', tokenSignature, mqttContext, tlsContext: { serverName: 'localhost' } };
    const { invoked } = await tested(() => result, json);
    expect(invoked[0]?.event).toMatchObject({
      protocols: ['tls', 'mqtt'],
      protocolData: { mqtt: mqttContext, tls: { serverName: 'localhost' } },
    });
  });

  test.each([
    ['a wrong signature', () => result, { token: 'other', tokenSignature }, 'InvalidRequestException'],
    ['no signature', () => result, { token: 'secret' }, 'InvalidRequestException'],
    [
      'an invalid result',
      () => ({ ...result, principalId: '-' }),
      { token: 'secret', tokenSignature },
      'InvalidResponseException',
    ],
  ])('rejects %s', async (_, handler, json, code) => {
    expect(await tested(handler, json)).toMatchObject({ status: 400, body: expect.stringContaining(code) });
  });
});

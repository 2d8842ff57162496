import { start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, document, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

type Plane = ReturnType<typeof controlPlane>;
const policyArn = (name: string) => `arn:aws:iot:eu-west-1:000000000000:policy/${name}`;
const groupArn = (name: string) => `arn:aws:iot:eu-west-1:000000000000:thinggroup/${name}`;
const createPolicy = ({ call }: Plane, name: string, policyDocument = document) =>
  call('POST', `/policies/${name}`, { json: { policyDocument } });
const attach = ({ call }: Plane, policy: string, target: string) =>
  call('PUT', `/target-policies/${policy}`, { json: { target } });

const allow = (action: string, resource: string, effect = 'Allow') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: action, Resource: `arn:aws:iot:eu-west-1:000000000000:${resource}` }],
  });

describe('a policy', () => {
  test('creates a policy, describes it with its dates, and deletes it', async () => {
    const plane = controlPlane();
    const created = { policyName: 'sensors', policyArn: policyArn('sensors'), policyDocument: document };
    expect(await createPolicy(plane, 'sensors')).toEqual({ status: 200, body: { ...created, policyVersionId: '1' } });
    expect((await plane.call('GET', '/policies/sensors')).body).toEqual({
      ...created,
      defaultVersionId: '1',
      creationDate: start / 1000,
      lastModifiedDate: start / 1000,
    });
    expect((await plane.call('DELETE', '/policies/sensors')).status).toBe(200);
    expect((await plane.call('GET', '/policies/sensors')).status).toBe(404);
  });

  test.each([
    [
      'device',
      document,
      409,
      'ResourceAlreadyExistsException: Policy cannot be created - name already exists (name=device)',
    ],
    ['sensors', '{}', 400, 'MalformedPolicyException'],
    ['sensors', `${document}${' '.repeat(3000)}}`, 400, 'MalformedPolicyException'],
    [
      'sensors',
      allow('iot:Connect', 'x'.repeat(2048)),
      400,
      'MalformedPolicyException: the policy exceeds 2048 characters',
    ],
    ['two%20words', document, 400, 'Member must satisfy regular expression pattern: [\\w+=,.@-]+'],
  ])('rejects a policy with the name %s, and does not store it', async (name, text, status, reason) => {
    const plane = controlPlane();
    expect(await createPolicy(plane, name, text)).toEqual({ status, body: expect.stringContaining(reason) });
    expect(plane.registry.policies()).toEqual([{ name: 'device', policy: document }]);
  });

  test('deletes a policy only if it is detached and has one version', async () => {
    const plane = controlPlane();
    const { arn } = await plane.createCertificate();
    const remove = () => plane.call('DELETE', '/policies/device');
    await attach(plane, 'device', arn);
    await plane.call('POST', '/policies/device/version', { json: { policyDocument: document } });
    expect(await remove()).toEqual({
      status: 409,
      body: 'DeleteConflictException: The policy cannot be deleted as the policy is attached to one or more principals (name=device)',
    });
    await plane.call('POST', '/target-policies/device', { json: { target: arn } });
    expect((await remove()).body).toContain('it has one or more policy versions attached to it (name=device)');
    await plane.call('DELETE', '/policies/device/version/2');
    expect((await remove()).status).toBe(200);
  });

  test('lists the targets of a policy; the deprecated operation lists only certificates', async () => {
    const plane = controlPlane();
    const { arn } = await plane.createCertificate();
    plane.registry.addGroup('lights');
    for (const target of [arn, groupArn('lights')]) await attach(plane, 'device', target);
    expect((await plane.call('POST', '/policy-targets/device')).body).toEqual({
      targets: [arn, groupArn('lights')],
    });
    const headers = { 'x-amzn-iot-policy': 'device' };
    expect((await plane.call('GET', '/policy-principals', { headers })).body).toEqual({ principals: [arn] });
    expect((await plane.call('POST', '/policy-targets/none')).body).toBe('ResourceNotFoundException: Policy not found');
  });
});

test('the deprecated operations attach, list and detach policies of certificates', async () => {
  const plane = controlPlane();
  const { arn } = await plane.createCertificate();
  const headers = { 'x-amzn-iot-principal': arn };
  const list = async () => (await plane.call('GET', '/principal-policies', { headers })).body;
  await plane.call('PUT', '/principal-policies/device', { headers });
  expect(await list()).toEqual({ policies: [{ policyName: 'device', policyArn: policyArn('device') }] });
  await plane.call('DELETE', '/principal-policies/device', { headers });
  expect(await list()).toEqual({ policies: [] });
  plane.registry.addGroup('lights');
  const group = { 'x-amzn-iot-principal': groupArn('lights') };
  expect((await plane.call('PUT', '/principal-policies/device', { headers: group })).status).toBe(404);
});

describe('an exclusive attachment', () => {
  const attachThing = ({ call }: Plane, thing: string, principal: string, type = '') =>
    call('PUT', `/things/${thing}/principals${type}`, { headers: { 'x-amzn-principal': principal } });
  const exclusive = '?thingPrincipalType=EXCLUSIVE_THING';

  test('lists an exclusive attachment with its type, and rejects other attachments until its removal', async () => {
    const plane = controlPlane();
    const { arn } = await plane.createCertificate();
    plane.registry.addThing('light-2', { type: undefined, attributes: {} });
    const headers = { 'x-amzn-principal': arn };
    expect((await attachThing(plane, 'light-1', arn, exclusive)).status).toBe(200);
    expect((await plane.call('GET', '/things/light-1/principals-v2')).body).toEqual({
      thingPrincipalObjects: [{ principal: arn, thingPrincipalType: 'EXCLUSIVE_THING' }],
    });
    expect((await plane.call('GET', '/principals/things-v2', { headers })).body).toEqual({
      principalThingObjects: [{ thingName: 'light-1', thingPrincipalType: 'EXCLUSIVE_THING' }],
    });
    const others = '/things/light-1/principals-v2?thingPrincipalType=NON_EXCLUSIVE_THING';
    expect((await plane.call('GET', others)).body).toEqual({ thingPrincipalObjects: [] });
    expect((await attachThing(plane, 'light-2', arn)).body).toContain('attached exclusively to the thing light-1');
    await plane.call('DELETE', '/things/light-1/principals', { headers });
    expect((await attachThing(plane, 'light-2', arn)).status).toBe(200);
    expect((await attachThing(plane, 'light-1', arn, exclusive)).body).toContain('attached to other things');
  });

  test("an exclusive attachment gives the policy's thing variables a value for every client ID", async () => {
    const plane = controlPlane();
    const { arn } = await plane.createCertificate();
    await createPolicy(plane, 'own', allow('iot:Publish', 'topic/${iot:Connection.Thing.ThingName}/data'));
    await attach(plane, 'own', arn);
    const decide = async () => {
      const authInfos = [
        { actionType: 'PUBLISH', resources: ['arn:aws:iot:eu-west-1:000000000000:topic/light-1/data'] },
      ];
      const { body } = await plane.call('POST', '/test-authorization?clientId=other', {
        json: { principal: arn, authInfos },
      });
      return body.authResults[0].authDecision;
    };
    await attachThing(plane, 'light-1', arn);
    expect(await decide()).toBe('IMPLICIT_DENY');
    await attachThing(plane, 'light-1', arn, exclusive);
    expect(await decide()).toBe('ALLOWED');
  });
});

describe('a device', () => {
  const publish = { actionType: 'PUBLISH', resources: ['arn:aws:iot:eu-west-1:000000000000:topic/data'] };
  const connect = { actionType: 'CONNECT', resources: ['arn:aws:iot:eu-west-1:000000000000:client/light-1'] };

  /** Creates a certificate with the policy `device`. The certificate's thing is in a group that denies publishing. */
  const denied = async () => {
    const plane = controlPlane();
    const { arn } = await plane.createCertificate();
    plane.registry.attachThing('light-1', arn);
    plane.registry.addGroup('house');
    plane.registry.addGroup('quarantine', { parent: 'house', description: undefined, attributes: {} });
    plane.registry.addToGroup('light-1', 'quarantine');
    await createPolicy(plane, 'silence', allow('iot:Publish', 'topic/*', 'Deny'));
    await attach(plane, 'device', arn);
    await attach(plane, 'silence', groupArn('house'));
    return { plane, arn };
  };

  test('the effective policies of a device include the policies of its certificate, its groups and their ancestors', async () => {
    const { plane, arn } = await denied();
    const effective = async (query: string, json: object) => {
      const { body } = await plane.call('POST', `/effective-policies${query}`, { json });
      return body.effectivePolicies.map(({ policyName }: { policyName: string }) => policyName);
    };
    expect(await effective('', { principal: arn })).toEqual(['device']);
    expect(await effective('?thingName=light-1', {})).toEqual(['silence']);
    expect(await effective('?thingName=light-1', { principal: arn })).toEqual(['device', 'silence']);
    expect(await effective('', { principal: groupArn('quarantine') })).toEqual(['silence']);
    expect((await plane.call('POST', '/effective-policies')).status).toBe(400);
  });

  test('tests the authorization of a device with its own policies and with added or skipped policies', async () => {
    const { plane, arn } = await denied();
    await createPolicy(plane, 'talk', allow('iot:Publish', 'topic/${iot:ClientId}'));
    const results = async (more: object) => {
      const json = { principal: arn, authInfos: [connect, publish], ...more };
      return (await plane.call('POST', '/test-authorization?clientId=light-1', { json })).body.authResults;
    };
    const refer = (name: string) => ({ policyName: name, policyArn: policyArn(name) });
    expect(await results({})).toEqual([
      {
        authInfo: connect,
        allowed: { policies: [refer('device')] },
        denied: { implicitDeny: { policies: [] }, explicitDeny: { policies: [] } },
        authDecision: 'ALLOWED',
        missingContextValues: [],
      },
      {
        authInfo: publish,
        allowed: { policies: [] },
        denied: { implicitDeny: { policies: [] }, explicitDeny: { policies: [refer('silence')] } },
        authDecision: 'EXPLICIT_DENY',
        missingContextValues: [],
      },
    ]);
    expect(await results({ policyNamesToSkip: ['silence', 'device'] })).toMatchObject([
      { authDecision: 'IMPLICIT_DENY' },
      { authDecision: 'IMPLICIT_DENY' },
    ]);
    expect(await results({ policyNamesToSkip: ['silence'], policyNamesToAdd: ['talk'] })).toMatchObject([
      { authDecision: 'ALLOWED' },
      { authDecision: 'IMPLICIT_DENY' },
    ]);
  });

  test('tests the authorization of a thing group with its policies and those of its ancestors', async () => {
    const { plane } = await denied();
    const decide = async (principal: string) => {
      const { body } = await plane.call('POST', '/test-authorization', { json: { principal, authInfos: [publish] } });
      return body;
    };
    expect(await decide(groupArn('quarantine'))).toMatchObject({ authResults: [{ authDecision: 'EXPLICIT_DENY' }] });
    expect(await decide(groupArn('none'))).toContain('Thing group none not found');
  });

  test('the test result lists the policy variables without a value', async () => {
    const { plane, arn } = await denied();
    await createPolicy(plane, 'talk', allow('iot:Publish', 'topic/${iot:Connection.Thing.Attributes[floor]}'));
    const json = { principal: arn, authInfos: [publish], policyNamesToAdd: ['talk'] };
    const { body } = await plane.call('POST', '/test-authorization?clientId=light-1', { json });
    expect(body.authResults[0].missingContextValues).toEqual(['iot:Connection.Thing.Attributes[floor]']);
  });

  test.each([
    [{ authInfos: [publish] }, 400, 'principal must be specified'],
    [
      { principal: 'arn:aws:iot:eu-west-1:000000000000:cert/none', authInfos: [publish] },
      404,
      'Certificate none not found',
    ],
    [{ authInfos: [] }, 400, "'authInfos' failed to satisfy constraint"],
    [{ cognitoIdentityPoolId: 'p', authInfos: [publish] }, 501, 'NotImplemented'],
  ])('rejects an authorization test with the input %j', async (json, status, reason) => {
    const { plane } = await denied();
    expect(await plane.call('POST', '/test-authorization', { json })).toEqual({
      status,
      body: expect.stringContaining(reason),
    });
  });
});

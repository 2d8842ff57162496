import { fc, test as property } from '@fast-check/jest';
import { parsePolicy } from '@himeshima/aws-policy';
import * as z from 'zod';
import { createAuthorizer } from '../../authorize';
import { restApi } from '../../gateway/json-api';
import { AwsError, type AwsRequest } from '../../gateway/service-api';
import { reopenedStore, start } from '../../stopped-platform.fixture';
import { createRegistry } from '../registry/thing-registry';
import { policyRoutes } from './policies-api';

const allowing = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

/** Creates the routes, and a policy `device` that allows the certificate c1 to publish. */
function policies(store = reopenedStore()()) {
  const registry = createRegistry(store, { now: () => start });
  const authorizer = createAuthorizer(store, { now: () => 0 }, registry);
  registry.addPolicy('device', allowing('iot:Publish'));
  authorizer.attachIotPolicy('c1', { name: 'device', document: parsePolicy(registry.policy('device')) });
  const place = { region: 'eu-west-1', account: '000000000000', directory: '' };
  const api = restApi('iot', policyRoutes({ registry, authorizer, place, store }));
  const call = async (method: string, path: string, policyDocument?: string) => {
    const [pathname = '', query = ''] = path.split('?');
    const request: AwsRequest = {
      service: 'iot',
      principal: { kind: 'user', name: 'me' },
      cause: undefined,
      method,
      path: pathname,
      query: new URLSearchParams(query),
      headers: {},
      body: Buffer.from(JSON.stringify({ policyDocument })),
    };
    try {
      return JSON.parse(String((await api(request)).body));
    } catch (error) {
      if (error instanceof AwsError) return `${error.status} ${error.code}: ${error.message}`;
      throw error;
    }
  };
  const allowedActions = () => {
    const context = {};
    const resource = 'arn:aws:iot:eu-west-1:000000000000:topic/a';
    return ['iot:Publish', 'iot:Receive'].filter(
      (action) =>
        authorizer.authorize({ principal: { kind: 'certificate', certificateId: 'c1', context }, action, resource })
          .allowed,
    );
  };
  return { call, allowedActions, registry };
}

const version = '/policies/device/version';

test('evaluates only the default version; a change to the default takes effect immediately', async () => {
  const { call, allowedActions } = policies();
  expect(await call('POST', version, allowing('iot:Receive'))).toEqual({
    policyName: 'device',
    policyArn: 'arn:aws:iot:eu-west-1:000000000000:policy/device',
    policyDocument: allowing('iot:Receive'),
    policyVersionId: '2',
    isDefaultVersion: false,
  });
  expect(allowedActions()).toEqual(['iot:Publish']);
  await call('PATCH', `${version}/2`);
  expect(allowedActions()).toEqual(['iot:Receive']);
  expect(await call('GET', '/policies/device')).toMatchObject({
    policyDocument: allowing('iot:Receive'),
    defaultVersionId: '2',
  });
  await call('PATCH', `${version}/1`);
  expect(allowedActions()).toEqual(['iot:Publish']);
  expect(await call('POST', `${version}?setAsDefault=true`, allowing('iot:*'))).toMatchObject({
    isDefaultVersion: true,
  });
  expect(allowedActions()).toEqual(['iot:Publish', 'iot:Receive']);
  expect(await call('GET', '/policies')).toEqual({
    policies: [{ policyName: 'device', policyArn: 'arn:aws:iot:eu-west-1:000000000000:policy/device' }],
  });
});

test('a policy can have at most 5 versions, and accepts another version only after a version is deleted', async () => {
  const { call } = policies();
  for (let turn = 0; turn < 4; turn += 1) await call('POST', version, allowing('iot:Receive'));
  expect(await call('POST', version, allowing('iot:Receive'))).toBe(
    '409 VersionsLimitExceededException: The policy device already has the maximum number of versions (5)',
  );
  expect(await call('DELETE', `${version}/3`)).toEqual({});
  // The number of the deleted version is not reused.
  expect(await call('POST', version, allowing('iot:Receive'))).toMatchObject({ policyVersionId: '6' });
  const { policyVersions } = await call('GET', version);
  expect(policyVersions.map((entry: { versionId: string }) => entry.versionId)).toEqual(['1', '2', '4', '5', '6']);
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), setAsDefault: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('default' as const, 'delete' as const), version: fc.integer({ min: 1, max: 9 }) }),
);
const Versions = z.object({
  policyVersions: z.array(z.object({ versionId: z.string(), isDefaultVersion: z.boolean() })),
});

property.prop([fc.array(step, { maxLength: 20 })])(
  'after any changes, a policy has 1 to 5 versions, one of them the default, and numbers that were never used before',
  async (steps) => {
    const { call, registry } = policies();
    const used = ['1'];
    for (const one of steps) {
      if (one.kind === 'create') {
        const answer = await call('POST', `${version}?setAsDefault=${one.setAsDefault}`, allowing('iot:Receive'));
        const { policyVersionId: created } = z
          .object({ policyVersionId: z.string().optional() })
          .loose()
          .catch({})
          .parse(answer);
        if (created !== undefined) used.push(created);
      } else await call(one.kind === 'default' ? 'PATCH' : 'DELETE', `${version}/${one.version}`);
      const { policyVersions } = Versions.parse(await call('GET', version));
      expect(policyVersions.length).toBeGreaterThanOrEqual(1);
      expect(policyVersions.length).toBeLessThanOrEqual(5);
      expect(policyVersions.filter(({ isDefaultVersion }) => isDefaultVersion)).toHaveLength(1);
      expect(new Set(used).size).toBe(used.length);
      expect(used).toEqual(expect.arrayContaining(policyVersions.map(({ versionId }) => versionId)));
    }
    const [byDefault] = Versions.parse(await call('GET', version)).policyVersions.filter((one) => one.isDefaultVersion);
    expect(await call('GET', `${version}/${byDefault?.versionId}`)).toMatchObject({
      policyDocument: registry.policy('device'),
    });
  },
);

test.each([
  ['GET', '/policies/other', undefined, '404 ResourceNotFoundException: Policy other not found'],
  ['GET', '/policies/other/version', undefined, '404 ResourceNotFoundException: Policy other not found'],
  ['POST', '/policies/other/version', allowing('iot:*'), '404 ResourceNotFoundException: Policy other not found'],
  ['GET', `${version}/2`, undefined, '404 ResourceNotFoundException: Version 2 of policy device not found'],
  ['PATCH', `${version}/2`, undefined, '404 ResourceNotFoundException: Version 2 of policy device not found'],
  ['DELETE', `${version}/1`, undefined, '400 InvalidRequestException: Cannot delete the default version of a policy'],
  ['POST', version, '{"Version":', '400 MalformedPolicyException'],
  ['POST', version, allowing('x'.repeat(2048)), '400 MalformedPolicyException: the policy exceeds 2048 characters'],
  ['POST', version, undefined, '400 InvalidRequestException'],
  ['POST', `${version}?setAsDefault=yes`, allowing('iot:*'), '400 InvalidRequestException'],
])("%s %s returns AWS IoT's error", async (method, path, document, error) => {
  const { call, allowedActions } = policies();
  expect(await call(method, path, document)).toContain(error);
  expect(allowedActions()).toEqual(['iot:Publish']);
});

test('versions survive a restart, and a changed plan adds a new default version and removes the oldest version', async () => {
  const open = reopenedStore();
  const before = policies(open());
  for (let turn = 0; turn < 4; turn += 1) await before.call('POST', version, allowing('iot:Receive'));
  await before.call('PATCH', `${version}/5`);
  expect(createRegistry(open(), { now: () => start }).policy('device')).toBe(allowing('iot:Receive'));
  const after = policies(open());
  expect(after.allowedActions()).toEqual(['iot:Publish']);
  expect(after.registry.versionsOf('device').map(({ id }) => id)).toEqual(['2', '3', '4', '5', '6']);
  after.registry.addPolicy('device', allowing('iot:Publish'));
  expect(after.registry.defaultVersionOf('device')).toBe('6');
});

import { reopenedStore, start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

type Plane = ReturnType<typeof controlPlane>;
const bodyFor = (thing: string) =>
  JSON.stringify({
    Parameters: {},
    Resources: { thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: thing } } },
  });
const provisioningRoleArn = 'arn:aws:iam::000000000000:role/provisioning';
const template = { templateName: 'fleet', templateBody: bodyFor('one'), provisioningRoleArn };
const templateArn = 'arn:aws:iot:eu-west-1:000000000000:provisioningtemplate/fleet';
const create = ({ call }: Plane, json: object = template) => call('POST', '/provisioning-templates', { json });
const path = '/provisioning-templates/fleet';
const addVersion = ({ call }: Plane, thing: string, query = '') =>
  call('POST', `${path}/versions${query}`, { json: { templateBody: bodyFor(thing) } });
const describe1 = async ({ call }: Plane) => (await call('GET', path)).body;

describe('a provisioning template', () => {
  test('is created, updated and described, including after a restart', async () => {
    const open = reopenedStore();
    const before = controlPlane({ store: open() });
    expect(await create(before, { ...template, description: 'lights', tags: [{ Key: 'team', Value: 'iot' }] })).toEqual(
      {
        status: 200,
        body: { templateArn, templateName: 'fleet', defaultVersionId: 1 },
      },
    );
    await before.clock.advance(1000);
    const preProvisioningHook = { targetArn: 'arn:aws:lambda:eu-west-1:000000000000:function:hook' };
    await before.call('PATCH', path, { json: { enabled: true, preProvisioningHook } });
    const after = controlPlane({ store: open() });
    expect(await describe1(after)).toEqual({
      templateArn,
      templateName: 'fleet',
      description: 'lights',
      creationDate: start / 1000,
      lastModifiedDate: start / 1000 + 1,
      enabled: true,
      type: 'FLEET_PROVISIONING',
      defaultVersionId: 1,
      templateBody: template.templateBody,
      provisioningRoleArn,
      preProvisioningHook: { ...preProvisioningHook, payloadVersion: '2020-04-01' },
    });
    expect((await after.call('GET', `/tags?resourceArn=${templateArn}`)).body.tags).toHaveLength(1);
    await after.call('PATCH', path, { json: { removePreProvisioningHook: true } });
    expect(await describe1(after)).not.toHaveProperty('preProvisioningHook');
  });

  test('can have several versions, but only the default version applies', async () => {
    const plane = controlPlane();
    await create(plane);
    expect((await addVersion(plane, 'two')).body).toEqual({
      templateArn,
      templateName: 'fleet',
      versionId: 2,
      isDefaultVersion: false,
    });
    expect(await describe1(plane)).toMatchObject({ defaultVersionId: 1, templateBody: bodyFor('one') });
    await plane.call('PATCH', path, { json: { defaultVersionId: 2 } });
    expect(await describe1(plane)).toMatchObject({ defaultVersionId: 2, templateBody: bodyFor('two') });
    expect((await addVersion(plane, 'three', '?setAsDefault=true')).body).toMatchObject({ isDefaultVersion: true });
    expect((await plane.call('GET', `${path}/versions/2`)).body).toEqual({
      versionId: 2,
      creationDate: start / 1000,
      isDefaultVersion: false,
      templateBody: bodyFor('two'),
    });
    expect(await plane.call('DELETE', `${path}/versions/3`)).toMatchObject({
      status: 409,
      body: expect.stringContaining('DeleteConflictException'),
    });
    expect((await plane.call('DELETE', `${path}/versions/2`)).status).toBe(200);
    const { versions } = (await plane.call('GET', `${path}/versions`)).body;
    expect(versions.map(({ versionId }: { versionId: number }) => versionId)).toEqual([1, 3]);
  });

  test('has at most 5 versions, whose numbers are not reused', async () => {
    const plane = controlPlane();
    await create(plane);
    for (const name of ['two', 'three', 'four', 'five']) await addVersion(plane, name);
    expect(await addVersion(plane, 'six')).toMatchObject({
      status: 409,
      body: expect.stringContaining('VersionsLimitExceededException'),
    });
    await plane.call('DELETE', `${path}/versions/5`);
    expect((await addVersion(plane, 'six')).body).toMatchObject({ versionId: 6 });
  });

  test('is listed page by page', async () => {
    const plane = controlPlane();
    for (const templateName of ['b', 'a']) await create(plane, { ...template, templateName });
    const { templates, nextToken } = (await plane.call('GET', '/provisioning-templates?maxResults=1')).body;
    expect(templates).toMatchObject([{ templateName: 'a', enabled: false, type: 'FLEET_PROVISIONING' }]);
    const next = await plane.call('GET', `/provisioning-templates?maxResults=1&nextToken=${nextToken}`);
    expect(next.body).toEqual({ templates: [expect.objectContaining({ templateName: 'b' })] });
  });

  test('can be deleted once', async () => {
    const plane = controlPlane();
    await create(plane);
    expect((await plane.call('DELETE', path)).status).toBe(200);
    expect((await plane.call('DELETE', path)).status).toBe(404);
  });

  const hook = { targetArn: 'arn:aws:lambda:eu-west-1:000000000000:function:hook' };
  test.each([
    ['an existing name', template, 409, 'ResourceAlreadyExistsException'],
    ['an invalid name', { ...template, templateName: 'a b' }, 400, 'pattern: [0-9A-Za-z_-]+'],
    ['a long name', { ...template, templateName: 'x'.repeat(37) }, 400, "at 'templateName'"],
    ['no role', { ...template, provisioningRoleArn: undefined }, 400, "Value null at 'provisioningRoleArn'"],
    ['a body that is not JSON', { ...template, templateName: 'new', templateBody: '{' }, 400, 'Invalid template body'],
    [
      'an unknown resource',
      { ...template, templateName: 'new', templateBody: '{"Parameters":{},"Resources":{"a":{"Type":"x"}}}' },
      400,
      'Resources.a.Type',
    ],
    ['a long body', { ...template, templateBody: ' '.repeat(10_241) }, 400, "at 'templateBody'"],
    [
      'a hook for JITP',
      { ...template, templateName: 'new', type: 'JITP', preProvisioningHook: hook },
      400,
      'FLEET_PROVISIONING',
    ],
    [
      'an unknown hook version',
      { ...template, preProvisioningHook: { ...hook, payloadVersion: '1' } },
      400,
      'payloadVersion',
    ],
  ])('is rejected with %s', async (_, json, status, reason) => {
    const plane = controlPlane();
    await create(plane);
    expect(await create(plane, json)).toEqual({ status, body: expect.stringContaining(reason) });
    expect((await plane.call('GET', '/provisioning-templates')).body.templates).toHaveLength(1);
  });

  test.each([
    ['an unknown default version', 'PATCH', path, { defaultVersionId: 2 }],
    ['an unknown template', 'PATCH', '/provisioning-templates/other', { enabled: true }],
    [
      'a version of an unknown template',
      'POST',
      '/provisioning-templates/other/versions',
      { templateBody: bodyFor('x') },
    ],
    ['an unknown version', 'DELETE', `${path}/versions/2`, {}],
  ])('reports %s', async (_, method, target, json) => {
    const plane = controlPlane();
    await create(plane);
    expect((await plane.call(method, target, { json })).status).toBe(404);
  });

  test('is rejected if the account has 256 templates', async () => {
    const plane = controlPlane();
    for (let index = 0; index < 256; index += 1) await create(plane, { ...template, templateName: `t${index}` });
    expect(await create(plane)).toMatchObject({ status: 410, body: expect.stringContaining('LimitExceeded') });
  });
});

import { reopenedStore, start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

const path = '/billing-groups/tokyo';
const billingGroupArn = 'arn:aws:iot:eu-west-1:000000000000:billinggroup/tokyo';
const properties = { billingGroupDescription: 'devices in Tokyo' };
const create = ({ call }: ReturnType<typeof controlPlane>, json: object = { billingGroupProperties: properties }) =>
  call('POST', path, { json });
const member = { thingName: 'light-1', billingGroupName: 'tokyo' };

describe('a billing group', () => {
  test('describes and updates a billing group with its version, including after a restart', async () => {
    const open = reopenedStore();
    const before = controlPlane({ store: open() });
    const { body } = await create(before);
    expect(body).toEqual({ billingGroupName: 'tokyo', billingGroupArn, billingGroupId: expect.any(String) });
    const changed = { billingGroupDescription: 'more' };
    const json = { billingGroupProperties: changed, expectedVersion: 1 };
    expect((await before.call('PATCH', path, { json })).body).toEqual({ version: 2 });
    expect((await before.call('PATCH', path, { json })).body).toContain('VersionConflictException');
    const { call } = controlPlane({ store: open() });
    expect((await call('GET', path)).body).toEqual({
      ...body,
      version: 2,
      billingGroupProperties: changed,
      billingGroupMetadata: { creationDate: start / 1000 },
    });
  });

  test('returns an existing billing group if it is identical, and rejects a different group with the same name', async () => {
    const plane = controlPlane();
    const created = await create(plane);
    expect(await create(plane)).toEqual(created);
    expect(await create(plane, {})).toMatchObject({
      status: 409,
      body: expect.stringContaining('ResourceAlreadyExistsException'),
    });
  });

  test('lists billing groups by prefix, tags them and deletes them', async () => {
    const plane = controlPlane();
    const tags = [{ Key: 'team', Value: 'iot' }];
    await create(plane, { tags });
    await plane.call('POST', '/billing-groups/osaka', { json: {} });
    expect((await plane.call('GET', '/billing-groups?namePrefixFilter=tok')).body).toEqual({
      billingGroups: [{ groupName: 'tokyo', groupArn: billingGroupArn }],
    });
    expect((await plane.call('GET', `/tags?resourceArn=${billingGroupArn}`)).body).toEqual({ tags });
    expect((await plane.call('DELETE', `${path}?expectedVersion=2`)).body).toContain('VersionConflictException');
    expect((await plane.call('DELETE', path)).status).toBe(200);
    expect((await plane.call('DELETE', path)).status).toBe(200);
    expect((await plane.call('GET', path)).status).toBe(404);
  });

  test('adds things to billing groups; a thing belongs to at most one billing group', async () => {
    const plane = controlPlane();
    const { call } = plane;
    const things = async (name: string) => (await call('GET', `/billing-groups/${name}/things`)).body.things;
    await create(plane);
    await call('POST', '/billing-groups/osaka', { json: {} });
    await call('PUT', '/billing-groups/addThingToBillingGroup', { json: member });
    expect(await things('tokyo')).toEqual(['light-1']);
    expect((await call('GET', '/things/light-1')).body.billingGroupName).toBe('tokyo');
    await call('PUT', '/billing-groups/addThingToBillingGroup', { json: { ...member, billingGroupName: 'osaka' } });
    expect([await things('tokyo'), await things('osaka')]).toEqual([[], ['light-1']]);
    await call('PUT', '/billing-groups/removeThingFromBillingGroup', { json: member });
    expect(await things('osaka')).toEqual(['light-1']);
    await call('DELETE', '/things/light-1');
    expect(await things('osaka')).toEqual([]);
  });

  test("CreateThing can specify the thing's billing group", async () => {
    const plane = controlPlane();
    await create(plane);
    const json = { billingGroupName: 'tokyo' };
    expect((await plane.call('POST', '/things/light-2', { json })).status).toBe(200);
    expect((await plane.call('GET', `${path}/things`)).body).toEqual({ things: ['light-2'] });
    expect((await plane.call('POST', '/things/light-2', { json: {} })).body).toContain('different billing group');
  });

  test.each([
    ['no thing', { billingGroupName: 'tokyo' }, 400, 'Both thingArn and thingName are empty'],
    ['no billing group', { thingName: 'light-1' }, 400, 'Both billingGroupArn and billingGroupName are empty'],
    ['an unknown thing', { ...member, thingName: 'none' }, 404, 'Thing none not found'],
    ['an unknown billing group', { ...member, billingGroupName: 'none' }, 404, 'Billing group none not found'],
  ])('rejects a membership with %s', async (_, json, status, reason) => {
    const plane = controlPlane();
    await create(plane);
    expect(await plane.call('PUT', '/billing-groups/addThingToBillingGroup', { json })).toEqual({
      status,
      body: expect.stringContaining(reason),
    });
  });
});

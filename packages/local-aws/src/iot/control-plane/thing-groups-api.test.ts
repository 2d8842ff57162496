import { fc, test as property } from '@fast-check/jest';
import { parsePolicy } from '@himeshima/aws-policy';
import { start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, document, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

type Plane = ReturnType<typeof controlPlane>;
const arnOf = (group: string) => `arn:aws:iot:eu-west-1:000000000000:thinggroup/${group}`;
const create = (plane: Plane, name: string, json: object = {}) => plane.call('POST', `/thing-groups/${name}`, { json });

/** Creates two hierarchies: house > floor > room, and garden. */
async function hierarchy(): Promise<Plane> {
  const plane = controlPlane();
  await create(plane, 'house');
  await create(plane, 'floor', { parentGroupName: 'house' });
  await create(plane, 'room', { parentGroupName: 'floor' });
  await create(plane, 'garden');
  return plane;
}

const properties = { thingGroupDescription: 'upstairs', attributePayload: { attributes: { size: '80' } } };

describe('a thing group', () => {
  test('describes a thing group with its properties, hierarchy and version', async () => {
    const plane = await hierarchy();
    const { body } = await create(plane, 'attic', { parentGroupName: 'floor', thingGroupProperties: properties });
    const reference = { thingGroupName: 'attic', thingGroupArn: arnOf('attic'), thingGroupId: expect.any(String) };
    expect(body).toEqual(reference);
    expect((await plane.call('GET', '/thing-groups/attic')).body).toEqual({
      ...reference,
      version: 1,
      thingGroupProperties: properties,
      thingGroupMetadata: {
        parentGroupName: 'floor',
        rootToParentThingGroups: [
          { groupName: 'house', groupArn: arnOf('house') },
          { groupName: 'floor', groupArn: arnOf('floor') },
        ],
        creationDate: start / 1000,
      },
    });
    expect((await plane.call('GET', '/thing-groups/garden')).body).toMatchObject({
      thingGroupProperties: {},
      thingGroupMetadata: { creationDate: start / 1000 },
    });
  });

  test('returns an existing thing group if it is identical, and rejects a different group with the same name', async () => {
    const plane = controlPlane();
    const created = await create(plane, 'attic', { thingGroupProperties: properties });
    expect(await create(plane, 'attic', { thingGroupProperties: properties })).toEqual(created);
    expect(await create(plane, 'attic')).toEqual({
      status: 409,
      body: 'ResourceAlreadyExistsException: Thing Group attic already exists in current account with different properties',
    });
  });

  test('updates a thing group to the next version, unless the request expects a different version', async () => {
    const plane = await hierarchy();
    const update = (json: object) => plane.call('PATCH', '/thing-groups/garden', { json });
    expect((await update({ thingGroupProperties: properties, expectedVersion: 1 })).body).toEqual({ version: 2 });
    const merged = { attributePayload: { attributes: { trees: '3' }, merge: true } };
    expect(await update({ thingGroupProperties: merged, expectedVersion: 1 })).toMatchObject({ status: 409 });
    expect((await update({ thingGroupProperties: merged })).body).toEqual({ version: 3 });
    expect((await plane.call('GET', '/thing-groups/garden')).body.thingGroupProperties).toEqual({
      thingGroupDescription: 'upstairs',
      attributePayload: { attributes: { size: '80', trees: '3' } },
    });
  });

  test.each([
    ['', ['floor', 'garden', 'house', 'room']],
    ['?recursive=false', ['garden', 'house']],
    ['?parentGroup=house', ['floor', 'room']],
    ['?parentGroup=house&recursive=false', ['floor']],
    ['?namePrefixFilter=ro', ['room']],
    ['?namePrefixFilter=ro&recursive=false', []],
  ])('lists thing groups with ListThingGroups%s', async (query, names) => {
    const { body } = await (await hierarchy()).call('GET', `/thing-groups${query}`);
    expect(body).toEqual({ thingGroups: names.map((name) => ({ groupName: name, groupArn: arnOf(name) })) });
  });

  test('deletes a thing group with its memberships and policy attachments, but only after its child groups', async () => {
    const plane = await hierarchy();
    const { call, registry, authorizer } = plane;
    const remove = (name: string) => call('DELETE', `/thing-groups/${name}`);
    expect((await remove('floor')).body).toBe(
      'InvalidRequestException: Cannot delete thing group : floor when there are still child groups attached to it',
    );
    registry.addToGroup('light-1', 'room');
    authorizer.attachIotPolicy('thinggroup/room', { name: 'device', document: parsePolicy(document) });
    for (const name of ['room', 'floor', 'floor']) expect(await remove(name)).toEqual({ status: 200, body: {} });
    expect(registry.groupsOf('light-1')).toEqual([]);
    expect(authorizer.iotPoliciesOf('thinggroup/room')).toEqual([]);
  });

  test.each([
    ['51 attributes', 'wide', undefined],
    ['a depth of 8', 'deep', 'g7'],
    ['the 101st child', 'last', 'parent'],
  ])('rejects a group that exceeds a quota: %s', async (_, name, parentGroupName) => {
    const plane = controlPlane();
    const group = { description: undefined, attributes: {} };
    for (let depth = 1; depth <= 7; depth += 1)
      plane.registry.addGroup(`g${depth}`, { ...group, parent: depth === 1 ? undefined : `g${depth - 1}` });
    plane.registry.addGroup('parent');
    for (let child = 0; child < 100; child += 1) plane.registry.addGroup(`c${child}`, { ...group, parent: 'parent' });
    const attributes = Object.fromEntries(Array.from({ length: 51 }, (_value, index) => [`a${index}`, 'x']));
    const thingGroupProperties = name === 'wide' ? { attributePayload: { attributes } } : undefined;
    expect(await create(plane, name, { parentGroupName, thingGroupProperties })).toMatchObject({
      status: 400,
      body: expect.stringContaining('InvalidRequestException'),
    });
    expect(plane.registry.group(name)).toBeUndefined();
  });
});

describe('members of a group', () => {
  const add = ({ call }: Plane, json: object) => call('PUT', '/thing-groups/addThingToThingGroup', { json });
  const membersOf = async ({ call }: Plane, group: string, query = '') =>
    (await call('GET', `/thing-groups/${group}/things${query}`)).body.things;

  test('adds and removes members by name or ARN, and lists the members of child groups if requested', async () => {
    const plane = await hierarchy();
    const thingArn = 'arn:aws:iot:eu-west-1:000000000000:thing/light-1';
    expect(await add(plane, { thingArn, thingGroupArn: arnOf('room') })).toEqual({ status: 200, body: {} });
    expect(await add(plane, { thingName: 'light-1', thingGroupName: 'room' })).toEqual({ status: 200, body: {} });
    expect(await membersOf(plane, 'room')).toEqual(['light-1']);
    expect(await membersOf(plane, 'house')).toEqual([]);
    expect(await membersOf(plane, 'house', '?recursive=true')).toEqual(['light-1']);
    expect((await plane.call('GET', '/things/light-1/thing-groups')).body).toEqual({
      thingGroups: [{ groupName: 'room', groupArn: arnOf('room') }],
    });
    const json = { thingName: 'light-1', thingGroupName: 'room' };
    await plane.call('PUT', '/thing-groups/removeThingFromThingGroup', { json });
    expect(await membersOf(plane, 'room')).toEqual([]);
  });

  test("rejects a thing's second group in the same hierarchy, and its eleventh group", async () => {
    const plane = await hierarchy();
    await add(plane, { thingName: 'light-1', thingGroupName: 'room' });
    expect((await add(plane, { thingName: 'light-1', thingGroupName: 'house' })).body).toContain('same hierarchy');
    for (let index = 2; index <= 10; index += 1) {
      await create(plane, `g${index}`);
      expect((await add(plane, { thingName: 'light-1', thingGroupName: `g${index}` })).status).toBe(200);
    }
    expect((await add(plane, { thingName: 'light-1', thingGroupName: 'garden' })).body).toContain('maximum of 10');
  });

  test('UpdateThingGroupsForThing moves a thing between groups, and changes nothing if a group is invalid', async () => {
    const plane = await hierarchy();
    const { registry, call } = plane;
    await add(plane, { thingName: 'light-1', thingGroupName: 'room' });
    const move = (thingGroupsToAdd: string[]) =>
      call('PUT', '/thing-groups/updateThingGroupsForThing', {
        json: { thingName: 'light-1', thingGroupsToAdd, thingGroupsToRemove: ['room'] },
      });
    expect((await move(['garden', 'none'])).status).toBe(404);
    expect(registry.groupsOf('light-1')).toEqual(['room']);
    expect((await move(['garden', 'floor'])).status).toBe(200);
    expect(registry.groupsOf('light-1')).toEqual(['garden', 'floor']);
  });

  test.each([
    [{ thingName: 'light-1' }, 400, 'Both thingGroupArn and thingGroupName are empty'],
    [{ thingGroupName: 'room' }, 400, 'Both thingArn and thingName are empty'],
    [{ thingName: 'light-1', thingGroupName: 'none' }, 404, 'Thing group none not found'],
    [{ thingName: 'none', thingGroupName: 'room' }, 404, 'Thing none not found'],
    [
      { thingName: 'light-1', thingGroupName: 'room', thingGroupArn: arnOf('garden') },
      400,
      'thingGroupName and thingGroupArn do not match',
    ],
  ])('rejects %j with status %i', async (json, status, reason) => {
    expect(await add(await hierarchy(), json)).toEqual({ status, body: expect.stringContaining(reason) });
  });
});

describe('a dynamic thing group', () => {
  const indexed = {
    things: 'REGISTRY',
    connectivity: false,
    violations: false,
    namedShadows: [],
    groups: false,
  } as const;
  const dynamic = (plane: Plane, name: string, json: object = { queryString: 'attributes.room:hall' }) =>
    plane.call('POST', `/dynamic-thing-groups/${name}`, { json });

  test('a dynamic thing group contains the things that match its query', async () => {
    const plane = controlPlane();
    const { call, fleetIndex, registry } = plane;
    fleetIndex.configure(indexed);
    expect((await dynamic(plane, 'hall')).body).toEqual({
      thingGroupName: 'hall',
      thingGroupArn: arnOf('hall'),
      thingGroupId: expect.any(String),
      indexName: 'AWS_Things',
      queryString: 'attributes.room:hall',
      queryVersion: '2017-09-30',
    });
    expect((await call('GET', '/thing-groups/hall/things')).body).toEqual({ things: ['light-1'] });
    expect((await call('GET', '/things/light-1/thing-groups')).body.thingGroups).toMatchObject([{ groupName: 'hall' }]);
    registry.addThing('light-1', { type: 'light', attributes: { room: 'attic' } });
    expect((await call('GET', '/thing-groups/hall/things')).body).toEqual({ things: [] });
    const json = { thingGroupProperties: {}, queryString: 'attributes.room:attic' };
    expect((await call('PATCH', '/dynamic-thing-groups/hall', { json })).body).toEqual({ version: 2 });
    expect((await call('GET', '/thing-groups/hall/things')).body).toEqual({ things: ['light-1'] });
    expect((await call('GET', '/thing-groups/hall')).body).toMatchObject({
      indexName: 'AWS_Things',
      queryString: 'attributes.room:attic',
      queryVersion: '2017-09-30',
      status: 'ACTIVE',
    });
    expect((await call('DELETE', '/dynamic-thing-groups/hall')).status).toBe(200);
    expect((await call('GET', '/thing-groups/hall')).status).toBe(404);
  });

  const change = fc.record({
    thing: fc.constantFrom('light-1', 'light-2', 'light-3'),
    room: fc.constantFrom('hall', 'attic', undefined),
    isDeleted: fc.boolean(),
  });
  const queries = ['attributes.room:hall', 'NOT attributes.room:hall', 'thingName:light-* AND attributes.room:attic'];
  property.prop([fc.array(change, { maxLength: 12 }), fc.constantFrom(...queries)], { numRuns: 50 })(
    'after any changes to things, a dynamic group has exactly the things that its query finds',
    async (changes, queryString) => {
      const plane = controlPlane();
      const { call, fleetIndex, registry } = plane;
      fleetIndex.configure(indexed);
      await dynamic(plane, 'some', { queryString });
      for (const { thing, room, isDeleted } of changes) {
        if (isDeleted) await call('DELETE', `/things/${thing}`);
        else registry.addThing(thing, { type: 'light', attributes: room === undefined ? {} : { room } });
        const { body } = await call('GET', '/thing-groups/some/things');
        const found = (await call('POST', '/indices/search', { json: { queryString } })).body.things;
        const names = found.map(({ thingName }: { thingName: string }) => thingName);
        expect([...body.things].sort()).toEqual(names.sort());
        for (const name of names)
          expect((await call('GET', `/things/${name}/thing-groups`)).body.thingGroups).toMatchObject([
            { groupName: 'some' },
          ]);
      }
    },
  );

  test('the operations for static groups reject a dynamic group', async () => {
    const plane = controlPlane();
    plane.fleetIndex.configure(indexed);
    await dynamic(plane, 'hall');
    const { call } = plane;
    const json = { thingName: 'light-1', thingGroupName: 'hall' };
    const answers = [
      await call('PUT', '/thing-groups/addThingToThingGroup', { json }),
      await call('PATCH', '/thing-groups/hall', { json: { thingGroupProperties: {} } }),
      await call('DELETE', '/thing-groups/hall'),
      await create(plane, 'child', { parentGroupName: 'hall' }),
      await call('PUT', '/target-policies/device', { json: { target: arnOf('hall') } }),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('InvalidRequestException') });
  });

  test('requires the thing index and a valid query for a dynamic group', async () => {
    const plane = controlPlane();
    expect((await dynamic(plane, 'hall')).body).toContain('ResourceNotFoundException: Index AWS_Things does not exist');
    plane.fleetIndex.configure(indexed);
    expect((await dynamic(plane, 'hall', { queryString: 'attributes.room:' })).body).toContain('InvalidQueryException');
    expect(plane.registry.groups()).toEqual([]);
  });

  test('rejects the 101st dynamic group of an account', async () => {
    const plane = controlPlane();
    plane.fleetIndex.configure(indexed);
    for (let index = 0; index < 100; index += 1) expect((await dynamic(plane, `d${index}`)).status).toBe(200);
    expect(await dynamic(plane, 'more')).toMatchObject({
      status: 410,
      body: expect.stringContaining('LimitExceededException'),
    });
    expect((await dynamic(plane, 'd0')).status).toBe(200);
  });
});

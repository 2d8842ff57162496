import { reopenedStore, start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

const path = '/thing-types/sensor';
const thingTypeArn = 'arn:aws:iot:eu-west-1:000000000000:thingtype/sensor';
const properties = { thingTypeDescription: 'measures', searchableAttributes: ['room'] };

describe('a thing type', () => {
  test('describes and lists a thing type with its properties and dates', async () => {
    const { call } = controlPlane();
    const { body } = await call('POST', path, { json: { thingTypeProperties: properties } });
    expect(body).toEqual({ thingTypeName: 'sensor', thingTypeArn, thingTypeId: expect.any(String) });
    const described = {
      thingTypeName: 'sensor',
      thingTypeArn,
      thingTypeProperties: properties,
      thingTypeMetadata: { deprecated: false, creationDate: start / 1000 },
    };
    expect((await call('GET', path)).body).toEqual({ ...described, thingTypeId: body.thingTypeId });
    await call('POST', '/thing-types/light');
    expect((await call('GET', '/thing-types?thingTypeName=sen')).body).toEqual({ thingTypes: [described] });
    expect((await call('GET', '/thing-types?maxResults=1')).body).toMatchObject({
      thingTypes: [{ thingTypeName: 'light' }],
      nextToken: expect.any(String),
    });
  });

  test('returns an existing thing type if it is identical, and rejects a different type with the same name', async () => {
    const { call } = controlPlane();
    const created = await call('POST', path, { json: { thingTypeProperties: properties } });
    expect(await call('POST', path, { json: { thingTypeProperties: properties } })).toEqual(created);
    expect(await call('POST', path)).toMatchObject({
      status: 409,
      body: expect.stringContaining('ResourceAlreadyExistsException'),
    });
  });

  test('stores propagating attributes, and rejects updates of other properties', async () => {
    const { call } = controlPlane();
    const mqtt5Configuration = (thingAttribute: string) => ({
      propagatingAttributes: [{ userPropertyKey: 'room', thingAttribute }],
    });
    const update = (thingTypeProperties: object) => call('PATCH', path, { json: { thingTypeProperties } });
    await call('POST', path, {
      json: { thingTypeProperties: { ...properties, mqtt5Configuration: mqtt5Configuration('a') } },
    });
    expect((await update({ mqtt5Configuration: mqtt5Configuration('b') })).status).toBe(200);
    expect((await call('GET', path)).body.thingTypeProperties).toEqual({
      ...properties,
      mqtt5Configuration: mqtt5Configuration('b'),
    });
    expect(await update({ searchableAttributes: ['floor'] })).toMatchObject({ status: 400 });
    const ambiguous = { userPropertyKey: 'room', thingAttribute: 'a', connectionAttribute: 'iot:ClientId' };
    expect((await update({ mqtt5Configuration: { propagatingAttributes: [ambiguous] } })).body).toContain(
      'Member must contain either thingAttribute or connectionAttribute',
    );
  });

  test('rejects things of a deprecated type', async () => {
    const { call } = controlPlane();
    await call('POST', path);
    await call('POST', `${path}/deprecate`, { json: {} });
    expect((await call('GET', path)).body.thingTypeMetadata).toEqual({
      deprecated: true,
      deprecationDate: start / 1000,
      creationDate: start / 1000,
    });
    const json = { thingTypeName: 'sensor' };
    expect((await call('POST', '/things/sensor-1', { json })).body).toBe(
      'InvalidRequestException: Can not create new thing with depreated thing type:sensor',
    );
    expect((await call('PATCH', '/things/light-1', { json })).body).toBe(
      'InvalidRequestException: Can not update a thing to use deprecated thing type: sensor',
    );
    await call('POST', `${path}/deprecate`, { json: { undoDeprecate: true } });
    expect((await call('POST', '/things/sensor-1', { json })).status).toBe(200);
  });

  test('deletes a thing type only if it has been deprecated for five minutes and is unused', async () => {
    const { call, clock } = controlPlane();
    await call('POST', path);
    await call('POST', '/things/sensor-1', { json: { thingTypeName: 'sensor' } });
    const tooEarly = {
      status: 400,
      body: 'InvalidRequestException: Cannot delete thing type : sensor. Please wait for 5 minutes after deprecation and then retry',
    };
    expect(await call('DELETE', path)).toEqual(tooEarly);
    await call('POST', `${path}/deprecate`);
    await clock.advance(299_999);
    expect(await call('DELETE', path)).toEqual(tooEarly);
    await clock.advance(1);
    expect((await call('DELETE', path)).body).toContain('There are still things associated with it');
    await call('DELETE', '/things/sensor-1');
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('DELETE', path)).body).toBe('ResourceNotFoundException: Thing type sensor not found');
  });
});

describe('tags', () => {
  const tags = [
    { Key: 'team', Value: 'blue' },
    { Key: 'cost center', Value: '' },
  ];
  const listTags = async ({ call }: ReturnType<typeof controlPlane>, arn = thingTypeArn) =>
    (await call('GET', `/tags?resourceArn=${encodeURIComponent(arn)}`)).body;

  test('stores, changes and removes the tags of a resource, including after a restart', async () => {
    const open = reopenedStore();
    const plane = controlPlane({ store: open() });
    await plane.call('POST', path, { json: { tags } });
    expect(await listTags(plane)).toEqual({ tags: tags.toReversed() });
    const json = { resourceArn: thingTypeArn };
    await plane.call('POST', '/tags', { json: { ...json, tags: [{ Key: 'team', Value: 'red' }] } });
    await plane.call('POST', '/untag', { json: { ...json, tagKeys: ['cost center', 'unknown'] } });
    expect(await listTags(controlPlane({ store: open() }))).toEqual({ tags: [{ Key: 'team', Value: 'red' }] });
  });

  test('adds tags only to existing resources other than things', async () => {
    const { call } = controlPlane();
    const add = async (resource: string) =>
      (await call('POST', '/tags', { json: { resourceArn: `arn:aws:iot:eu-west-1:000000000000:${resource}`, tags } }))
        .status;
    expect(await Promise.all(['thingtype/sensor', 'thing/light-1', 'constructor/x'].map(add))).toEqual([404, 404, 404]);
    expect(await add('policy/device')).toBe(200);
  });

  test('deletes the tags of a deleted resource', async () => {
    const plane = controlPlane();
    const { call, clock } = plane;
    await call('POST', path, { json: { tags } });
    await call('POST', `${path}/deprecate`);
    await clock.advance(300_000);
    await call('DELETE', path);
    await call('POST', path);
    expect(await listTags(plane)).toEqual({ tags: [] });
  });

  test('rejects reserved and repeated keys, and the 51st tag', async () => {
    const { call } = controlPlane();
    const create = (added: object) => call('POST', path, { json: { tags: added } });
    const numbered = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    expect((await create([{ Key: 'aws:x', Value: '' }])).body).toContain('the prefix aws: is reserved');
    expect((await create([...tags, ...tags])).body).toContain('Duplicate tag keys');
    expect(await create(numbered)).toMatchObject({ status: 410, body: expect.stringContaining('at most 50 tags') });
    expect((await create(numbered.slice(1))).status).toBe(200);
    const json = { resourceArn: thingTypeArn, tags: [{ Key: 'one more', Value: '' }] };
    expect((await call('POST', '/tags', { json })).status).toBe(410);
  });
});

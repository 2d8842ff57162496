import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

const path = '/things/sensor-1';
const thingArn = 'arn:aws:iot:eu-west-1:000000000000:thing/sensor-1';
const describeThing = async ({ call }: ReturnType<typeof controlPlane>) => (await call('GET', path)).body;
const withAttributes = (attributes: Record<string, string>, merge = false) => ({
  json: { attributePayload: { attributes, merge } },
});

describe('CreateThing', () => {
  test('stores the type and the attributes, and returns the name, ARN and ID', async () => {
    const plane = controlPlane();
    plane.registry.addThingType('sensor');
    const json = { thingTypeName: 'sensor', attributePayload: { attributes: { room: 'hall', empty: '' } } };
    const { status, body } = await plane.call('POST', path, { json });
    expect({ status, body }).toEqual({
      status: 200,
      body: { thingName: 'sensor-1', thingArn, thingId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(await describeThing(plane)).toEqual({
      ...body,
      thingTypeName: 'sensor',
      attributes: { room: 'hall' },
      version: 1,
      defaultClientId: 'sensor-1',
    });
  });

  test('returns an existing thing if it is identical, and rejects a different thing with the same name', async () => {
    const { call, registry } = controlPlane();
    registry.addThingType('sensor');
    const created = await call('POST', path, withAttributes({ room: 'hall' }));
    expect(await call('POST', path, withAttributes({ room: 'hall' }))).toEqual(created);
    expect(await call('POST', path, withAttributes({ room: 'attic' }))).toEqual({
      status: 409,
      body: 'ResourceAlreadyExistsException: Thing sensor-1 already exists in account with different attributes',
    });
    expect((await call('POST', path, { json: { thingTypeName: 'sensor' } })).body).toBe(
      'ResourceAlreadyExistsException: Thing sensor-1 already exists in account with different thing type',
    );
  });

  test.each([
    ['an unknown thing type', path, { thingTypeName: 'none' }, 'ResourceNotFoundException: Thing type none not found'],
    [
      'too many attributes',
      path,
      { attributePayload: { attributes: { a: '1', b: '2', c: '3', d: '4' } } },
      'InvalidRequestException: 4 attributes; at most 3 are allowed',
    ],
    [
      'an invalid name',
      '/things/sensor%201',
      {},
      "Value 'sensor 1' at 'thingName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9:_-]+",
    ],
    [
      'an attribute with spaces',
      path,
      { attributePayload: { attributes: { room: 'the hall' } } },
      'Member must satisfy regular expression pattern: [a-zA-Z0-9_.,@/:#=\\[\\]-]*',
    ],
    [
      'an unknown billing group',
      path,
      { billingGroupName: 'b' },
      'ResourceNotFoundException: Billing group b not found',
    ],
  ])('rejects %s, and stores nothing', async (_, thing, json, reason) => {
    const { call, registry } = controlPlane();
    const { status, body } = await call('POST', thing, { json });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toContain(reason);
    expect(registry.things()).toEqual(['light-1']);
  });
});

describe('UpdateThing', () => {
  test.each([
    ['replaces the attributes', { floor: '2' }, false, { floor: '2' }],
    ['merges the attributes if requested', { floor: '2' }, true, { room: 'hall', floor: '2' }],
    ['removes an attribute with an empty value', { room: '' }, true, {}],
  ])('%s and increments the version', async (_, attributes, merge, expected) => {
    const plane = controlPlane();
    await plane.call('POST', path, withAttributes({ room: 'hall' }));
    expect(await plane.call('PATCH', path, withAttributes(attributes, merge))).toEqual({ status: 200, body: {} });
    expect(await describeThing(plane)).toMatchObject({ attributes: expected, version: 2 });
  });

  test('sets and removes the thing type', async () => {
    const plane = controlPlane();
    plane.registry.addThingType('sensor');
    await plane.call('POST', path);
    await plane.call('PATCH', path, { json: { thingTypeName: 'sensor' } });
    expect(await describeThing(plane)).toMatchObject({ thingTypeName: 'sensor' });
    await plane.call('PATCH', path, { json: { removeThingType: true } });
    expect(await describeThing(plane)).not.toHaveProperty('thingTypeName');
  });

  test('rejects the removal of the type while the thing has attributes that require a type', async () => {
    const plane = controlPlane();
    plane.registry.addThingType('sensor');
    const attributes = { a: '1', b: '2', c: '3', d: '4' };
    await plane.call('POST', path, { json: { thingTypeName: 'sensor', attributePayload: { attributes } } });
    expect((await plane.call('PATCH', path, { json: { removeThingType: true } })).status).toBe(400);
    expect(await describeThing(plane)).toMatchObject({ thingTypeName: 'sensor', attributes });
  });
});

test.each([
  ['PATCH', path, { expectedVersion: 2 }],
  ['DELETE', `${path}?expectedVersion=2`, {}],
])('%s rejects an expected version that is not the current version', async (method, request, json) => {
  const { call, registry } = controlPlane();
  await call('POST', path);
  expect(await call(method, request, { json })).toEqual({
    status: 409,
    body: 'VersionConflictException: The version for thing sensor-1 does not match the expected version.',
  });
  expect(registry.thing('sensor-1')).toBeDefined();
  await call('PATCH', path, withAttributes({ room: 'hall' }));
  expect((await call(method, request, { json })).status).toBe(200);
});

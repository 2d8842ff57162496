import { reopenedStore } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

type Plane = ReturnType<typeof controlPlane>;
const thingIndexingConfiguration = {
  thingIndexingMode: 'REGISTRY',
  customFields: [
    { name: 'attributes.temperature', type: 'Number' },
    { name: 'attributes.model', type: 'String' },
    { name: 'attributes.online', type: 'Boolean' },
  ],
};
const configure = ({ call }: Plane, json: object = { thingIndexingConfiguration }) =>
  call('POST', '/indexing/config', { json });

/** Creates things with the given attributes, and indexes the fields that the tests aggregate. */
async function fleet(attributes: readonly Record<string, string>[]): Promise<Plane> {
  const plane = controlPlane();
  plane.registry.removeThing('light-1');
  for (const [index, own] of attributes.entries())
    plane.registry.addThing(`sensor-${index}`, { type: 'sensor', attributes: own });
  await configure(plane);
  return plane;
}
const aggregate = async ({ call }: Plane, path: string, aggregationField?: string, more: object = {}) =>
  (await call('POST', `/indices/${path}`, { json: { queryString: '*', aggregationField, ...more } })).body;

describe('GetStatistics', () => {
  // The numbers are from the example in the developer guide, "index-aggregate".
  test('returns the statistics of a number', async () => {
    const plane = await fleet([
      { temperature: '-125' },
      { temperature: '75' },
      { temperature: '150' },
      { temperature: 'hot' },
    ]);
    const { statistics } = await aggregate(plane, 'statistics', 'attributes.temperature');
    expect(statistics).toEqual({
      count: 3,
      average: expect.closeTo(33.333333333333336),
      sum: 100,
      minimum: -125,
      maximum: 150,
      sumOfSquares: 43750,
      variance: expect.closeTo(13472.22222222222),
      stdDeviation: expect.closeTo(116.06990230986766),
    });
  });

  test('counts strings and averages Booleans', async () => {
    const plane = await fleet([{ model: 'a', online: 'true' }, { model: 'a', online: 'false' }, { online: 'maybe' }]);
    expect(await aggregate(plane, 'statistics', 'attributes.model')).toEqual({ statistics: { count: 2 } });
    expect(await aggregate(plane, 'statistics', 'attributes.online')).toEqual({
      statistics: { count: 2, average: 0.5, sum: 1, minimum: 0, maximum: 1 },
    });
  });

  test('aggregates the version of things by default', async () => {
    const plane = await fleet([{}, {}]);
    plane.registry.addThing('sensor-0', { type: 'sensor', attributes: { model: 'b' } });
    expect((await aggregate(plane, 'statistics')).statistics).toMatchObject({ count: 2, sum: 3 });
  });

  test('returns only a count of 0 if nothing matches', async () => {
    expect(await aggregate(await fleet([]), 'statistics', 'attributes.temperature')).toEqual({
      statistics: { count: 0 },
    });
  });
});

test('GetCardinality returns the number of distinct values', async () => {
  const plane = await fleet([{ model: 'a' }, { model: 'b' }, { model: 'a' }, {}]);
  expect(await aggregate(plane, 'cardinality', 'attributes.model')).toEqual({ cardinality: 2 });
  expect(await aggregate(plane, 'cardinality', 'attributes.model', { queryString: 'thingName:x*' })).toEqual({
    cardinality: 0,
  });
});

test.each([
  ['thingName', 3],
  ['thingId', 3],
  ['registry.version', 1],
  ['registry.thingTypeName', 1],
])('GetCardinality counts the values of the managed field %s', async (field, cardinality) => {
  const plane = await fleet([{}, {}, {}]);
  expect(await aggregate(plane, 'cardinality', field)).toEqual({ cardinality });
});

test('aggregates the managed fields of thing groups', async () => {
  const plane = controlPlane();
  await configure(plane, { thingGroupIndexingConfiguration: { thingGroupIndexingMode: 'ON' } });
  for (const name of ['a', 'b'])
    await plane.call('POST', `/thing-groups/${name}`, {
      json: { thingGroupProperties: { thingGroupDescription: 'same' } },
    });
  const indexName = 'AWS_ThingGroups';
  expect(await aggregate(plane, 'cardinality', 'description', { indexName })).toEqual({ cardinality: 1 });
  expect(await aggregate(plane, 'cardinality', 'version', { indexName })).toEqual({ cardinality: 1 });
});

describe('GetPercentiles', () => {
  // The numbers are from the example in the AWS CLI reference, "get-percentiles".
  test('interpolates between the closest values', async () => {
    const plane = await fleet(
      [70, 71, 72, 73, 74, 75, 47, 97, 98, 99].map((value) => ({ temperature: String(value) })),
    );
    const { percentiles } = await aggregate(plane, 'percentiles', 'attributes.temperature', {
      percents: [10, 25, 50, 75, 90],
    });
    expect(percentiles).toEqual(
      [
        [10, 67.7],
        [25, 71.25],
        [50, 73.5],
        [75, 91.5],
        [90, 98.1],
      ].map(([percent, value = 0]) => ({ percent, value: expect.closeTo(value) })),
    );
  });

  test('returns seven percentiles by default, and no percentiles if nothing matches', async () => {
    const percents = async (plane: Plane) =>
      (await aggregate(plane, 'percentiles', 'attributes.temperature')).percentiles;
    expect(await percents(await fleet([{ temperature: '1' }]))).toEqual(
      [1, 5, 25, 50, 75, 95, 99].map((percent) => ({ percent, value: 1 })),
    );
    expect(await percents(await fleet([]))).toEqual([]);
  });

  test('rejects a field that is not a number', async () => {
    const plane = await fleet([{ model: 'a' }]);
    expect(await aggregate(plane, 'percentiles', 'attributes.model')).toContain('InvalidAggregationException');
  });
});

test('GetBucketsAggregation returns the most frequent values', async () => {
  const plane = await fleet([{ model: 'b' }, { model: 'a' }, { model: 'c' }, { model: 'c' }, {}]);
  const buckets = (bucketsAggregationType: object) =>
    aggregate(plane, 'buckets', 'attributes.model', { bucketsAggregationType });
  expect(await buckets({ termsAggregation: { maxBuckets: 2 } })).toEqual({
    totalCount: 5,
    buckets: [
      { keyValue: 'c', count: 2 },
      { keyValue: 'a', count: 1 },
    ],
  });
  expect((await buckets({})).buckets).toHaveLength(3);
});

test.each(['statistics', 'cardinality', 'percentiles', 'buckets'])(
  '%s rejects a field that is not indexed',
  async (path) => {
    const more = { bucketsAggregationType: {} };
    expect(await aggregate(await fleet([]), path, 'attributes.other', more)).toBe(
      'InvalidAggregationException: Aggregation field attributes.other is not a managed or custom field',
    );
  },
);

describe('the indexing configuration', () => {
  const described = async ({ call }: Plane) => (await call('GET', '/indexing/config')).body;

  test('reads the indexing configuration and changes parts of it, including after a restart', async () => {
    const open = reopenedStore();
    const plane = controlPlane({ store: open() });
    expect(await described(plane)).toMatchObject({
      thingIndexingConfiguration: { thingIndexingMode: 'OFF', managedFields: [] },
      thingGroupIndexingConfiguration: { thingGroupIndexingMode: 'OFF', managedFields: [] },
    });
    await configure(plane);
    await configure(plane, { thingGroupIndexingConfiguration: { thingGroupIndexingMode: 'ON' } });
    const restarted = controlPlane({ store: open() });
    expect(await described(restarted)).toMatchObject({
      thingIndexingConfiguration: {
        ...thingIndexingConfiguration,
        thingConnectivityIndexingMode: 'OFF',
        managedFields: expect.arrayContaining([
          { name: 'thingName', type: 'String' },
          { name: 'registry.version', type: 'Number' },
        ]),
      },
      thingGroupIndexingConfiguration: { thingGroupIndexingMode: 'ON' },
    });
    expect((await restarted.call('GET', '/indices')).body).toEqual({ indexNames: ['AWS_Things', 'AWS_ThingGroups'] });
  });

  test.each([
    [{ thingIndexingMode: 'OFF', thingConnectivityIndexingMode: 'STATUS' }, 'to index other data sources'],
    [{ thingIndexingMode: 'REGISTRY', namedShadowIndexingMode: 'ON' }, 'requires namedShadowNames'],
    [{ thingIndexingMode: 'EVERYTHING' }, 'enum value set: [OFF, REGISTRY, REGISTRY_AND_SHADOW]'],
    [
      { thingIndexingMode: 'REGISTRY', customFields: Array.from({ length: 6 }, () => ({ name: 'a', type: 'Number' })) },
      'Member must have length less than or equal to 5',
    ],
  ])('rejects the indexing configuration %j without any change', async (configuration, reason) => {
    const plane = controlPlane();
    const { status, body } = await configure(plane, { thingIndexingConfiguration: configuration });
    expect(status).toBe(400);
    expect(body).toContain(reason);
    expect((await plane.call('GET', '/indices')).body).toEqual({ indexNames: [] });
  });
});

test("returns a thing's connectivity only if connectivity is indexed", async () => {
  const plane = controlPlane();
  const connectivity = () => plane.call('POST', '/things/light-1/connectivity-data');
  expect((await connectivity()).status).toBe(404);
  await configure(plane, {
    thingIndexingConfiguration: { thingIndexingMode: 'REGISTRY', thingConnectivityIndexingMode: 'STATUS' },
  });
  expect((await connectivity()).body).toEqual({ thingName: 'light-1', connected: false });
  expect((await plane.call('POST', '/things/none/connectivity-data')).status).toBe(404);
});

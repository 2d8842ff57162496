import type { JsonObject } from '@himeshima/iot';
import { AwsError } from '../../gateway/service-api';
import { memoryStore } from '../../store';
import { createFleetIndex, type Search } from './fleet-index';
import type { IndexingConfiguration } from './index-documents';
import { createRegistry } from './thing-registry';

const everything: IndexingConfiguration = {
  things: 'REGISTRY_AND_SHADOW',
  connectivity: true,
  violations: true,
  namedShadows: ['config'],
  groups: true,
};

const sections = { reported: { power: true }, desired: { power: false }, delta: { power: false } };
const shadow: JsonObject = { state: sections, metadata: {}, version: 3 };
const indexed = { ...sections, metadata: {}, hasDelta: true, version: 3 };

function fleet(configuration: Partial<IndexingConfiguration> = {}) {
  const store = memoryStore();
  const registry = createRegistry(store, { now: () => 0 });
  registry.addThing('light-2', { type: 'light', attributes: { room: 'attic' } });
  registry.addThing('light-1', { type: 'light', attributes: { room: 'hall' } });
  registry.addThing('sensor-1', { type: undefined, attributes: {} });
  registry.addGroup('house');
  registry.addGroup('floor', { parent: 'house', description: 'the first', attributes: { size: '80' } });
  registry.addToGroup('light-1', 'floor');
  const index = createFleetIndex(
    {
      registry,
      billingGroups: { groupOf: (thing) => (thing === 'light-1' ? 'tokyo' : undefined) },
      shadows: {
        document: ({ thing, shadow: name }) =>
          thing === 'light-1' && (name === undefined || name === 'config') ? shadow : undefined,
      },
      presence: {
        connectivityOf: (client) =>
          client === 'light-1'
            ? { connected: true, timestamp: 5 }
            : { connected: false, timestamp: 3, disconnectReason: 'CONNECTION_LOST' },
        sessionOf: (client) =>
          client === 'light-1'
            ? {
                keepAliveSeconds: 60,
                isClean: true,
                expirySeconds: 0,
                source: { ip: '127.0.0.1', port: 1 },
                thing: client,
              }
            : undefined,
      },
      deviceDefender: {
        violationsOf: (thing) =>
          thing === 'light-2'
            ? [
                {
                  profile: 'ours',
                  behaviour: 'few-messages',
                  metric: 'aws:num-messages-sent',
                  inViolation: true,
                  at: 7,
                  value: 9,
                },
              ]
            : [],
      },
    },
    store,
  );
  index.configure({ ...everything, ...configuration });
  const search = (query: string, more: Partial<Search> = {}) =>
    index.search({ index: 'AWS_Things', query, nextToken: undefined, maxResults: 100, ...more });
  const names = (query: string) => JSON.stringify(search(query)).match(/(?<="thingName":")[^"]+/g) ?? [];
  return { index, search, names };
}

const errorOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
  return 'no error';
};

describe('a thing', () => {
  test('returns a thing with all its indexed fields, and its shadow as a string', () => {
    const { search } = fleet();
    expect(search('thingName:light-1')).toEqual({
      things: [
        {
          thingName: 'light-1',
          thingId: expect.any(String),
          thingTypeName: 'light',
          thingGroupNames: ['floor', 'tokyo'],
          attributes: { room: 'hall' },
          shadow: expect.any(String),
          deviceDefender: '{"violationCount":0}',
          connectivity: {
            connected: true,
            timestamp: 5,
            clientId: 'light-1',
            keepAliveDuration: 60,
            cleanSession: true,
            sessionExpiry: 0,
          },
        },
      ],
    });
    const [, text = ''] = /"shadow":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(search('thingName:light-1'))) ?? [];
    expect(JSON.parse(JSON.parse(text))).toEqual({ ...indexed, name: { config: indexed } });
  });

  test('finds a thing by its registry data, shadows, violations and connectivity', () => {
    const { names } = fleet();
    expect(names('thingTypeName:light')).toEqual(['light-1', 'light-2']);
    expect(names('registry.thingGroupNames:floor')).toEqual(['light-1']);
    expect(names('thingGroupNames:tokyo')).toEqual(['light-1']);
    expect(names('attributes.room:a*')).toEqual(['light-2']);
    expect(names('shadow.reported.power:true shadow.hasDelta:true')).toEqual(['light-1']);
    expect(names('shadow.name.config.desired.power:false')).toEqual(['light-1']);
    expect(names('deviceDefender.ours.few-messages.inViolation:true')).toEqual(['light-2']);
    expect(names('deviceDefender.violationCount>0')).toEqual(['light-2']);
    expect(names('connectivity.connected:false')).toEqual(['light-2', 'sensor-1']);
    expect(names('connectivity.keepAliveDuration:60 connectivity.cleanSession:true')).toEqual(['light-1']);
    expect(names('connectivity.disconnectReason:CONNECTION_LOST thingName:s*')).toEqual(['sensor-1']);
  });

  test('has the session of its client with its connectivity', () => {
    const { index } = fleet();
    const session = { clientId: 'light-1', keepAliveDuration: 60, cleanSession: true, sessionExpiry: 0 };
    expect(index.connectivityOf('light-1')).toEqual({ connected: true, timestamp: 5, ...session });
    expect(index.connectivityOf('light-2')).not.toHaveProperty('clientId');
  });

  test('finds no thing by fields from data sources that are not indexed', () => {
    const { names, search } = fleet({ things: 'REGISTRY', connectivity: false, violations: false, namedShadows: [] });
    for (const field of ['shadow.hasDelta', 'connectivity.connected', 'deviceDefender.violationCount'])
      expect(names(`${field}:*`)).toEqual([]);
    expect(JSON.stringify(search('*'))).not.toMatch(/shadow|connectivity|deviceDefender/);
  });
});

test('every page except the last contains a token for the next page', () => {
  const { search } = fleet();
  const pages: unknown[] = [];
  let nextToken: string | undefined;
  do {
    const page: { things?: { thingName: string }[]; nextToken?: string } = search('*', { maxResults: 2, nextToken });
    pages.push(page.things?.map(({ thingName }) => thingName));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(pages).toEqual([['light-1', 'light-2'], ['sensor-1']]);
});

test('thing groups have a separate index', () => {
  expect(fleet().search('parentGroupNames:house', { index: 'AWS_ThingGroups' })).toEqual({
    thingGroups: [
      {
        thingGroupName: 'floor',
        thingGroupId: expect.any(String),
        thingGroupDescription: 'the first',
        attributes: { size: '80' },
        parentGroupNames: ['house'],
      },
    ],
  });
});

describe('an index', () => {
  test.each([
    [{ things: 'REGISTRY', connectivity: false, violations: false, namedShadows: [] }, 'REGISTRY'],
    [{ connectivity: false, violations: false, namedShadows: [] }, 'REGISTRY_AND_SHADOW'],
    [{ violations: false, namedShadows: [] }, 'REGISTRY_AND_SHADOW_AND_CONNECTIVITY_STATUS'],
    [{}, 'MULTI_INDEXING_MODE'],
  ] as const)('an index of %j has the schema %s', (configuration, schema) =>
    expect(fleet(configuration).index.describe('AWS_Things')).toEqual({
      indexName: 'AWS_Things',
      indexStatus: 'ACTIVE',
      schema,
    }),
  );

  test("returns AWS IoT's error if the index is disabled", () => {
    const { index, search } = fleet({ things: 'OFF' });
    expect(index.indices()).toEqual(['AWS_ThingGroups']);
    expect(errorOf(() => search('*'))).toBe(
      '404 ResourceNotFoundException: Index AWS_Things does not exist. Please enable index by calling UpdateIndexingConfiguration',
    );
    expect(errorOf(() => index.describe('AWS_Nothing'))).toContain('Index AWS_Nothing does not exist.');
  });
});

test('rejects an invalid query or token', () => {
  const { search } = fleet();
  expect(errorOf(() => search('light~'))).toBe(
    '400 InvalidQueryException: fuzzy and proximity searches (~) are not supported (column 6)',
  );
  expect(errorOf(() => search('*', { nextToken: 'bm9uZQ' }))).toBe('400 InvalidRequestException: Invalid nextToken');
});

import {
  type FieldValue,
  type FleetDocument,
  FleetQueryError,
  matchesFleetQuery,
  parseFleetQuery,
} from '@himeshima/iot';
import { AwsError } from '../../gateway/request';
import { nameIn, tokenOf } from '../iot-pagination';
import { flattenDocument } from './flatten-document';
import { describeGroup, describeThing, type IndexedParts, type IndexingConfiguration } from './index-documents';

const indexNames = ['AWS_Things', 'AWS_ThingGroups'] as const;
type IndexName = (typeof indexNames)[number];

export interface Search {
  index: string;
  query: string;
  nextToken: string | undefined;
  maxResults: number;
}

/**
 * Fleet index of the current state of the registry, shadows and broker, without an indexing delay. Aggregations, fleet
 * metrics, dynamic groups and geographical queries are not supported.
 */
export interface FleetIndex {
  configure(configuration: IndexingConfiguration): void;
  /** Returns the names of the enabled indices. */
  indices(): readonly string[];
  /** Describes an index. Throws an AwsError ResourceNotFoundException if the index is disabled. */
  describe(index: string): { indexName: string; indexStatus: 'ACTIVE'; schema: string };
  /** Rejects an invalid query. Throws an AwsError if the index is disabled, or the query is invalid. */
  checkQuery(index: string, query: string): void;
  /** Returns whether a thing matches a dynamic group's query. Nothing matches while the thing index is disabled. */
  matches(query: string, thing: string): boolean;
  /** Returns the names of the things that match a dynamic group's query. */
  members(query: string): string[];
  /** Runs a query. Throws an AwsError if the index is disabled, or the query or token is invalid. */
  search(search: Search): object;
}

const off: IndexingConfiguration = {
  things: 'OFF',
  connectivity: false,
  violations: false,
  namedShadows: [],
  groups: false,
};

/**
 * Prefixes of fields that a query without a field name does not search: the developer guide, "Query syntax", does not
 * list "Device connectivity".
 */
const unnamedFields = ['connectivity.'];

export function createFleetIndex(parts: IndexedParts): FleetIndex {
  const { registry } = parts;
  let configured = off;

  const isOn = (name: IndexName) => (name === 'AWS_Things' ? configured.things !== 'OFF' : configured.groups);

  const indexNamed = (name: string): IndexName => {
    const found = indexNames.find((known) => known === name);
    if (found !== undefined && isOn(found)) return found;
    const reason = `Index ${name} does not exist. Please enable index by calling UpdateIndexingConfiguration`;
    throw new AwsError('ResourceNotFoundException', reason, 404);
  };

  const documentsOf = (index: IndexName): readonly { name: string; document: object }[] =>
    index === 'AWS_Things'
      ? registry.things().map((name) => ({ name, document: describeThing(name, configured, parts) }))
      : registry.groups().map((name) => ({ name, document: describeGroup(name, registry) }));

  const matches = (query: ReturnType<typeof parseQuery>, thing: string) =>
    matchesFleetQuery(query, searchable(describeThing(thing, configured, parts)));

  return {
    configure(configuration) {
      configured = configuration;
    },
    indices: () => indexNames.filter(isOn),
    describe(index) {
      const name = indexNamed(index);
      return {
        indexName: name,
        indexStatus: 'ACTIVE',
        schema: name === 'AWS_ThingGroups' ? 'THING_GROUPS' : schemaOf(configured),
      };
    },
    checkQuery(index, query) {
      indexNamed(index);
      parseQuery(query);
    },
    matches: (query, thing) =>
      configured.things !== 'OFF' && registry.thing(thing) !== undefined && matches(parseQuery(query), thing),
    members: (query) => {
      if (configured.things === 'OFF') return [];
      const parsed = parseQuery(query);
      return registry.things().filter((name) => matches(parsed, name));
    },
    search({ index, query, nextToken, maxResults }) {
      const name = indexNamed(index);
      const parsed = parseQuery(query);
      const after = nextToken === undefined ? undefined : nameIn(nextToken, 'nextToken');
      const found = documentsOf(name)
        .filter((member) => matchesFleetQuery(parsed, searchable(member.document)))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .filter((member) => after === undefined || member.name > after);
      const page = found.slice(0, maxResults);
      const last = page.at(-1);
      return {
        [name === 'AWS_Things' ? 'things' : 'thingGroups']: page.map(({ document }) => withStringFields(document)),
        ...(found.length > page.length && last !== undefined ? { nextToken: tokenOf(last.name) } : {}),
      };
    },
  };
}

/**
 * Returns the schema of the thing index. Source: AWS IoT developer guide, "managing-index", "Describing a thing index".
 */
function schemaOf({ things, connectivity, violations, namedShadows }: IndexingConfiguration): string {
  if (violations || namedShadows.length > 0) return 'MULTI_INDEXING_MODE';
  return connectivity ? `${things}_AND_CONNECTIVITY_STATUS` : things;
}

function parseQuery(query: string) {
  try {
    return parseFleetQuery(query);
  } catch (error) {
    if (!(error instanceof FleetQueryError)) throw error;
    throw new AwsError('InvalidQueryException', error.message);
  }
}

/** Fields that can have the prefix `registry.` in queries, because aggregations require this prefix. */
const registryFields = ['thingTypeName', 'thingGroupNames'];

function searchable(document: object): FleetDocument {
  const fields = new Map<string, readonly FieldValue[]>(flattenDocument(document));
  for (const name of registryFields) {
    const values = fields.get(name);
    if (values !== undefined) fields.set(`registry.${name}`, values);
  }
  return { fields, unnamed: unnamedFields };
}

/** Converts shadows and violations to JSON strings. Source: API reference, "ThingDocument". */
const withStringFields = (document: object) =>
  Object.fromEntries(
    Object.entries(document).map(([name, value]: [string, unknown]) => [
      name,
      name === 'shadow' || name === 'deviceDefender' ? JSON.stringify(value) : value,
    ]),
  );

import {
  type FieldValue,
  type FleetDocument,
  FleetQueryError,
  matchesFleetQuery,
  parseFleetQuery,
} from '@himeshima/iot';
import { AwsError } from '../../gateway/service-api';
import type { Collection, Store } from '../../store';
import { nameIn, tokenOf } from '../iot-pagination';
import { flattenDocument } from './flatten-document';
import {
  describeGroup,
  describeThing,
  type IndexedConnectivity,
  type IndexedParts,
  type IndexingConfiguration,
  indexedConnectivity,
} from './index-documents';
import { fieldNamed, type IndexField, managedFields, managedGroupFields } from './index-fields';

const indexNames = ['AWS_Things', 'AWS_ThingGroups'] as const;
type IndexName = (typeof indexNames)[number];

export interface Search {
  index: string;
  query: string;
  nextToken: string | undefined;
  maxResults: number;
}

/** Indexed thing or thing group, in the format that SearchIndex returns. */
interface IndexedDocument {
  name: string;
  document: object;
  version: number;
}

/** Query whose results are aggregated. */
export interface Aggregation {
  index: string;
  query: string;
  /** Managed or custom field. */
  field: string;
}

/**
 * Fleet index of the current state of the registry, shadows and broker, without an indexing delay. Fleet metrics and
 * geographical queries are not supported.
 */
export interface FleetIndex {
  configure(configuration: IndexingConfiguration): void;
  readonly configuration: IndexingConfiguration;
  /**
   * Returns the number of matching things or thing groups, and the valid values that each of them has for a field.
   * @throws AwsError if the index is disabled, the query is invalid, or the field cannot be aggregated
   */
  aggregate(aggregation: Aggregation): { total: number; type: IndexField['type']; values: (readonly FieldValue[])[] };
  /** Returns the names of the enabled indices. */
  indices(): readonly string[];
  /** Describes an index. Throws an AwsError ResourceNotFoundException if the index is disabled. */
  describe(index: string): { indexName: string; indexStatus: 'ACTIVE'; schema: string };
  /** Returns a thing's connectivity. Throws an AwsError ResourceNotFoundException if connectivity is not indexed. */
  connectivityOf(thing: string): IndexedConnectivity;
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
 * Field name prefixes. A query without a field name does not search fields with these prefixes, because the developer
 * guide, "Query syntax", does not list "Device connectivity", and registry fields are searched under their names
 * without the prefix.
 */
const unnamedFields = ['connectivity.', 'registry.'];

export function createFleetIndex(parts: IndexedParts, store: Store): FleetIndex {
  const { registry } = parts;
  const stored: Collection<IndexingConfiguration> = store.collection('iot-indexing-configuration');
  let configured = stored.get('configuration') ?? off;

  const isOn = (name: IndexName) => (name === 'AWS_Things' ? configured.things !== 'OFF' : configured.groups);

  const indexNamed = (name: string): IndexName => {
    const found = indexNames.find((known) => known === name);
    if (found !== undefined && isOn(found)) return found;
    const reason = `Index ${name} does not exist. Please enable index by calling UpdateIndexingConfiguration`;
    throw new AwsError('ResourceNotFoundException', reason, 404);
  };

  const fieldsOf = (name: IndexName): readonly IndexField[] =>
    name === 'AWS_Things'
      ? [...managedFields(configured), ...(configured.customFields ?? [])]
      : [...managedGroupFields, ...(configured.customGroupFields ?? [])];

  const thingNamed = (name: string): IndexedDocument => ({
    name,
    document: describeThing(name, configured, parts),
    version: registry.identityOf('thing', name).version,
  });
  const groupNamed = (name: string): IndexedDocument => ({
    name,
    document: describeGroup(name, registry),
    version: registry.identityOf('thinggroup', name).version,
  });
  const documentsOf = (index: IndexName): readonly IndexedDocument[] =>
    index === 'AWS_Things' ? registry.things().map(thingNamed) : registry.groups().map(groupNamed);

  const matches = (query: ReturnType<typeof parseQuery>, thing: string) =>
    matchesFleetQuery(query, searchable(thingNamed(thing)));

  return {
    configure(configuration) {
      configured = configuration;
      stored.set('configuration', configuration);
    },
    get configuration() {
      return configured;
    },
    aggregate({ index, query, field: fieldName }) {
      const name = indexNamed(index);
      const field = fieldNamed(fieldsOf(name), fieldName);
      if (field === undefined)
        throw new AwsError(
          'InvalidAggregationException',
          `Aggregation field ${fieldName} is not a managed or custom field`,
        );
      const parsed = parseQuery(query);
      const found = documentsOf(name)
        .map(searchable)
        .filter((document) => matchesFleetQuery(parsed, document));
      const values = found.map(({ fields }) =>
        (fields.get(fieldName) ?? []).flatMap((value) => typedValue(value, field.type)),
      );
      return { total: found.length, type: field.type, values: values.filter(({ length }) => length > 0) };
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
    connectivityOf(thing) {
      indexNamed('AWS_Things');
      if (configured.connectivity) return indexedConnectivity(thing, parts.presence);
      const reason = 'Connectivity is not indexed. Please enable it by calling UpdateIndexingConfiguration';
      throw new AwsError('ResourceNotFoundException', reason, 404);
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
        .filter((member) => matchesFleetQuery(parsed, searchable(member)))
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

/** Returns a list with the value converted to the type of its field, or an empty list if it cannot be converted. */
function typedValue(value: FieldValue, type: IndexField['type']): FieldValue[] {
  if (type === 'String') return typeof value === 'string' ? [value] : [];
  if (type === 'Boolean')
    return typeof value === 'boolean' ? [value] : ['true', 'false'].includes(String(value)) ? [value === 'true'] : [];
  // Attributes are strings, but can be indexed as numbers (developer guide, "managing-index").
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? [number] : [];
}

/** Fields that can have the prefix `registry.` in queries, because aggregations require this prefix. */
const registryFields = ['thingTypeName', 'thingGroupNames'];

function searchable({ document, version }: IndexedDocument): FleetDocument {
  const fields = new Map<string, readonly FieldValue[]>(flattenDocument(document));
  for (const name of registryFields) {
    const values = fields.get(name);
    if (values !== undefined) fields.set(`registry.${name}`, values);
  }
  const description = fields.get('thingGroupDescription');
  if (description !== undefined) fields.set('description', description);
  fields.set(fields.has('thingGroupName') ? 'version' : 'registry.version', [version]);
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

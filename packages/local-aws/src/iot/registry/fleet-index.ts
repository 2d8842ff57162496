import {
  type FieldValue,
  type FleetDocument,
  FleetQueryError,
  matchesFleetQuery,
  parseFleetQuery,
} from '@himeshima/iot';
import { AwsError } from '../../gateway/request';
import { nameIn, tokenOf } from '../pages';
import { flattened } from './flattened';
import { describeGroup, describeThing, type IndexedParts, type IndexingConfiguration } from './indexed';

const indexNames = ['AWS_Things', 'AWS_ThingGroups'] as const;
type IndexName = (typeof indexNames)[number];

export interface Search {
  index: string;
  query: string;
  nextToken: string | undefined;
  maxResults: number;
}

/**
 * Fleet indexing over what the registry, the shadows and the broker know at the moment: here nothing lags behind. Not
 * there: aggregations, fleet metrics, dynamic groups, geographical queries.
 */
export interface FleetIndex {
  configure(configuration: IndexingConfiguration): void;
  /** Names of the indices that there are. */
  indices(): readonly string[];
  /** @throws AwsError ResourceNotFoundException where the index is switched off */
  describe(index: string): { indexName: string; indexStatus: 'ACTIVE'; schema: string };
  /** @throws AwsError as AWS IoT refuses an index that is off, a query and a token that it cannot read */
  search(search: Search): object;
}

const off: IndexingConfiguration = {
  things: 'OFF',
  connectivity: false,
  violations: false,
  namedShadows: [],
  groups: false,
};

/** "Device connectivity" is none of the fields that a word is looked for in (developer guide, "Query syntax"). */
const unnamed = ['connectivity.'];

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

  const members = (index: IndexName): readonly { name: string; document: object }[] =>
    index === 'AWS_Things'
      ? registry.things().map((name) => ({ name, document: describeThing(name, configured, parts) }))
      : registry.groups().map((name) => ({ name, document: describeGroup(name, registry) }));

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
    search({ index, query, nextToken, maxResults }) {
      const name = indexNamed(index);
      const parsed = queryOf(query);
      const after = nextToken === undefined ? undefined : nameIn(nextToken, 'nextToken');
      const found = members(name)
        .filter((member) => matchesFleetQuery(parsed, searchable(member.document)))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .filter((member) => after === undefined || member.name > after);
      const page = found.slice(0, maxResults);
      const last = page.at(-1);
      return {
        [name === 'AWS_Things' ? 'things' : 'thingGroups']: page.map(({ document }) => answered(document)),
        ...(found.length > page.length && last !== undefined ? { nextToken: tokenOf(last.name) } : {}),
      };
    },
  };
}

/** AWS IoT developer guide, "managing-index", "Describing a thing index". */
function schemaOf({ things, connectivity, violations, namedShadows }: IndexingConfiguration): string {
  if (violations || namedShadows.length > 0) return 'MULTI_INDEXING_MODE';
  return connectivity ? `${things}_AND_CONNECTIVITY_STATUS` : things;
}

function queryOf(query: string) {
  try {
    return parseFleetQuery(query);
  } catch (error) {
    if (!(error instanceof FleetQueryError)) throw error;
    throw new AwsError('InvalidQueryException', error.message);
  }
}

/** What queries may write with `registry.` before it, as aggregations have to. */
const alsoOfRegistry = ['thingTypeName', 'thingGroupNames'];

function searchable(document: object): FleetDocument {
  const fields = new Map<string, readonly FieldValue[]>(flattened(document));
  for (const name of alsoOfRegistry) {
    const values = fields.get(name);
    if (values !== undefined) fields.set(`registry.${name}`, values);
  }
  return { fields, unnamed };
}

/** Shadows and violations are answered as texts (ThingDocument, API reference). */
const answered = (document: object) =>
  Object.fromEntries(
    Object.entries(document).map(([name, value]: [string, unknown]) => [
      name,
      name === 'shadow' || name === 'deviceDefender' ? JSON.stringify(value) : value,
    ]),
  );

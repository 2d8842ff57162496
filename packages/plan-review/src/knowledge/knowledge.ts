import { groupBy } from '../group-by';
import { byType } from '../plan/type-table';
import { aws } from './aws';
import { azurerm } from './azurerm';
import { cloudflare } from './cloudflare';
import { customerKeys } from './customer-keys';
import { datadog } from './datadog';
import { github } from './github';
import { google } from './google';
import { grafana } from './grafana';
import { helm } from './helm';
import { kubernetes } from './kubernetes';
import { pagerduty } from './pagerduty';
import type { Condition, Consequence, Meaning, ProviderKnowledge, Row } from './row';

/** Row whose path is split into steps. */
export interface CompiledRow {
  readonly path: readonly string[];
  /** Path in one string, such as `metadata_options.http_tokens`. */
  readonly attribute: string;
  readonly meaning: Meaning;
  readonly when: Condition;
  readonly so: string;
  readonly appliesToCreations: boolean;
  readonly isOnlyOnChange: boolean;
  readonly orUnset: Row['orUnset'];
}

/** Knowledge about each provider. Keys are prefixes of resource types. */
export const providers: Readonly<Record<string, ProviderKnowledge>> = {
  aws,
  azurerm,
  cloudflare,
  datadog,
  github,
  google,
  grafana,
  helm,
  kubernetes,
  pagerduty,
};

/** Meanings for which new resources are judged like changed resources. */
const meaningsOfCreations: ReadonlySet<Meaning> = new Set(['exposure', 'reach', 'rights']);

const tables = Object.values(providers);

const compile = ({ path, meaning, when, so, onlyOnChange, evenIfNew, orUnset }: Row): CompiledRow => ({
  path: path.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.')),
  attribute: path.replaceAll('\\.', '.'),
  meaning,
  when,
  so,
  appliesToCreations: evenIfNew === true || (onlyOnChange !== true && meaningsOfCreations.has(meaning)),
  isOnlyOnChange: onlyOnChange === true,
  orUnset,
});

const typesWithRows = new Set(tables.flatMap(({ rows }) => Object.keys(rows)));

/** Returns the rows of a resource type. Undefined for other types. */
export const rowsOf = byType<readonly CompiledRow[]>(
  Object.fromEntries(
    [
      ...groupBy(
        [...tables.map(({ rows }) => rows), customerKeys].flatMap(Object.entries<readonly Row[]>),
        ([type]) => type,
      ),
    ].map(([type, entries]) => [type, entries.flatMap(([, rows]) => rows.map(compile))]),
  ),
);

/** Returns the consequence of deleting a resource of a type. Undefined if the tables contain none. */
export const deletionOf = byType<Consequence>(Object.assign({}, ...tables.map(({ deletions }) => deletions)));

/** Returns the consequence of creating a resource of a type. Undefined if the tables contain none. */
export const creationOf = byType<Consequence>(Object.assign({}, ...tables.map(({ creations }) => creations ?? {})));

const understood = new Set(tables.flatMap((table) => table.understood));

/** Returns whether the tables contain a resource type. */
export const isInTables = (type: string): boolean =>
  understood.has(type) || typesWithRows.has(type) || deletionOf(type) !== undefined || creationOf(type) !== undefined;

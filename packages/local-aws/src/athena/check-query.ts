import { z } from 'zod';
import { isFields } from '../gateway/json-api';
import { castTypes, untranslatableReason } from './dialect';
import type { Session } from './duckdb';

type Fields = Readonly<Record<string, unknown>>;

/** Schema for the result of `json_serialize_sql`, which is DuckDB's syntax tree as JSON. */
const Parsed = z.union([
  z.object({ error: z.literal(false), statements: z.array(z.object({ node: z.unknown() })) }),
  z.object({ error: z.literal(true), error_message: z.string(), position: z.string().optional() }),
]);

/** Classes of expressions that a query may contain. */
const expressions = new Set([
  'BETWEEN',
  'CASE',
  'CAST',
  'COLUMN_REF',
  'COMPARISON',
  'CONJUNCTION',
  'CONSTANT',
  'FUNCTION',
  'OPERATOR',
  'PARAMETER',
  'STAR',
  'SUBQUERY',
  'WINDOW',
]);
const sources = new Set(['BASE_TABLE', 'EMPTY', 'JOIN', 'SUBQUERY', 'TABLE_FUNCTION']);
const queries = new Set(['SELECT_NODE', 'SET_OPERATION_NODE']);

/** DuckDB features that Trino lacks, keyed by the attribute that represents them in the syntax tree. */
const beyond: Readonly<Record<string, string>> = { qualify: 'QUALIFY', sample: 'a sample', at_clause: 'AT' };

/** Error for a rejected query. The message contains the position if it is known. */
export class QueryError extends Error {}

const at = (sql: string, offset: unknown): string => {
  if (typeof offset !== 'number' || offset < 0 || offset > sql.length) return '';
  const before = sql.slice(0, offset).split('\n');
  return `line ${before.length}:${(before.at(-1)?.length ?? 0) + 1}: `;
};

/** Yields every object in a tree with its parent. */
function* nodesOf(value: unknown, inside?: Fields): Generator<{ node: Fields; inside: Fields | undefined }> {
  if (Array.isArray(value)) for (const one of value) yield* nodesOf(one, inside);
  else if (isFields(value)) {
    yield { node: value, inside };
    for (const child of Object.values(value)) yield* nodesOf(child, value);
  }
}

const fieldsIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** Table reference in a query. */
export interface NamedTable {
  /** Database named in the query; undefined for the query's default database. */
  readonly database: string | undefined;
  readonly name: string;
}

/**
 * Parses a query and checks all its expressions and tables before the query runs.
 * @param tablesOf returns the names of the tables in a database; undefined selects the query's default database
 * @returns the tables that the query reads, and Athena's names for columns without an alias
 * @throws QueryError with the name and position of the rejected element, if the query is invalid or DuckDB's result
 * would differ from Athena's
 */
export async function checkQuery(
  session: Session,
  sql: string,
  tablesOf: (database: string | undefined) => Iterable<string> | undefined,
): Promise<{ readonly tables: readonly NamedTable[]; readonly unnamed: ReadonlyMap<number, string> }> {
  const tree = await parse(session, sql);
  const namedTables = new Map<string, NamedTable>();
  const own = new Set(
    [...nodesOf(tree)].flatMap(({ node }) =>
      isFields(node['cte_map']) ? fieldsIn(node['cte_map']['map']).map(({ key }) => String(key).toLowerCase()) : [],
    ),
  );
  for (const { node, inside } of nodesOf(tree)) {
    const problem = nodeProblem(node, inside);
    if (problem !== undefined)
      throw new QueryError(`${at(sql, node['query_location'])}${problem} is not translated to DuckDB`);
    if (node['type'] !== 'BASE_TABLE') continue;
    const name = String(node['table_name']).toLowerCase();
    const database = String(node['schema_name'] ?? '').toLowerCase() || undefined;
    if (own.has(name) && database === undefined) continue;
    const place = at(sql, node['query_location']);
    const tables = tablesOf(database);
    if (tables === undefined)
      throw new QueryError(
        `SCHEMA_NOT_FOUND: ${place}${database === undefined ? 'the query has no database, or its database does not exist' : `Schema '${database}' does not exist`}`,
      );
    const known = [...tables];
    if (!known.includes(name))
      throw new QueryError(
        `TABLE_NOT_FOUND: ${place}Table '${name}' does not exist; known: ${known.join(', ') || 'none'}`,
      );
    namedTables.set(`${database}.${name}`, { database, name });
  }
  return { tables: [...namedTables.values()], unnamed: unnamedColumns(tree) };
}

/**
 * Returns Athena's names, such as `_col0`, for expressions without an alias, keyed by position. Expressions after a `*` are
 * omitted, because their positions are unknown.
 */
function unnamedColumns(tree: unknown): ReadonlyMap<number, string> {
  const node = isFields(tree) && isFields(tree['left']) ? tree['left'] : tree;
  const items = isFields(node) ? fieldsIn(node['select_list']) : [];
  const stars = items.findIndex((item) => item['class'] === 'STAR');
  const placed = stars === -1 ? items : items.slice(0, stars);
  return new Map(
    placed.flatMap((item, place) =>
      item['alias'] === '' && item['class'] !== 'COLUMN_REF' ? [[place, `_col${place}`] as const] : [],
    ),
  );
}

async function parse(session: Session, sql: string): Promise<unknown> {
  const statement = await session.prepare('SELECT json_serialize_sql(CAST(? AS varchar))');
  statement.bindVarchar(1, sql);
  const [[text] = []] = (await statement.runAndReadAll()).getRowsJson();
  const parsed = Parsed.parse(JSON.parse(String(text)));
  if (parsed.error)
    throw new QueryError(`SYNTAX_ERROR: ${at(sql, Number(parsed.position ?? Number.NaN))}${parsed.error_message}`);
  const [only, ...others] = parsed.statements;
  if (only === undefined || others.length > 0) throw new QueryError('SYNTAX_ERROR: expected exactly one statement');
  return only.node;
}

function nodeProblem(node: Fields, inside: Fields | undefined): string | undefined {
  const { class: kind, type } = node;
  for (const [attribute, name] of Object.entries(beyond)) if (isFields(node[attribute])) return name;
  if (typeof kind === 'string') return expressionProblem(kind, node, inside);
  // Trino limits recursion to ten steps, but DuckDB does not
  if (type === 'RECURSIVE_CTE_NODE') return 'WITH RECURSIVE';
  if ('select_list' in node || 'setop_type' in node) return queries.has(String(type)) ? undefined : String(type);
  if ('alias' in node && 'sample' in node) return sourceProblem(node);
  return undefined;
}

function expressionProblem(kind: string, node: Fields, inside: Fields | undefined): string | undefined {
  if (!expressions.has(kind)) return kind;
  const { function_name: name, cast_type: cast } = node;
  if (typeof name === 'string') return untranslatableReason({ name, args: fieldsIn(node['children']), inside });
  if (kind === 'CAST' && isFields(cast) && !castTypes.has(String(cast['id']))) return `CAST to ${String(cast['id'])}`;
  const more = ['exclude_list', 'qualified_exclude_list', 'rename_list', 'replace_list'].some((list) => {
    const listed = node[list];
    return Array.isArray(listed) && listed.length > 0;
  });
  return kind === 'STAR' && (more || node['columns'] === true) ? '* with EXCLUDE or REPLACE' : undefined;
}

function sourceProblem(node: Fields): string | undefined {
  const { type, catalog_name: catalog = '' } = node;
  if (!sources.has(String(type))) return `${String(type)} in FROM`;
  if (catalog !== '') return 'a table in another catalog';
  if (type !== 'TABLE_FUNCTION') return undefined;
  const called = isFields(node['function']) ? node['function']['function_name'] : undefined;
  return called === 'unnest' ? undefined : `the table function ${String(called)}`;
}

import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { blocksIn, listOf } from './block-values';

/**
 * Returns the policy of a `data.aws_iam_policy_document`. Returns an invalid policy, which is reported as unreadable, if an
 * argument cannot be read. Source: Terraform Registry, hashicorp/aws 6.25, data source aws_iam_policy_document
 */
export function policyDocumentJson(attributes: ValueObject): string {
  const own = blocksIn(attributes['statement']).map(statementOf);
  const [sources, overrides] = ['source_policy_documents', 'override_policy_documents'].map((name) =>
    listOf(attributes[name]).flatMap(statementsIn),
  );
  const merged = [...(sources ?? []), ...own, ...(overrides ?? [])].reduce<readonly Value[]>(withStatement, []);
  const version = attributes['version'] ?? '2012-10-17';
  return JSON.stringify({ Version: version, Statement: merged }).replaceAll('&{', '${');
}

/** Names of a statement's lists, as pairs of the data source's argument and the policy element. */
const lists = [
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
] as const;

const principalLists = [
  ['principals', 'Principal'],
  ['not_principals', 'NotPrincipal'],
] as const;

function statementOf(block: ValueObject): ValueObject {
  const conditions = blocksIn(block['condition']);
  const tests = [...new Set(conditions.map(({ test }) => String(test)))];
  const keysOf = (test: string) =>
    conditions
      .filter((condition) => String(condition['test']) === test)
      .map(({ variable, values }): [string, Value] => [String(variable), values ?? []]);
  return {
    ...(typeof block['sid'] === 'string' && { Sid: block['sid'] }),
    Effect: block['effect'] ?? 'Allow',
    ...Object.fromEntries(lists.flatMap(([name, element]) => entryOf(element, block[name]))),
    ...Object.fromEntries(
      principalLists.flatMap(([name, element]) => entryOf(element, principalsOf(blocksIn(block[name])))),
    ),
    Condition: Object.fromEntries(tests.map((test) => [test, Object.fromEntries(keysOf(test))])),
  };
}

const entryOf = (name: string, value: Value | undefined): (readonly [string, Value])[] =>
  value === undefined || value === null || (isList(value) && value.length === 0) ? [] : [[name, value]];

function principalsOf(blocks: readonly ValueObject[]): Value | undefined {
  if (blocks.length === 0) return undefined;
  if (blocks.some(({ type }) => type === '*')) return '*';
  const types = [...new Set(blocks.map(({ type }) => String(type)))];
  return Object.fromEntries(
    types.map((type) => [
      type,
      blocks.filter((block) => String(block['type']) === type).flatMap(({ identifiers }) => listOf(identifiers)),
    ]),
  );
}

/** Returns the statements of a policy as text. Text that is not a policy becomes an invalid statement, which is reported. */
function statementsIn(text: Value): readonly Value[] {
  if (typeof text !== 'string' || text === '') return [];
  try {
    const document: unknown = JSON.parse(text);
    const statements = typeof document === 'object' && document !== null ? Object.entries(document) : [];
    return statements.flatMap(([name, value]) => (name === 'Statement' ? [value].flat() : []));
  } catch {
    return [text];
  }
}

/** Adds a statement, or replaces the existing statement with the same Sid. */
function withStatement(before: readonly Value[], statement: Value): readonly Value[] {
  const sid = objectOf(statement)['Sid'];
  const kept = before.filter((one) => sid === undefined || sid === '' || objectOf(one)['Sid'] !== sid);
  return [...kept, statement];
}

const objectOf = (value: Value | undefined): ValueObject => (value !== undefined && isObject(value) ? value : {});

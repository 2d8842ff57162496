import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { memoizeByObject } from '../memoize';
import type { Change, Plan } from './plan';
import { modulesOf } from './resource-id';
import { hasUnknown, isUnknownAt, textAt, valueAt } from './value-at';

/** Text for values that are known only after apply. It has the form of a reference, which matches no other value. */
export const later = '${known after apply}';

/**
 * Returns the policy that a data source `aws_iam_policy_document` will produce for an attribute of a new resource that is known only after
 * apply. The plan contains the statements, because Terraform postpones reading the document. Returns undefined if the attribute does
 * not refer to exactly one document, or if a part of the document is unknown.
 */
export function plannedPolicy(
  plan: Plan,
  { address, references, action }: Change,
  attribute: string,
): string | undefined {
  const documents = documentsIn(plan);
  const all = references[attribute] ?? [];
  const documentsNamed = [...new Set(all.flatMap((reference) => documentReference.exec(reference)?.[0] ?? []))];
  const [only, ...others] = documentsNamed;
  if (only === undefined || others.length > 0) return undefined;
  const document = `${modulesOf(address)}${only}`;
  // with for_each or count, the document may have the same key as the instance
  const [own] = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/.exec(address) ?? [];
  const hasOwnKey = all.some((reference) => /^(?:each\.key|count\.index)$/.test(reference));
  const found = documents.get(hasOwnKey && own !== undefined ? `${document}${own}` : document);
  // an unknown part, or a function with other arguments, might make the policy look narrower than before
  const isWhole = all.every(
    (reference) => reference.startsWith(only) || /^(?:each\.key|count\.index)$/.test(reference),
  );
  return action === 'create' || (isWhole && found?.isComparable === true) ? found?.text : undefined;
}

/** Matches a reference to a policy document, with the key of its instance if this is constant. */
const documentReference = /^data\.aws_iam_policy_document\.[^.[]+(?:\[(?:\d+|"[^"]*")\])?/;

/** Policy that a data source will produce. */
interface PlannedDocument {
  /** JSON of the policy, with a placeholder for each unknown value. */
  readonly text: string;
  /** Whether only resources of allowed requests are unknown. Otherwise, a comparison with another policy would be wrong. */
  readonly isComparable: boolean;
}

const documentsIn = memoizeByObject(
  ({ changes }: Plan): ReadonlyMap<string, PlannedDocument> =>
    new Map(
      changes.flatMap(({ type, action, address, after, unknown }) => {
        const text = type === 'aws_iam_policy_document' && action === 'read' ? documentOf(after, unknown) : undefined;
        return text === undefined ? [] : [[address, { text, isComparable: isComparable(after, unknown) }] as const];
      }),
    ),
);

/** Returns whether only resources of allowed requests are unknown in a document. */
function isComparable(values: ValueObject, unknown: Value): boolean {
  const given = blocksIn(values['statement']);
  const marks = valueAt(unknown, ['statement']) ?? [];
  return (
    isList(marks) &&
    given.every((statement, at) => {
      const mark = marks[at] ?? false;
      if (!isObject(mark)) return !hasUnknown(mark);
      const names = Object.keys(mark).filter((name) => hasUnknown(mark[name] ?? false));
      const isAllowed = (textAt(statement, ['effect']) ?? 'Allow') === 'Allow' && mark['effect'] !== true;
      return names.every((name) => isAllowed && name === 'resources');
    })
  );
}

/** Attributes whose documents are merged into the policy. */
const merged = ['source_json', 'override_json', 'source_policy_documents', 'override_policy_documents'];

function documentOf(values: ValueObject, unknown: Value): string | undefined {
  const isMerged = merged.some((name) => {
    const value = values[name] ?? null;
    return isUnknownAt({ unknown }, [name]) || (value !== null && !(isList(value) && value.length === 0));
  });
  const statements = blocksIn(values['statement']);
  if (isMerged || statements.length === 0) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.map(statementOf) });
}

function statementOf(statement: ValueObject): object {
  const texts = (name: string) => {
    const found = textsOrLater(statement[name]);
    return found.length === 0 ? undefined : found;
  };
  return {
    Effect: textAt(statement, ['effect']) ?? 'Allow',
    Action: texts('actions'),
    NotAction: texts('not_actions'),
    Resource: texts('resources') ?? (texts('not_resources') === undefined ? unknownResources(statement) : undefined),
    NotResource: texts('not_resources'),
    Principal: principalsOf(blocksIn(statement['principals'])),
    NotPrincipal: principalsOf(blocksIn(statement['not_principals'])),
    Condition: conditionsOf(blocksIn(statement['condition'])),
  };
}

/** Returns a placeholder for the resources of a statement without principals, whose resources must be known only after apply. */
const unknownResources = (statement: ValueObject): readonly string[] | undefined =>
  blocksIn(statement['principals']).length > 0 ? undefined : [later];

/** Returns the strings in a list, and one placeholder for all unknown strings. */
const textsOrLater = (value: Value | undefined): readonly string[] =>
  value !== undefined && isList(value)
    ? // the data source writes policy variables as &{…}, because ${…} belongs to Terraform
      [...new Set(value.map((one) => (typeof one === 'string' ? one.replaceAll('&{', '${') : later)))]
    : [];

function principalsOf(blocks: readonly ValueObject[]): object | string | undefined {
  if (blocks.length === 0) return undefined;
  if (blocks.some((block) => block['type'] === '*')) return '*';
  const types = [...new Set(blocks.map((block) => textAt(block, ['type']) ?? 'AWS'))];
  return Object.fromEntries(
    types.map((type) => [
      type,
      blocks
        .filter((block) => (textAt(block, ['type']) ?? 'AWS') === type)
        .flatMap((block) => {
          const found = textsOrLater(block['identifiers']);
          return found.length === 0 ? [later] : found;
        }),
    ]),
  );
}

function conditionsOf(blocks: readonly ValueObject[]): object | undefined {
  if (blocks.length === 0) return undefined;
  const tests = [...new Set(blocks.map((block) => textAt(block, ['test']) ?? later))];
  return Object.fromEntries(
    tests.map((test) => [
      test,
      Object.fromEntries(
        blocks
          .filter((block) => (textAt(block, ['test']) ?? later) === test)
          .map((block) => [textAt(block, ['variable']) ?? later, textsOrLater(block['values'])]),
      ),
    ]),
  );
}

function blocksIn(value: Value | undefined): readonly ValueObject[] {
  return value !== undefined && isList(value) ? value.filter(isObject) : [];
}

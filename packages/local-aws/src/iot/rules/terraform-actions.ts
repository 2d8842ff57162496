import { z } from 'zod';
import { parseWithCoercion } from '../../coerce-attributes';
import { fieldsOf, isFields } from '../../gateway/json-api';
import { faultOf, many } from '../../resource-type';
import { actionKindOf, actionNames } from './action-table';
import type { RuleAction } from './rule-action';

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelCase = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Blocks of `aws_iot_topic_rule` whose name is not the API's name in snake case, keyed by the API's name. */
const irregularBlocks: Readonly<Record<string, string>> = { dynamoDB: 'dynamodb', dynamoDBv2: 'dynamodbv2' };

/** Names of actions in the API, keyed by their block in `aws_iot_topic_rule`. */
const actionsByBlock: ReadonlyMap<string, string> = new Map(
  actionNames.map((name) => [irregularBlocks[name] ?? snakeCase(name), name]),
);

/** Names of the blocks in `aws_iot_topic_rule` that declare actions. */
export const actionBlocks: readonly string[] = [...actionsByBlock.keys()];

/** Schema for the blocks in `aws_iot_topic_rule` that declare actions. `actionsOf` parses their attributes. */
export const ActionBlocks = Object.fromEntries(
  actionBlocks.map((block) => [block, many(z.record(z.string(), z.unknown()))]),
);

/** API names of the attributes that are lists in the API. Terraform also writes other blocks as lists. */
const lists: Readonly<Record<string, string>> = { http_header: 'headers' };

/** Converts a block's attributes to the members of an API action. */
function membersOf(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const inner = (value: unknown): unknown => (isFields(value) ? membersOf(value) : value);
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const list = lists[name];
      if (list !== undefined) return [list, [value ?? []].flat().map(inner)];
      return [camelCase(name), inner(Array.isArray(value) ? value[0] : value)];
    }),
  );
}

/** Returns the error with Terraform's attribute names. */
const inTerraform = ({ issues }: z.ZodError, block: string) =>
  new z.ZodError(
    issues.map((issue) => ({
      ...issue,
      path: [block, ...issue.path.map((key) => (typeof key === 'string' ? snakeCase(key) : key))],
    })),
  );

/**
 * Rejects attributes that the local runtime does not support, such as attributes of a newer provider.
 * @throws Error with the attribute's name
 */
function rejectUnknown(
  block: string,
  { members, known }: Record<'members' | 'known', Readonly<Record<string, unknown>>>,
): void {
  const unknown = Object.keys(members).find((name) => (members[name] ?? null) !== null && !Object.hasOwn(known, name));
  if (unknown !== undefined)
    throw new Error(`${block}.${snakeCase(unknown)}: not supported by the local runtime; remove the attribute`);
}

/**
 * Parses the actions in the blocks of a rule.
 * @throws Error with the attribute's name if an attribute is invalid or not supported
 */
export function actionsOf(blocks: Readonly<Record<string, unknown>>): RuleAction[] {
  return [...actionsByBlock].flatMap(([block, name]) => {
    const kind = actionKindOf(name);
    const declared = blocks[block];
    return (Array.isArray(declared) ? declared : []).filter(isFields).map((attributes) => {
      const members = membersOf(attributes);
      const { success, data, error } = parseWithCoercion(kind.schema, members);
      if (!success) throw new Error(faultOf(inTerraform(error, block)));
      rejectUnknown(block, { members, known: fieldsOf(data) });
      return kind.parse(name, data);
    });
  });
}

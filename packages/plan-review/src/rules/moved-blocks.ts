import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { isEmpty } from '../knowledge/condition';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';

/**
 * Returns whether other resources of the same type get all blocks that a resource loses, such as the rules of an alert group that is
 * split. Ignores the names and descriptions of the blocks.
 * @param name attribute with the blocks
 */
export function areBlocksMoved(plan: Plan, change: Change, name: string): boolean {
  const { removed } = difference(change, name);
  if (removed.length === 0) return false;
  const added = new Set(
    changesOf(plan, 'create', 'update')
      .filter((other) => other !== change && other.type === change.type)
      .flatMap((other) => difference(other, name).added),
  );
  return removed.every((block) => added.has(block));
}

function difference({ before, after }: Change, name: string) {
  const [was = [], is = []] = [before, after].map((values) => blocksIn(values[name]));
  return { removed: was.filter((one) => !is.includes(one)), added: is.filter((one) => !was.includes(one)) };
}

/** Returns the content of the blocks as text. */
const blocksIn = (blocks: Value | undefined): readonly string[] =>
  (blocks !== undefined && isList(blocks) ? blocks.filter(isObject) : []).map((block) =>
    JSON.stringify(contentOf(block)),
  );

/** Attributes that identify or describe a block, or that are computed. */
const descriptive = /^(?:annotations|description|id|name|order|title|uid)$/;

/** Omits names, descriptions and unset attributes, and sorts the others, so that equal blocks have equal texts. */
const contentOf = (block: ValueObject): readonly (readonly [string, Value])[] =>
  Object.entries(block)
    .filter(([name, value]) => !descriptive.test(name) && !isEmpty(value))
    .sort(([one], [other]) => (one < other ? -1 : 1));

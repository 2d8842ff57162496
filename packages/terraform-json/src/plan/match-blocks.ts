import { isObject, property, type Value } from '../value';
import { expressionIn } from './plan-schema';

/**
 * Returns the configured block for each planned block.
 * Matches blocks by their constants, because Terraform orders sets of blocks by content.
 * @returns a list that contains undefined for each dynamic block, because a plan's configuration omits dynamic blocks
 */
export function matchBlocks(
  planned: readonly (Value | undefined)[],
  configured: readonly Value[],
): readonly (Value | undefined)[] {
  if (planned.length === 1 && configured.length === 1) return configured;
  const free = new Set(configured);
  return planned.map((value, at) => {
    const same = configured[at];
    const candidates = same !== undefined && free.has(same) ? [same, ...free] : [...free];
    const found = candidates.find((block) => agrees(value, block));
    if (found !== undefined) free.delete(found);
    return found;
  });
}

function agrees(value: Value | undefined, block: Value): boolean {
  if (value === undefined || !isObject(value) || !isObject(block)) return true;
  return Object.entries(block).every(([name, configured]) => {
    const expression = expressionIn(configured);
    const constant = expression?.references.length === 0 ? expression.constant_value : undefined;
    const known = property(value, name) ?? null;
    return !isComparable(constant) || !isComparable(known) || String(known) === String(constant);
  });
}

/** Returns whether a constant can be compared with a planned value. Constants in JSON configurations may contain escapes. */
const isComparable = (value: Value | undefined): boolean =>
  value !== undefined && value !== null && typeof value !== 'object' && !/[$%]\{/.test(String(value));

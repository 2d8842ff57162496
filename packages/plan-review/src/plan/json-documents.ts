import { isList, type Value } from '@himeshima/terraform-json';

/** Maximum nesting depth. Terraform values have about 10 levels, and policies and workflows about 20. Deeper values are hostile. */
export const levelsAtMost = 200;

/** Returns whether a JSON value exceeds the maximum nesting depth. */
export function isNestedTooDeep(value: Value, levels = levelsAtMost): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const item of isList(value) ? value : Object.values(value)) if (isNestedTooDeep(item, levels - 1)) return true;
  return false;
}

/** Parses a JSON document in a string, such as a policy. Returns undefined for an invalid or too deeply nested document. */
export function documentIn(value: Value): Value | undefined {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return undefined;
  try {
    const document: Value = JSON.parse(value);
    return isNestedTooDeep(document) ? undefined : document;
  } catch {
    return undefined;
  }
}

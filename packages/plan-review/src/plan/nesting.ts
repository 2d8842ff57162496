import { isList, type Value } from '@himeshima/terraform-json';

/** Terraform's own types nest some ten levels, a policy or a workflow twenty: what is deeper is made to break its readers. */
export const levelsAtMost = 200;

/** Whether a value of JSON holds more levels than that. */
export function isNestedTooDeep(value: Value, levels = levelsAtMost): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const item of isList(value) ? value : Object.values(value)) if (isNestedTooDeep(item, levels - 1)) return true;
  return false;
}

/** A document that is written as text: a policy, a workflow, a dashboard. What is nested too deep stays a text. */
export function documentIn(value: Value): Value | undefined {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return undefined;
  try {
    const document: Value = JSON.parse(value);
    return isNestedTooDeep(document) ? undefined : document;
  } catch {
    return undefined;
  }
}

import { isList, isObject, type Value } from '../../lib/terraform';

/** Terraform's own types nest some ten levels, a policy or a workflow twenty: what is deeper is made to break its readers. */
export const levelsAtMost = 200;

/** Whether a value of JSON holds more levels than that. */
export function isNestedTooDeep(value: Value, levels = levelsAtMost): boolean {
  if (isList(value)) return levels === 0 || value.some((item) => isNestedTooDeep(item, levels - 1));
  return isObject(value) && (levels === 0 || Object.values(value).some((item) => isNestedTooDeep(item, levels - 1)));
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

import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Maximum nesting depth. Terraform values have about 10 levels, and policies and workflows about 20. Deeper values are hostile. */
export const levelsAtMost = 200;

/** Returns whether a JSON value exceeds the maximum nesting depth. */
export function isNestedTooDeep(value: Value, levels = levelsAtMost): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const item of isList(value) ? value : Object.values(value)) if (isNestedTooDeep(item, levels - 1)) return true;
  return false;
}

/** Returns whether a text is a JSON document without values, such as `{}`. */
export const isDocumentWithoutValues = (text: string): boolean => /^\s*(?:\{\s*\}|\[\s*\]|null|"")\s*$/.test(text);

/** Returns whether a text is a policy without statements, such as `{"Version":"2012-10-17","Statement":null}`. */
export function hasNoStatements(text: string): boolean {
  const document = documentIn(text);
  if (document === undefined || !isObject(document) || !Object.hasOwn(document, 'Version')) return false;
  const statements = document['Statement'] ?? null;
  return statements === null || (isList(statements) && statements.length === 0);
}

/** Returns whether a text is a policy with a statement that names no principal. */
export function hasNoPrincipal(text: string): boolean {
  const document = documentIn(text);
  const given = document !== undefined && isObject(document) ? (document['Statement'] ?? []) : [];
  const statements = isList(given) ? given : [given];
  return statements.some((one) => isObject(one) && one['Principal'] === undefined && one['NotPrincipal'] === undefined);
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

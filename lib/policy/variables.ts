/** Values of condition keys and policy variables, such as `iot:ClientId`; several where a key has several. */
export type PolicyContext = Readonly<Record<string, string | readonly string[] | undefined>>;

// IAM user guide, "reference_policies_variables": these three stand for the characters themselves
const literals: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };

/** Condition keys are not case-sensitive. IAM user guide, "reference_policies_elements_condition". */
export function contextValue(context: PolicyContext, key: string): readonly string[] | undefined {
  const value =
    context[key] ?? context[Object.keys(context).find((name) => name.toLowerCase() === key.toLowerCase()) ?? ''];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? [value] : value;
}

/** What replaces a literal `*` or `?` that came out of a variable, so that it is no wildcard afterwards. */
const shield: Readonly<Record<string, string>> = { '*': '\uE000', '?': '\uE001' };

/** Hides the characters of a text that would be wildcards in a pattern. */
export const withoutWildcards = (text: string) => text.replace(/[*?]/g, (character) => shield[character] ?? character);

/**
 * Fills the variables of a pattern: `client/${iot:ClientId}`, with a default after a comma: `${aws:username, 'none'}`.
 * @returns undefined where a variable has no value: the statement does not apply then
 */
export function substitute(pattern: string, context: PolicyContext): string | undefined {
  let missing = false;
  const filled = pattern.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    const literal = literals[inside];
    if (literal !== undefined) return withoutWildcards(literal);
    const [name = '', fallback] = inside.split(/\s*,\s*/);
    const values = contextValue(context, name);
    const value = values?.length === 1 ? values[0] : fallback?.replace(/^'(.*)'$/, '$1');
    if (value === undefined) missing = true;
    return withoutWildcards(value ?? '');
  });
  return missing ? undefined : filled;
}

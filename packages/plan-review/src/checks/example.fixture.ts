import type { ValueObject } from '@himeshima/terraform-json';

/** Attributes of the resources in a synthesized stack, keyed by resource type and name. */
export type Example = Readonly<Record<string, Readonly<Record<string, ValueObject>>>>;

/** Examples. Keys are check ids. Good examples have no findings, and bad examples have only findings of this check. */
export type CheckExamples = Readonly<
  Record<string, { readonly good: readonly Example[]; readonly bad: readonly Example[] }>
>;

/** Changes attributes of a resource, or adds a missing resource. The value `undefined` removes an attribute. */
export function withAttributes(
  example: Example,
  address: string,
  changed: Readonly<Record<string, ValueObject[string] | undefined>>,
): Example {
  const [type = '', name = ''] = address.split('.');
  const kept = Object.entries({ ...example[type]?.[name], ...changed });
  const attributes = Object.fromEntries(kept.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  return { ...example, [type]: { ...example[type], [name]: attributes } };
}

/** Removes a resource from an example. */
export function without(example: Example, address: string): Example {
  const [type = '', name = ''] = address.split('.');
  const { [name]: _, ...others } = example[type] ?? {};
  return { ...example, [type]: others };
}

interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string;
  readonly Resource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Returns a policy as JSON. Statements have the effect Allow by default. */
export const policyOf = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });

import type { ValueObject } from '@himeshima/terraform-json';
import type { Example } from './check';

/** An example in which some attributes of a resource are others (those that are undefined are gone), or with one more. */
export function but(
  example: Example,
  address: string,
  changed: Readonly<Record<string, ValueObject[string] | undefined>>,
): Example {
  const [type = '', name = ''] = address.split('.');
  const kept = Object.entries({ ...example[type]?.[name], ...changed });
  const attributes = Object.fromEntries(kept.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  return { ...example, [type]: { ...example[type], [name]: attributes } };
}

/** An example without one resource. */
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

/** The text of a policy; its effect is Allow where nothing else is said. */
export const policyOf = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });

import type { z } from 'zod';

/** Returns AWS's message for a length or value outside its limits. */
const boundOf = (origin: string, bound: 'minimum' | 'maximum', limit: number | bigint): string => {
  const what = origin === 'number' || origin === 'int' || origin === 'bigint' ? 'value' : 'length';
  return `Member must have ${what} ${bound === 'minimum' ? 'greater' : 'less'} than or equal to ${limit}`;
};

/**
 * Pattern of zod's default messages.
 * Any other message is defined in a schema, and takes precedence because it is more specific.
 */
const standardMessage = /^(Invalid|Too|Unrecognized) /;

/** Returns the source of a regular expression as AWS prints it: without anchors, because all of AWS's patterns are anchored. */
const patternOf = (literal: string): string =>
  literal
    .replace(/^\/|\/[a-z]*$/g, '')
    .replace(/^\^|\$$/g, '')
    .replace(/^\((?:\?:)?([^()]*)\)$/, '$1');

function constraintOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (!standardMessage.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined || value === null
        ? 'Member must not be null'
        : `Member must be of type ${issue.expected}`;
    case 'too_small':
      return boundOf(issue.origin, 'minimum', issue.minimum);
    case 'too_big':
      return boundOf(issue.origin, 'maximum', issue.maximum);
    case 'invalid_format':
      return issue.pattern === undefined
        ? `Member must be valid ${issue.format}`
        : `Member must satisfy regular expression pattern: ${patternOf(issue.pattern)}`;
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.join(', ')}]`;
    default:
      return issue.message;
  }
}

const textOf = (input: unknown): string => {
  if (input === undefined || input === null) return 'null';
  return typeof input === 'object' ? JSON.stringify(input) : String(input);
};

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );

/** Maximum number of characters that a message quotes from a caller's value. */
const maxShown = 100;

/**
 * Formats validation errors as AWS services do: `1 validation error detected: Value null at 'stateMachineArn' failed
 * to satisfy constraint: Member must not be null`.
 */
export function validationMessage({ issues }: z.ZodError, input: unknown): string {
  const faults = issues.map((issue) => {
    const found = at(input, issue.path);
    const value = textOf(found);
    const shown = value.length > maxShown ? `${value.slice(0, maxShown)}…` : value;
    const quoted = shown === 'null' ? shown : `'${shown}'`;
    const member = issue.path.length === 0 ? '' : ` at '${issue.path.join('.')}'`;
    return `Value ${quoted}${member} failed to satisfy constraint: ${constraintOf(issue, found)}`;
  });
  return `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected: ${faults.join('; ')}`;
}

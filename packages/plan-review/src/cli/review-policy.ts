import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { unreadableReason } from '@himeshima/cli';
import { didYouMean } from '@himeshima/datadog-monitors';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import type { Acceptances } from '../acceptance/accepted-danger';
import type { Review } from '../review';
import { dangerKinds } from '../rules/rule';

/** Kinds of danger, and the changes that no rule has judged (🟡). */
const blockable = [...dangerKinds, 'unjudged changes'] as const;
const block = z.array(z.enum(blockable)).describe('Kinds of danger, or unjudged changes, for which the exit code is 2');
/** Files in which a kind of danger can be accepted. The owners of these files decide whether to accept a danger. */
const accept = z
  .partialRecord(z.enum(dangerKinds), z.array(z.string().min(1)))
  .describe('Files in which a kind of danger can be accepted; a kind without files can be accepted in any file');
const Policy = z.strictObject({
  block,
  accept: accept.optional(),
  environments: z
    .record(z.string(), z.strictObject({ block: block.optional(), accept: accept.optional() }))
    .optional()
    .describe('Lists of an environment, which replace the general lists'),
});

/** Returns the JSON Schema of a policy. */
export const policyJsonSchema = (): object => ({ title: 'Policy of plan-review', ...z.toJSONSchema(Policy) });

/** Dangers that block a change, and files in which dangers can be accepted. The lists of an environment replace the default lists. */
export type ReviewPolicy = z.infer<typeof Policy>;

function rulesFor({ block, accept, environments }: ReviewPolicy, environment: string | undefined) {
  const own = environments?.[environment ?? ''];
  return { block: own?.block ?? block, accept: own?.accept ?? accept };
}

/** Returns a warning if the name of an environment is probably misspelt, so that the default rules apply. Undefined for other names. */
export function misspeltEnvironment(
  { environments = {} }: ReviewPolicy,
  used: readonly (string | undefined)[],
): string | undefined {
  const faults = [...new Set(used)].flatMap((name) => {
    const isKnown = name === undefined || Object.hasOwn(environments, name);
    const hint = isKnown ? '' : didYouMean(name, Object.keys(environments));
    return hint === '' ? [] : [`${JSON.stringify(name)}${hint}`];
  });
  return faults.length === 0
    ? undefined
    : `the policy applies its default rules to the environment ${faults.join(', ')}`;
}

/**
 * Returns a predicate for acceptances of dangers in an environment. A kind without a list of files can be accepted in any file.
 * Compares paths relative to the working directory.
 */
export function allowedBy(policy: ReviewPolicy, environment: string | undefined): Acceptances['isAllowed'] {
  const { accept: files = {} } = rulesFor(policy, environment);
  return ({ place }, { kind }) =>
    files[kind]?.some((file) => resolve(file) === resolve(place.replace(/:\d+$/, ''))) ?? true;
}

/** Reads a policy from YAML or JSON. @throws Error in one line, with the location of the mistake */
export function readPolicy(file: string): ReviewPolicy {
  const { data, error } = Policy.safeParse(yamlIn(file), {
    error: ({ code, input }) =>
      code === 'invalid_value' ? `unknown danger ${JSON.stringify(input)}${kindsFor(input)}` : undefined,
  });
  if (data !== undefined) return data;
  // a misspelt key explains why another key is missing
  const [first] = error.issues.toSorted((a, b) => Number(isUnknownKey(b)) - Number(isUnknownKey(a)));
  const what = lowerCase(first?.message ?? 'invalid policy');
  const fault = [first?.path.join('.'), what].filter(Boolean).join(': ');
  const remedy = first?.code === 'invalid_value' ? '' : first && isUnknownKey(first) ? keysFor(first) : `; ${expected}`;
  throw new Error(`--policy ${file}: ${fault}${remedy}`);
}

/** Returns the kind that the user probably means, or all kinds. */
const kindsFor = (input: unknown): string => didYouMean(String(input), blockable) || `; use ${blockable.join(', ')}`;

const isUnknownKey = ({ code }: { readonly code?: string | undefined }) => code === 'unrecognized_keys';

/** Returns the key that the user probably means, or an example. */
const keysFor = ({ path, ...issue }: z.core.$ZodIssue): string => {
  const [key = ''] = 'keys' in issue ? issue.keys : [];
  const known = path.length === 0 ? ['block', 'accept', 'environments'] : ['block', 'accept'];
  return didYouMean(key, known) || `; ${expected}`;
};

const expected = 'expected, for example, block: [data loss, exposure]';

function yamlIn(file: string): unknown {
  const document = parseDocument(textIn(file));
  // an unknown tag or directive is only a warning, which the parser would print in several lines
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) throw new Error(`--policy ${file} is not valid YAML: ${faultIn(fault)}; ${expected}`);
  try {
    // a value that contains itself has no JSON
    return JSON.parse(JSON.stringify(document.toJS() ?? null));
  } catch (error) {
    // an alias without an anchor
    throw new Error(`--policy ${file} is not valid YAML: ${faultIn(error)}; ${expected}`);
  }
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`--policy ${file} cannot be read: ${unreadableReason(error)}`);
  }
}

/** Returns the first line of a message from the parser, as part of a sentence. */
function faultIn(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  return lowerCase(line).replace(/:$/, '');
}

const lowerCase = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** Returns the stacks with blocked dangers or changes, and their kinds: `shop: data loss, exposure`. */
export function blockedIn(policy: ReviewPolicy, reviews: readonly Review[]): readonly string[] {
  return reviews.flatMap(({ stack, environment, dangers, unjudged, broken }) => {
    const { block: blocked } = rulesFor(policy, environment);
    const found = new Set<(typeof blockable)[number]>(dangers.map(({ kind }) => kind));
    if (unjudged.length > 0) found.add('unjudged changes');
    // whatever the policy says, a plan that Terraform could not complete must not be applied
    const blocking = blocked.filter((kind) => found.has(kind));
    const kinds = broken === undefined ? blocking : [...new Set(['cannot be applied', ...blocking])];
    return kinds.length === 0 ? [] : [`${stack}: ${kinds.join(', ')}`];
  });
}

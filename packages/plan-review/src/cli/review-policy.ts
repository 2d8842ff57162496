import { readFileSync } from 'node:fs';
import { whyUnreadable } from '@himeshima/cli';
import { parse, YAMLParseError } from 'yaml';
import * as z from 'zod';
import type { Review } from '../review';
import { dangerKinds } from '../rules/rule';

const block = z.array(z.enum(dangerKinds));
const Policy = z.strictObject({
  block,
  environments: z.record(z.string(), z.strictObject({ block })).optional(),
});

/** Dangers that block a change: by default, and instead in some environments. */
export type ReviewPolicy = z.infer<typeof Policy>;

/** Reads a policy from YAML or JSON. @throws Error in one line, with the location of the mistake */
export function readPolicy(file: string): ReviewPolicy {
  const { data, error } = Policy.safeParse(yamlIn(file), {
    error: (issue) =>
      issue.code === 'invalid_value'
        ? `unknown danger ${JSON.stringify(issue.input)}; use ${dangerKinds.join(', ')}`
        : undefined,
  });
  if (data !== undefined) return data;
  const [first] = error.issues;
  throw new Error(`--policy ${file}: ${[first?.path.join('.'), first?.message].filter(Boolean).join(': ')}`);
}

function yamlIn(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof YAMLParseError) throw new Error(`--policy ${file}: ${error.message.split('\n', 1)[0]}`);
    throw new Error(`--policy ${file} cannot be read: ${whyUnreadable(error)}`);
  }
}

/** Returns the stacks whose dangers are blocked by a policy, each with the kinds of these dangers: `shop: data loss, exposure`. */
export function blockedIn(policy: ReviewPolicy, reviews: readonly Review[]): readonly string[] {
  return reviews.flatMap(({ stack, environment, dangers, broken }) => {
    const blocked = policy.environments?.[environment ?? '']?.block ?? policy.block;
    const found = new Set(dangers.map(({ kind }) => kind));
    if (broken !== undefined) found.add('cannot be applied');
    const kinds = blocked.filter((kind) => found.has(kind));
    return kinds.length === 0 ? [] : [`${stack}: ${kinds.join(', ')}`];
  });
}

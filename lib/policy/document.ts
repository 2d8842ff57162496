import { z } from 'zod';

/** A policy document that cannot be read; `path` leads to the place: `Statement.0.Effect`. */
export class PolicyError extends Error {
  constructor(
    reason: string,
    readonly path: string,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'PolicyError';
  }
}

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const conditionValues = z
  .union([scalar, z.array(scalar)])
  .transform((value) => (typeof value === 'string' ? [value] : value));

const PrincipalBlock = z.union([z.literal('*'), z.record(z.string(), oneOrMore)]);

const Statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Action: oneOrMore.optional(),
    NotAction: oneOrMore.optional(),
    Resource: oneOrMore.optional(),
    NotResource: oneOrMore.optional(),
    Principal: PrincipalBlock.optional(),
    NotPrincipal: PrincipalBlock.optional(),
    Condition: z.record(z.string(), z.record(z.string(), conditionValues)).default({}),
  })
  .refine(
    (statement) => (statement.Action === undefined) !== (statement.NotAction === undefined),
    'needs Action or NotAction, not both',
  );

const Document = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).default('2008-10-17'),
  Id: z.string().optional(),
  Statement: z.union([z.array(Statement), Statement.transform((statement) => [statement])]),
});

export type PolicyStatement = z.infer<typeof Statement>;
/** A parsed policy: lists where the JSON may have a single value. IAM user guide, "reference_policies_grammar". */
export type PolicyDocument = z.infer<typeof Document>;

/**
 * Reads a policy document, as text or as parsed JSON.
 * @throws PolicyError with the path of the first fault
 */
export function parsePolicy(policy: unknown): PolicyDocument {
  const parsed = Document.safeParse(typeof policy === 'string' ? parseJson(policy) : policy);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PolicyError(issue?.message ?? 'is no policy document', issue?.path.join('.') ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PolicyError(`is no JSON: ${error instanceof Error ? error.message : String(error)}`, '');
  }
}

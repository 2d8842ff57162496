import * as z from 'zod';
import { operatorFault } from './condition-operators';

/** Error for an invalid policy document. `path` is the location of the error: `Statement.0.Effect`. */
export class PolicyError extends Error {
  constructor(
    reason: string,
    readonly path: string,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'PolicyError';
  }
}

// the schemas follow the grammar in the IAM user guide, "reference_policies_grammar"
const oneOrMore = z
  .union([z.string(), z.array(z.string()).min(1, 'must not be empty')], {
    error: 'must be a string or a list of strings',
  })
  .transform((value) => (typeof value === 'string' ? [value] : value));

const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const conditionValues = z
  .union([scalar, z.array(scalar)], { error: 'must be a string or a list of strings' })
  .transform((value) => (typeof value === 'string' ? [value] : value));

const PrincipalBlock = z.union(
  [
    z.literal('*'),
    z.strictObject({
      AWS: oneOrMore.optional(),
      Service: oneOrMore.optional(),
      Federated: oneOrMore.optional(),
      CanonicalUser: oneOrMore.optional(),
    }),
  ],
  { error: 'must be "*" or an object with AWS, Service, Federated or CanonicalUser' },
);

const ConditionBlock = z
  .record(z.string(), z.record(z.string(), conditionValues))
  .superRefine((block, { addIssue }) => {
    for (const name of Object.keys(block)) {
      const message = operatorFault(name);
      if (message !== undefined) addIssue({ code: 'custom', message, path: [name] });
    }
  })
  .default({});

const Statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny'], { error: 'must be "Allow" or "Deny"' }),
    Action: oneOrMore.optional(),
    NotAction: oneOrMore.optional(),
    Resource: oneOrMore.optional(),
    NotResource: oneOrMore.optional(),
    Principal: PrincipalBlock.optional(),
    NotPrincipal: PrincipalBlock.optional(),
    Condition: ConditionBlock,
  })
  .superRefine((statement, { addIssue }) => {
    const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal } = statement;
    const addProblem = (message: string) => addIssue({ code: 'custom', message });
    if ((Action === undefined) === (NotAction === undefined)) addProblem('needs Action or NotAction, not both');
    if (Resource !== undefined && NotResource !== undefined)
      addProblem('has Resource and NotResource; remove one of them');
    if (Principal !== undefined && NotPrincipal !== undefined)
      addProblem('has Principal and NotPrincipal; remove one of them');
    // a statement may omit the resource only if it has a principal, as in a resource policy or a role's trust policy
    if ([Resource, NotResource, Principal, NotPrincipal].every((element) => element === undefined)) {
      addProblem('needs Resource or NotResource');
    }
  });

/** List of statements; a single statement may appear without a list. */
const Statements = z.preprocess((value) => (isObject(value) ? [value] : value), z.array(Statement));

const Document = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17'], { error: 'is 2012-10-17' }).default('2008-10-17'),
  Id: z.string().optional(),
  Statement: Statements,
});

export type PolicyStatement = z.infer<typeof Statement>;
/** Parsed policy, whose single values are converted to lists. Source: IAM user guide, "reference_policies_grammar". */
export type PolicyDocument = z.infer<typeof Document>;

/**
 * Parses a policy document from text or parsed JSON.
 * @throws PolicyError with the path of the first error
 */
export function parsePolicy(policy: unknown): PolicyDocument {
  const parsed = Document.safeParse(typeof policy === 'string' ? parseJson(policy) : policy);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PolicyError(issue?.message ?? 'is not a policy document', issue?.path.join('.') ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PolicyError(`is not JSON: ${error instanceof Error ? error.message : String(error)}`, '');
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

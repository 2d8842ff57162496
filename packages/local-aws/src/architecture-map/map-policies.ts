import { PolicyError, type PolicyStatement, parsePolicy } from '@himeshima/aws-policy';
import { type Block, isList, isObject, references, type Value } from '@himeshima/terraform-json';

/** Statements of the policies of each role, by the role's address. */
export type Policies = ReadonlyMap<string, readonly PolicyStatement[]>;

const refers = (value: Value | undefined): readonly string[] => references(value ?? null).map(({ address }) => address);

const textsIn = (value: Value | undefined): string[] =>
  (value !== undefined && isList(value) ? value : [value]).filter((text) => typeof text === 'string');

/** Returns the policy statements of each role in a stack. Omits the statements of policies that are unknown before deployment. */
export function policiesIn(blocks: readonly Block[]): Policies {
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const statementsIn = (policy: Value | undefined): readonly PolicyStatement[] => {
    if (typeof policy !== 'string') return [];
    const documents = refers(policy).filter((address) => address.startsWith('data.aws_iam_policy_document.'));
    if (documents.length === 0) return parsed(policy);
    return documents.flatMap((address) => documentStatements(byAddress.get(address)));
  };
  const policies = new Map<string, PolicyStatement[]>();
  const add = (role: Value | undefined, statements: readonly PolicyStatement[]) => {
    for (const address of refers(role)) policies.set(address, [...(policies.get(address) ?? []), ...statements]);
  };
  for (const { type, attributes } of blocks) {
    if (type === 'aws_iam_role_policy') add(attributes['role'], statementsIn(attributes['policy']));
    if (type === 'aws_iam_role_policy_attachment')
      for (const policy of refers(attributes['policy_arn']))
        add(attributes['role'], statementsIn(byAddress.get(policy)?.attributes['policy']));
  }
  return policies;
}

function parsed(policy: string): readonly PolicyStatement[] {
  try {
    return parsePolicy(policy.replaceAll('$${', () => '${')).Statement;
  } catch (error) {
    // an expression such as jsonencode(…) is not JSON
    if (error instanceof PolicyError) return [];
    throw error;
  }
}

/** Returns the statements of an `aws_iam_policy_document` data source. */
function documentStatements(document: Block | undefined): readonly PolicyStatement[] {
  const statements = document?.attributes['statement'] ?? [];
  return (isList(statements) ? statements : [statements]).filter(isObject).map((statement) => ({
    Effect: statement['effect'] === 'Deny' ? 'Deny' : 'Allow',
    Action: textsIn(statement['actions']),
    Resource: textsIn(statement['resources']),
    Condition: {},
  }));
}

import { type PolicyStatement, parsePolicy } from '@himeshima/aws-policy';
import type { Block, Value } from '@himeshima/terraform-json';
import { blocksIn } from './block-values';
import type { DeclaredStack } from './declared-stack';
import type { Finding } from './findings';
import { hasUnknown, isUnknown } from './known-values';

/** Statement of a policy, and its location. */
export interface PlacedStatement {
  readonly address: string;
  /** Path of the attribute, such as `inline_policy.policy`. */
  readonly path: string;
  readonly statement: PolicyStatement;
  /** Label of the statement: its Sid, or its position if it has no Sid. */
  readonly label: string;
  /** Names by which an accepted finding can refer to the statement: its Sid and its actions. */
  readonly subjects: readonly string[];
}

/** Statements of the policies in an attribute, and findings for unreadable policies. */
export interface PolicyReading {
  readonly statements: readonly PlacedStatement[];
  readonly unreadable: readonly Finding[];
}

/**
 * Reads the policies at a path, which may contain a list of blocks. Returns no statements if the attribute is not set.
 */
export function readPolicies(stack: DeclaredStack, block: Block, path: string): PolicyReading {
  const readings = policyTexts(stack, block, path).map((text): PolicyReading => {
    const { address } = block;
    const parsed = parseStatements(text);
    if (typeof parsed === 'string') {
      const problem = `${path} cannot be read: ${parsed}`;
      const fix = 'declare the policy as JSON, with jsonencode or with aws_iam_policy_document';
      return { statements: [], unreadable: [{ address, subjects: [path], problem, fix }] };
    }
    return { statements: parsed.map((statement, index) => place(statement, { address, path, index })), unreadable: [] };
  });
  return {
    statements: readings.flatMap(({ statements }) => statements),
    unreadable: readings.flatMap(({ unreadable }) => unreadable),
  };
}

function place(
  statement: PolicyStatement,
  { address, path, index }: { readonly address: string; readonly path: string; readonly index: number },
): PlacedStatement {
  const { Sid, Action, NotAction } = statement;
  return {
    address,
    path,
    statement,
    label: Sid === undefined ? `statement ${index + 1} of ${path}` : `statement ${Sid} of ${path}`,
    subjects: [...(Sid === undefined ? [] : [Sid]), ...(Action ?? NotAction ?? [])],
  };
}

function policyTexts(stack: DeclaredStack, block: Block, path: string): readonly Value[] {
  const [name = '', attribute] = path.split('.');
  const value = stack.read(block, name);
  const texts = attribute === undefined ? [value] : blocksIn(value).map((one) => one[attribute] ?? one['unreadable']);
  return texts.flatMap((text) => (text === undefined || text === null || text === '' ? [] : [text]));
}

/** Returns the statements of a policy, or the reason why the policy cannot be read. */
function parseStatements(text: Value): readonly PolicyStatement[] | string {
  if (isUnknown(text)) return `${String(text)} is known after apply or cannot be evaluated`;
  try {
    return parsePolicy(text).Statement;
  } catch (error) {
    const unknown = hasUnknown(text) ? '; parts of it are known after apply' : '';
    return `${error instanceof Error ? error.message : String(error)}${unknown}`;
  }
}

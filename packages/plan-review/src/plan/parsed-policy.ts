import { type PolicyDocument, parsePolicy } from '@himeshima/aws-policy';
import { documentIn, hasNoStatements } from './json-documents';

/** Policy in a text, or the reason why the text is not a policy. */
export type ParsedPolicy = { readonly policy: PolicyDocument } | { readonly fault: string };

/** Maximum number of policies to remember. */
const most = 4_000;

const remembered = new Map<string, ParsedPolicy>();

/**
 * Parses a policy; a policy without statements is valid. Remembers the result, because several steps of a review read the same policies,
 * and many roles have equal policies.
 */
export function parsedPolicy(text: string): ParsedPolicy {
  const earlier = remembered.get(text);
  if (earlier !== undefined) return earlier;
  const parsed = parse(text);
  if (remembered.size >= most) remembered.clear();
  remembered.set(text, parsed);
  return parsed;
}

function parse(text: string): ParsedPolicy {
  if (hasNoStatements(text)) return { policy: { Version: '2012-10-17', Statement: [] } };
  // the message from JSON.parse would quote the text
  if (documentIn(text) === undefined) return { fault: 'not JSON' };
  try {
    return { policy: parsePolicy(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** Returns the policy in a text. Undefined for another text. */
export function policyIn(text: string): PolicyDocument | undefined {
  const parsed = parsedPolicy(text);
  return 'policy' in parsed ? parsed.policy : undefined;
}

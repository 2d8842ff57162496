import { type PolicyDocument, parsePolicy, rightsGained } from '../../lib/policy';

/**
 * Whether two texts are policies that allow and deny the same: other Sids, another order, a statement split in two. Where
 * somebody else allows something, too, no Deny is without meaning.
 */
export function areSamePolicies(before: string, after: string): boolean {
  const [was, is] = [policyIn(before), policyIn(after)];
  // with the older version a variable is a text like any other. IAM user guide, "reference_policies_elements_version"
  if (was === undefined || is === undefined || was.Version !== is.Version) return false;
  const gained = (from: PolicyDocument, to: PolicyDocument) => rightsGained([from], [to], { elsewhere: true });
  return gained(was, is).length === 0 && gained(is, was).length === 0;
}

function policyIn(text: string): PolicyDocument | undefined {
  if (!text.includes('"Statement"')) return undefined;
  try {
    return parsePolicy(text);
  } catch {
    return undefined;
  }
}

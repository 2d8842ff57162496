import { type PolicyDocument, rightsGained } from '@himeshima/aws-policy';
import { policyIn } from '../plan/parsed-policy';

/**
 * Returns whether two strings are equivalent policies. Statements may have different Sids, be reordered or be split. Denied actions
 * must be equal, because another policy may allow them.
 */
export function areSamePolicies(before: string, after: string): boolean {
  const [was, is] = [before, after].map((text) => (text.includes('"Statement"') ? policyIn(text) : undefined));
  // policies with different versions are not equivalent, because variables are plain text in the older version. Source: IAM user
  // guide, "reference_policies_elements_version"
  if (was === undefined || is === undefined || was.Version !== is.Version) return false;
  const gained = (from: PolicyDocument, to: PolicyDocument) => rightsGained([from], [to], { elsewhere: true });
  return gained(was, is).length === 0 && gained(is, was).length === 0;
}

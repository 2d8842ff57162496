import { createHash } from 'node:crypto';
import type { Found } from '../checks/judged';

/**
 * What GitLab shows in a merge request as its Code Quality (`artifacts: reports: codequality`). The same finding keeps its
 * fingerprint, so that GitLab tells those that come from those that go.
 * Source: GitLab docs, "Code Quality", "Code Quality report format"
 */
export function codeQualityOf(all: readonly Found[]): string {
  const issues = all.map(({ stack, path, finding: { check, address, where, severity, reason, fix } }) => ({
    description: `${address}${where === undefined ? '' : ` (${where})`}: ${reason}. To mend it: ${fix}`,
    check_name: check,
    fingerprint: createHash('sha256').update(`${check} ${stack} ${address}`).digest('hex'),
    severity,
    location: { path, lines: { begin: 1 } },
  }));
  return JSON.stringify(issues, null, 2);
}

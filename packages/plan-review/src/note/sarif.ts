import { visibleJson } from '@himeshima/cli';
import { issuesIn, type LocatedIssue, type Reported } from './code-quality';

/** Maximum number of results that GitHub stores per file (GitHub docs, "SARIF support for code scanning"). */
const resultsAtMost = 5_000;

/**
 * Returns the dangers and findings as SARIF 2.1.0, which GitHub shows as code scanning alerts. `partialFingerprints` lets GitHub
 * recognize an alert again. Source: GitHub docs, "SARIF support for code scanning"; OASIS, "SARIF 2.1.0"
 */
export function sarifOf(all: readonly Reported[]): string {
  const issues = issuesIn(all);
  const kept = [...issues].sort((a, b) => rank(a) - rank(b)).slice(0, resultsAtMost);
  const left = issues.length - kept.length;
  return visibleJson(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'plan-review', rules: rulesIn(kept) } },
          results: kept.map(({ check, description, severity, fingerprint, path, line }) => ({
            ruleId: check,
            level: levels[severity],
            message: { text: description },
            locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: line } } }],
            partialFingerprints: { 'planReview/v1': fingerprint },
          })),
          ...(left > 0 && {
            invocations: [
              {
                executionSuccessful: true,
                toolExecutionNotifications: [
                  {
                    level: 'warning',
                    message: { text: `${left} less severe results are omitted; GitHub keeps ${resultsAtMost}` },
                  },
                ],
              },
            ],
          }),
        },
      ],
    },
    2,
  );
}

const levels: Readonly<Record<LocatedIssue['severity'], 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  info: 'note',
};

const rank = ({ severity }: LocatedIssue): number => Object.keys(levels).indexOf(severity);

const rulesIn = (issues: readonly LocatedIssue[]) =>
  [...new Set(issues.map(({ check }) => check))].sort().map((id) => ({
    id,
    shortDescription: { text: id.replaceAll('-', ' ') },
  }));

/** Encodes a path as a relative URI, segment by segment. */
const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

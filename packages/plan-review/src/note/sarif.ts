import { visibleJson } from '@himeshima/cli';
import type { BacktestReview } from '../backtest-review';
import { backtestedIssues, type LocatedIssue, type StackReport } from './code-quality';

/** Maximum number of results that GitHub stores per file (GitHub docs, "SARIF support for code scanning"). */
const resultsAtMost = 5_000;

/**
 * Returns the dangers, findings and backtests as SARIF 2.1.0, which GitHub shows as code scanning alerts. `partialFingerprints` lets GitHub
 * recognize the same alert in later results. Source: GitHub docs, "SARIF support for code scanning"; OASIS, "SARIF 2.1.0"
 */
export function sarifOf(all: readonly StackReport[]): string {
  const issues = backtestedIssues(all);
  const kept = [...issues].sort((a, b) => rank(a) - rank(b)).slice(0, resultsAtMost);
  const left = issues.length - kept.length;
  const notifications = [
    ...(left > 0 ? [`${left} less severe results are omitted; GitHub keeps ${resultsAtMost}`] : []),
    ...new Set(all.flatMap(({ backtest }) => unavailable(backtest))),
  ];
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
          ...(notifications.length > 0 && {
            invocations: [
              {
                executionSuccessful: true,
                toolExecutionNotifications: notifications.map((text) => ({ level: 'warning', message: { text } })),
              },
            ],
          }),
        },
      ],
    },
    2,
  );
}

const unavailable = (backtest: BacktestReview | undefined): readonly string[] =>
  backtest !== undefined && 'unavailable' in backtest ? [`backtest not available: ${backtest.unavailable}`] : [];

const levels: Readonly<Record<LocatedIssue['severity'], 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  info: 'note',
};

const rank = ({ severity }: LocatedIssue): number => Object.keys(levels).indexOf(severity);

const rulesIn = (issues: readonly LocatedIssue[]) =>
  [...new Map(issues.map(({ check, help }) => [check, help]))].sort(byId).map(([id, help]) => ({
    id,
    shortDescription: { text: id.replaceAll('-', ' ') },
    ...(help !== undefined && { help: { text: help } }),
  }));

const byId = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1);

/** Encodes a path as a relative URI, segment by segment. */
const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

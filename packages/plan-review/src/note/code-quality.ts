import { createHash } from 'node:crypto';
import { visibleJson } from '@himeshima/cli';
import { adviceOn } from '../acceptance/advice';
import type { BacktestReview } from '../backtest-review';
import type { Severity } from '../checks/check';
import type { Finding } from '../checks/findings';
import type { Unread } from '../plan/plan';
import type { Danger } from '../rules/rule';
import { type BacktestResult, backtestResults } from './backtest-results';
import { acceptanceOf } from './format-dangers';
import { plain } from './json-output';
import { oneLine } from './markdown';

/** Dangers and findings of a stack, with their source locations. */
export interface StackReport {
  readonly stack: string;
  /** Returns the file that declares a resource, relative to the project root, and the line number. The first line is 1. */
  readonly locationOf: (address: string) => {
    readonly path: string;
    readonly line: number;
    readonly isElsewhere?: true;
  };
  /** Reason why the plan cannot be applied. Undefined for other plans. */
  readonly broken?: string | undefined;
  readonly dangers: readonly Danger[];
  readonly findings: readonly Finding[];
  /** Unreadable attributes that no danger mentions. */
  readonly unread?: readonly Unread[];
  readonly backtest?: BacktestReview | undefined;
}

interface Issue {
  readonly check: string;
  readonly address: string;
  readonly description: string;
  readonly severity: Severity;
  /** Text from which the fingerprint is computed. It identifies the issue across pipelines. */
  readonly identity: string;
  /** How to avoid or accept the issue. Undefined if the description says it. */
  readonly help?: string;
}

/** Danger, finding, unreadable attribute or backtest result, with its location. */
export interface LocatedIssue {
  /** Id of the rule or policy check, such as `data-loss`, `cannot-be-judged` or `monitor-backtest`. Acceptances refer to rules by these ids. */
  readonly check: string;
  readonly description: string;
  readonly severity: Severity;
  /** Hash that identifies the issue across pipelines. */
  readonly fingerprint: string;
  readonly help?: string | undefined;
  readonly path: string;
  readonly line: number;
}

/** Returns the dangers, findings and unreadable attributes of all stacks. */
export const issuesIn = (all: readonly StackReport[]): readonly LocatedIssue[] => locatedIssues(all, plainIssues);

/**
 * Returns the issues of `issuesIn`, and the results of backtests: in the description of a monitor's first issue, or as a separate
 * issue.
 */
export const backtestedIssues = (all: readonly StackReport[]): readonly LocatedIssue[] =>
  locatedIssues(all, (reported) => {
    const issues = plainIssues(reported);
    const results = backtestResults(reported.backtest);
    const firstOf = new Map(issues.toReversed().map((issue) => [issue.address, issue]));
    const ofMonitor = new Map(results.map((result) => [firstOf.get(result.address), result.text]));
    return [
      ...issues.map((issue) => {
        const text = ofMonitor.get(issue);
        return text === undefined ? issue : { ...issue, description: `${issue.description}. ${text}` };
      }),
      ...results.filter(({ address }) => !firstOf.has(address)).map(ofBacktest),
    ];
  });

const plainIssues = ({ broken, dangers, findings, unread = [] }: StackReport): readonly Issue[] => [
  ...(broken === undefined ? [] : [ofBroken(broken)]),
  ...dangers.map(ofDanger),
  ...findings.map(ofFinding),
  ...unread.map(ofUnread),
];

const locatedIssues = (
  all: readonly StackReport[],
  issuesOf: (reported: StackReport) => readonly Issue[],
): readonly LocatedIssue[] =>
  all.flatMap((reported) =>
    issuesOf(reported).map(({ check, address, description, severity, identity, help }) => {
      const { stack, locationOf } = reported;
      const { path, line, isElsewhere } = locationOf(address);
      return {
        check,
        description: isElsewhere
          ? `${description} (shown here because the line of the declaration was not found)`
          : description,
        severity,
        help,
        fingerprint: createHash('sha256').update(`${check} ${stack} ${identity}`).digest('hex'),
        path,
        line,
      };
    }),
  );

/**
 * Returns the Code Quality report that GitLab shows in a merge request (`artifacts: reports: codequality`). Fingerprints do
 * not change across pipelines, so GitLab recognizes new and resolved issues. Source: GitLab docs, "Code Quality report
 * format"
 */
export const codeQualityOf = (all: readonly StackReport[]): string =>
  visibleJson(
    issuesIn(all).map(({ check, description, severity, fingerprint, path, line }) => ({
      description,
      check_name: check,
      fingerprint,
      severity,
      location: { path, lines: { begin: line } },
    })),
    2,
  );

const ofBroken = (broken: string): Issue => ({
  check: 'cannot-be-applied',
  address: '',
  description: `Cannot be applied: ${broken}`,
  severity: 'critical',
  identity: broken,
});

const ofFinding = ({ check, address, where, severity, reason, fix }: Finding): Issue => ({
  check,
  address,
  description: `${oneLine(address)}${where === undefined ? '' : ` (${where})`}: ${reason}. Fix: ${fix}`,
  severity,
  identity: address,
});

const ofUnread = ({ address, attribute, reason }: Unread): Issue => ({
  check: 'cannot-be-judged',
  address,
  description: `${attribute} of ${oneLine(address)} is not checked because it cannot be read (${oneLine(reason)})`,
  severity: 'major',
  identity: `${address} ${attribute}`,
});

const ofBacktest = ({ address, text }: BacktestResult): Issue => ({
  check: 'monitor-backtest',
  address,
  description: text,
  severity: 'info',
  // omit the result, because past metrics change with every run
  identity: address,
});

/** Kinds of danger whose effects another deployment can revert. Other effects cannot be undone. */
const reversible: ReadonlySet<string> = new Set<Danger['kind']>([
  'broader access',
  'weaker protection',
  'weaker alerting',
  'no longer managed',
]);

function ofDanger(danger: Danger): Issue {
  const { kind, address, what, rule = kind.replaceAll(' ', '-') } = danger;
  const text = plain(what);
  return {
    check: rule,
    help: `To avoid this danger, ${adviceOn(danger).remedy}. To accept it, add "${acceptanceOf(rule)}" to a file that --accept names.`,
    address,
    description: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}: ${text}`,
    severity: reversible.has(kind) ? 'major' : 'critical',
    // a resource may have several dangers of one kind, which only the description distinguishes
    identity: `${address} ${text}`,
  };
}

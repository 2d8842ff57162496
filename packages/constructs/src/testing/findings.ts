/** Fault in a declared resource. */
export interface Finding {
  /** Address of the resource, such as `aws_sqs_queue.jobs`. */
  readonly address: string;
  /** Subjects that an acceptance can specify after the address, such as a statement's Sid or action. Default: none. */
  readonly subjects?: readonly string[];
  /**
   * Keys that accept the finding, most specific first.
   * @defaultValue the address, or the address with each subject: `aws_iam_policy.jobs: sqs:*`
   */
  readonly acceptedBy?: readonly string[];
  /** Description of the fault. `%s` is replaced with the items of all findings that differ only in `item`. */
  readonly problem: string;
  /** Item in the list that replaces `%s`, such as an action of a statement. */
  readonly item?: string;
  /** Instruction that removes the fault. */
  readonly fix: string;
}

/**
 * Reasons for acceptance, keyed by finding: `{ 'aws_apigatewayv2_route.health': 'Load balancers call it without credentials.' }`.
 */
export type Accepts = Readonly<Record<string, string>>;

/** Findings and their acceptances. */
export interface CheckedFindings {
  /** First line of the error. */
  readonly expectation: string;
  readonly findings: readonly Finding[];
  /** Name of the option that contains the acceptances, for error messages. */
  readonly option: string;
  readonly accepts: Accepts | undefined;
}

/** Returns the keys that accept a finding. */
const acceptancesOf = ({ address, subjects = [], acceptedBy }: Finding): readonly string[] =>
  acceptedBy ?? (subjects.length === 0 ? [address] : subjects.map((subject) => `${address}: ${subject}`));

/**
 * Rejects findings that are not accepted, and acceptances without a reason or without a finding.
 * @throws Error with these findings and acceptances, one per line
 */
export function rejectFindings({ expectation, findings, option, accepts = {} }: CheckedFindings): void {
  const used = new Set(findings.flatMap(acceptancesOf));
  const isAccepted = (finding: Finding) => acceptancesOf(finding).some((key) => Object.hasOwn(accepts, key));
  const lines = [
    ...groupFindings(findings.filter((finding) => !isAccepted(finding))).map((group) => lineOf(group, option)),
    ...Object.entries(accepts).flatMap(([key, reason]) => acceptanceFaults(key, { reason, option, used })),
  ];
  if (lines.length > 0) throw new Error([`${expectation}:`, ...lines].join('\n  '));
}

type Group = readonly [Finding, ...Finding[]];

/** Groups findings that differ only in `item`. */
function groupFindings(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = [finding.address, finding.problem, finding.fix].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function lineOf(group: Group, option: string): string {
  const [first] = group;
  const items = group.flatMap(({ item }) => item ?? []).join(', ');
  // prefer a key that accepts all findings in the line over a key for the first finding
  const keys = acceptancesOf(first);
  const key = keys.find((one) => group.every((finding) => acceptancesOf(finding).includes(one))) ?? keys[0];
  const acceptance = key === undefined ? '' : `, or give a reason in ${option}: '${key}'`;
  return `${first.address}: ${first.problem.replace('%s', () => items)}; ${first.fix}${acceptance}`;
}

function acceptanceFaults(
  key: string,
  { reason, option, used }: { readonly reason: string; readonly option: string; readonly used: ReadonlySet<string> },
): readonly string[] {
  const name = `${option}['${key}']`;
  if (!used.has(key)) return [`${name}: is not needed; remove it`];
  return reason.trim() === '' ? [`${name}: has no reason; write why this is acceptable`] : [];
}

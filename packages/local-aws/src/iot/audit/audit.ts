import { randomUUID } from 'node:crypto';
import { type Authorizer, requireAllowed } from '../../authorize';
import type { Cancel, Clock } from '../../clock';
import type { EventBus } from '../../events';
import { AwsError } from '../../gateway/service-api';
import type { RolePrincipal } from '../../iam/principal';
import { localDocs } from '../../local-docs';
import type { Messaging } from '../../messaging/messaging';
import { type AuditedParts, type AuditedSpan, type Check, checks, type NonCompliant } from './audit-checks';

const dayMilliseconds = 86_400_000;

/**
 * Interval for each frequency. AWS chooses the time of an audit;
 * the local runtime runs the first audit after one interval.
 */
const intervals = { DAILY: dayMilliseconds, WEEKLY: 7 * dayMilliseconds, BIWEEKLY: 14 * dayMilliseconds } as const;
export const frequencies = ['DAILY', 'WEEKLY', 'BIWEEKLY'] as const satisfies readonly (keyof typeof intervals)[];
export type Frequency = (typeof frequencies)[number];

/** Time span that an on-demand audit covers. Source: developer guide, "audit-chk-conflicting-client-ids". */
const onDemandMilliseconds = 31 * dayMilliseconds;

export interface AuditConfiguration {
  roleArn: string;
  /** Names of the enabled checks, for example `LOGGING_DISABLED_CHECK`. */
  enabled: readonly string[];
  /** SNS topic for audit results, and the role that publishes to it. */
  target: { topicArn: string; roleArn: string } | undefined;
}

export type Finding = NonCompliant & {
  findingId: string;
  taskId: string;
  checkName: string;
  severity: Check['severity'];
  /** Time of the audit in milliseconds since the epoch. */
  at: number;
};

/** Result of a check. Source: developer guide, "device-defender-audit", "Notifications". */
interface CheckResult {
  checkName: string;
  checkRunStatus: 'FAILED' | 'COMPLETED_COMPLIANT' | 'COMPLETED_NON_COMPLIANT';
  nonCompliantResourcesCount?: number;
  totalResourcesCount?: number;
  message?: string;
  errorCode?: 'INSUFFICIENT_PERMISSIONS' | 'AUDIT_CHECK_DISABLED';
}

/** Device Defender's scheduled and on-demand audits of the account. */
export interface Audit {
  configure(configuration: AuditConfiguration): void;
  schedule(scheduled: { name: string; frequency: Frequency; checks: readonly string[] }): void;
  /**
   * Starts an on-demand audit.
   * @returns the task id
   * @throws AwsError InvalidRequestException if a check is not enabled
   */
  start(checkNames: readonly string[]): string;
  findings(): readonly Finding[];
  stop(): void;
}

interface Task {
  name: string | undefined;
  checkNames: readonly string[];
  since: number;
}

export function createAudit(
  options: AuditedParts & {
    clock: Clock;
    bus: EventBus;
    authorizer: Authorizer;
    messaging: Pick<Messaging, 'publish'>;
  },
): Audit {
  const { clock, bus, authorizer, account, arnPrefix } = options;
  let configured: AuditConfiguration = { roleArn: '', enabled: [], target: undefined };
  const findings: Finding[] = [];
  const cancels = new Set<Cancel>();
  const now = () => Math.floor(clock.now());

  const roleOf = (arn: string): RolePrincipal => {
    const source = { sourceArn: `${arnPrefix}:audit`, sourceAccount: account };
    const by = { kind: 'service', service: 'iot.amazonaws.com', ...source } as const;
    return { kind: 'role', arn, session: 'audit', by };
  };

  const runCheck = (checkName: string, taskId: string, span: AuditedSpan): CheckResult => {
    const check = Object.hasOwn(checks, checkName) ? checks[checkName] : undefined;
    if (!configured.enabled.includes(checkName))
      return { checkName, checkRunStatus: 'FAILED', errorCode: 'AUDIT_CHECK_DISABLED' };
    if (check === undefined)
      return {
        checkName,
        checkRunStatus: 'FAILED',
        message: `this check is not supported by the local runtime; see ${localDocs()}`,
      };
    const principal = roleOf(configured.roleArn);
    if (!check.calls.every((action) => authorizer.authorize({ principal, action, resource: '*' }).allowed))
      return { checkName, checkRunStatus: 'FAILED', errorCode: 'INSUFFICIENT_PERMISSIONS' };
    try {
      const { total, found } = check.run(options, span);
      const { severity } = check;
      findings.push(
        ...found.map((resource) => ({
          ...resource,
          findingId: randomUUID(),
          taskId,
          checkName,
          severity,
          at: span.until,
        })),
      );
      return {
        checkName,
        checkRunStatus: found.length === 0 ? 'COMPLETED_COMPLIANT' : 'COMPLETED_NON_COMPLIANT',
        nonCompliantResourcesCount: found.length,
        totalResourcesCount: total,
      };
    } catch (error) {
      return { checkName, checkRunStatus: 'FAILED', message: error instanceof Error ? error.message : String(error) };
    }
  };

  const notify = async (message: object) => {
    const { target } = configured;
    if (target === undefined) return;
    try {
      requireAllowed(authorizer, {
        principal: roleOf(target.roleArn),
        action: 'sns:Publish',
        resource: target.topicArn,
      });
      await options.messaging.publish(target.topicArn, JSON.stringify(message));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      bus.emit({ kind: 'note', failed: true, text: `could not report an audit result: ${reason}` });
    }
  };

  const run = ({ name, checkNames, since }: Task): string => {
    const taskId = randomUUID().replaceAll('-', '');
    const span = { since, until: now() };
    const results = checkNames.map((checkName) => runCheck(checkName, taskId, span));
    const count = (status: CheckResult['checkRunStatus']) =>
      results.filter(({ checkRunStatus }) => checkRunStatus === status).length;
    const issues = results.filter(({ checkRunStatus }) => checkRunStatus !== 'COMPLETED_COMPLIANT');
    const summary = issues.length === 0 ? 'no findings' : issues.map(({ checkName }) => checkName).join(', ');
    bus.emit({ kind: 'note', text: `audit ${name ?? taskId}: ${summary}` });
    void notify({
      accountId: account,
      taskId,
      taskStatus: 'COMPLETED',
      taskType: name === undefined ? 'ON_DEMAND_AUDIT_TASK' : 'SCHEDULED_AUDIT_TASK',
      ...(name === undefined ? {} : { scheduledAuditName: name }),
      failedChecksCount: count('FAILED'),
      canceledChecksCount: 0,
      nonCompliantChecksCount: count('COMPLETED_NON_COMPLIANT'),
      compliantChecksCount: count('COMPLETED_COMPLIANT'),
      totalChecksCount: results.length,
      taskStartTime: span.until,
      auditDetails: results,
    });
    return taskId;
  };

  return {
    configure(configuration) {
      configured = configuration;
    },
    schedule({ name, frequency, checks: checkNames }) {
      const scheduleNext = (since: number) => {
        const cancel = clock.after(intervals[frequency], () => {
          cancels.delete(cancel);
          const until = now();
          run({ name, checkNames, since });
          scheduleNext(until);
        });
        cancels.add(cancel);
      };
      scheduleNext(now());
    },
    start(checkNames) {
      const disabled = checkNames.find((checkName) => !configured.enabled.includes(checkName));
      if (disabled !== undefined)
        throw new AwsError('InvalidRequestException', `Audit check ${disabled} is not enabled for this account`);
      return run({ name: undefined, checkNames, since: now() - onDemandMilliseconds });
    },
    findings: () => findings,
    stop() {
      for (const cancel of cancels) cancel();
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { Logs } from '../logs/logs';

/**
 * Log levels, from the most to the least verbose. Source: AWS IoT developer guide, "configure-logging", "Log levels".
 */
export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'DISABLED'] as const;
type LogLevel = (typeof logLevels)[number];

/** Level of an entry: INFO for success, ERROR for failure, DEBUG for troubleshooting details. */
type EntryLevel = 'DEBUG' | 'INFO' | 'ERROR';

/** Event types in the developer guide that the local runtime logs. */
type EventType =
  | 'Connect'
  | 'Connection.AuthNError'
  | 'Disconnect'
  | 'Publish-In'
  | 'Publish-Out'
  | 'Subscribe'
  | 'GetThingShadow'
  | 'UpdateThingShadow'
  | 'DeleteThingShadow'
  | 'RuleMatch'
  | 'RuleNotFound'
  | 'StartingRuleExecution'
  | 'RuleExecution'
  | 'ProvisionDevice';

/** AWS IoT log, which records successful and failed operations in AWS IoT's components. */
export interface IotLogs {
  /** Enables logging with a role's permissions. */
  configure(options: { level: LogLevel; roleArn: string }): void;
  isOn(): boolean;
  /**
   * Writes an entry. `fields` returns the fields of the entry's event type, and is called only if the level is logged.
   */
  write(level: EntryLevel, eventType: EventType, fields: () => EntryFields): void;
}

export type EntryFields = Readonly<Record<string, string | number | undefined>> & {
  /** ID that correlates the entries for one request; random if undefined. */
  readonly traceId?: string;
};

const group = 'AWSIotLogsV2';
/** Name of the log stream. The format of AWS IoT's own stream names is undocumented. */
const stream = '0';

/**
 * Permissions that the logging role requires.
 * Source: AWS IoT developer guide, "configure-logging", "Logging role policy".
 */
const writeActions = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * Log fields for a denied action. The details name the action, the ARN and the deciding statement; no AWS page shows the
 * details of a failed broker operation.
 */
export const notAuthorized = (details: string) => ({ reason: 'AUTHORIZATION_FAILURE', details });

/**
 * Creates the AWS IoT log, which writes JSON lines to the log group AWSIotLogsV2. Log levels for individual thing
 * groups are not supported. Source: AWS IoT developer guide, "CloudWatch AWS IoT log entries" (cwl-format).
 */
export function createIotLogs(options: {
  clock: Pick<Clock, 'now'>;
  authorizer: Authorizer;
  logs: Pick<Logs, 'openGroup' | 'write'>;
  region: string;
  account: string;
}): IotLogs {
  const { clock, authorizer, logs, region, account } = options;
  let configured: { level: LogLevel; roleArn: string } = { level: 'DISABLED', roleArn: '' };

  const isAllowed = (action: string, resource: string): boolean => {
    const by = {
      kind: 'service',
      service: 'iot.amazonaws.com',
      sourceArn: `arn:aws:iot:${region}:${account}:logging`,
      sourceAccount: account,
    } as const;
    const principal = { kind: 'role', arn: configured.roleArn, session: 'iot-logs', by } as const;
    const arn = `arn:aws:logs:${region}:${account}:log-group:${group}`;
    return authorizer.authorize({ principal, action, resource: `${arn}${resource}` }).allowed;
  };

  return {
    configure(options) {
      configured = options;
    },
    isOn: () => configured.level !== 'DISABLED',
    write(level, eventType, fields) {
      if (logLevels.indexOf(level) < logLevels.indexOf(configured.level)) return;
      logs.openGroup(group, () => isAllowed('logs:CreateLogGroup', ''));
      if (!writeActions.every((action) => isAllowed(action, `:log-stream:${stream}`))) return;
      const { traceId = randomUUID(), ...own } = fields();
      const entry = {
        timestamp: new Date(clock.now()).toISOString().replace('T', ' ').replace('Z', ''),
        logLevel: level,
        traceId,
        accountId: account,
        status: level === 'ERROR' ? 'Failure' : 'Success',
        eventType,
        ...own,
      };
      logs.write(group, stream, [JSON.stringify(entry)], undefined);
    },
  };
}

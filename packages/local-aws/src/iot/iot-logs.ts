import { randomUUID } from 'node:crypto';
import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { Logs } from '../logs/logs';

/** From what says most to what says nothing. AWS IoT developer guide, "configure-logging", "Log levels". */
export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'DISABLED'] as const;
type LogLevel = (typeof logLevels)[number];

/** Whether something went well (INFO), failed (ERROR), or is of use to whoever looks for a fault alone (DEBUG). */
type EntryLevel = 'DEBUG' | 'INFO' | 'ERROR';

/** Those of the guide's entries that something here leads to. */
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

/** AWS IoT's own log: what its parts do, and what they cannot. */
export interface IotLogs {
  /** @param roleArn with whose rights lines are written */
  configure(options: { level: LogLevel; roleArn: string }): void;
  isOn(): boolean;
  /** @param fields what an entry has beside those that each has; asked only where the level is logged */
  write(level: EntryLevel, eventType: EventType, fields: () => EntryFields): void;
}

export type EntryFields = Readonly<Record<string, string | number | undefined>> & {
  /** Where several entries are of one request. */
  readonly traceId?: string;
};

const group = 'AWSIotLogsV2';
/** AWS names its streams itself, and says nowhere how. */
const stream = '0';

/** AWS IoT developer guide, "configure-logging", "Logging role policy". */
const writing = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * What AWS IoT notes of a policy that does not allow something. The guide prints no entry of a failure of the broker, and
 * no page was found that confirms these words.
 */
export const notAuthorized = { reason: 'AUTHORIZATION_FAILURE', details: 'Authorization Failure' } as const;

/**
 * Writes JSON lines into the log group that AWS IoT has chosen. Not there: levels of single thing groups.
 * Source: AWS IoT developer guide, "CloudWatch AWS IoT log entries" (cwl-format).
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

  const may = (action: string, resource: string): boolean => {
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
    configure(given) {
      configured = given;
    },
    isOn: () => configured.level !== 'DISABLED',
    write(level, eventType, fields) {
      if (logLevels.indexOf(level) < logLevels.indexOf(configured.level)) return;
      logs.openGroup(group, () => may('logs:CreateLogGroup', ''));
      if (!writing.every((action) => may(action, `:log-stream:${stream}`))) return;
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

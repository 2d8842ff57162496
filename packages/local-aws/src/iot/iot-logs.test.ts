import { createLogs } from '../logs/logs';
import { stopped } from '../stopped-platform.fixture';
import { createIotLogs, type IotLogs } from './iot-logs';

const roleArn = 'arn:aws:iam::000000000000:role/iot-logs';
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'iot.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:iot:eu-west-1:000000000000:*' } },
  },
});

/** Creates the AWS IoT log with a role that is allowed the given actions on the log group. */
function platform(actions: readonly string[], { group = true } = {}) {
  const parts = stopped();
  const place = { region: 'eu-west-1', account: '000000000000' };
  const logs = createLogs({ followed: undefined, ...parts, ...place, deliver: () => undefined });
  if (group) logs.createGroup({ name: 'AWSIotLogsV2', retentionDays: 7 });
  const Resource = 'arn:aws:logs:eu-west-1:000000000000:log-group:AWSIotLogsV2*';
  const document = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource } });
  parts.authorizer.roles.declare({ arn: roleArn, name: 'iot-logs', trust, boundary: undefined });
  parts.authorizer.roles.putPolicy('iot-logs', { name: 'p', document });
  const iotLogs = createIotLogs({ ...parts, ...place, logs });
  const lines = () =>
    logs
      .groups()
      .flatMap(({ streams }) => Object.values(streams).flat())
      .map(({ message }): unknown => JSON.parse(message));
  return { iotLogs, lines };
}

const writeActions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const writeAll = (iotLogs: IotLogs) => {
  iotLogs.write('DEBUG', 'StartingRuleExecution', () => ({ ruleName: 'hot' }));
  iotLogs.write('INFO', 'RuleMatch', () => ({ ruleName: 'hot' }));
  iotLogs.write('ERROR', 'RuleExecution', () => ({ ruleName: 'hot', details: 'no such queue', traceId: 't' }));
};

test("writes an entry as one line of JSON, in which the common fields precede the event type's fields", () => {
  const { iotLogs, lines } = platform(writeActions);
  iotLogs.configure({ level: 'ERROR', roleArn });
  writeAll(iotLogs);
  expect(lines()).toEqual([
    {
      timestamp: '2026-01-01 00:00:00.000',
      logLevel: 'ERROR',
      traceId: 't',
      accountId: '000000000000',
      status: 'Failure',
      eventType: 'RuleExecution',
      ruleName: 'hot',
      details: 'no such queue',
    },
  ]);
});

test.each([
  ['DEBUG', ['DEBUG', 'INFO', 'ERROR']],
  ['INFO', ['INFO', 'ERROR']],
  ['WARN', ['ERROR']],
  ['ERROR', ['ERROR']],
  ['DISABLED', []],
] as const)('the level %s logs only entries with the levels %j', (level, logged) => {
  const { iotLogs, lines } = platform(writeActions);
  iotLogs.configure({ level, roleArn });
  writeAll(iotLogs);
  expect(lines()).toMatchObject(logged.map((logLevel) => ({ logLevel })));
});

test('writes no entries until logging is configured', () => {
  const { iotLogs, lines } = platform(writeActions);
  writeAll(iotLogs);
  expect(lines()).toEqual([]);
});

test.each(writeActions)('writes no entries if the role lacks %s', (missing) => {
  const { iotLogs, lines } = platform(writeActions.filter((action) => action !== missing));
  iotLogs.configure({ level: 'DEBUG', roleArn });
  writeAll(iotLogs);
  expect(lines()).toEqual([]);
});

test('creates a missing log group if the role has permission', () => {
  const allowed = platform([...writeActions, 'logs:CreateLogGroup'], { group: false });
  const denied = platform(writeActions, { group: false });
  for (const { iotLogs } of [allowed, denied]) {
    iotLogs.configure({ level: 'ERROR', roleArn });
    writeAll(iotLogs);
  }
  expect([allowed.lines().length, denied.lines().length]).toEqual([1, 0]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudwatchLogSubscriptionFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IotPolicy } from '@cdktf/provider-aws/lib/iot-policy';
import { IotTopicRule, type IotTopicRuleConfig } from '@cdktf/provider-aws/lib/iot-topic-rule';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { columnsOf } from '@himeshima/cli';
import {
  appendTo,
  DevicePolicy,
  declareAws,
  declareMonitors,
  declareSlos,
  FailureQueue,
  IotRule,
  NodeFunction,
  printProblems,
  problemsOf,
  ReadableStack,
  Refusal,
  refusalOf,
  Schedule,
  Stream,
  store,
  Table,
  Workflow,
} from '@himeshima/constructs';
import {
  composite,
  type DeclaredMonitor,
  type DeclaredSlo,
  metricAlert,
  metricSlo,
  sloAlert,
} from '@himeshima/constructs/monitors';
import { hours, seconds } from '@himeshima/constructs/units';
import { App, type TerraformStack } from 'cdktf';
import { dev } from '../config/dev';
import { names } from '../config/names';
import { monitoringOf } from '../monitors/monitoring';
import { provideEnvironment } from '../stacks/environment-context';

class BadStack extends ReadableStack {}

const outdir = mkdtempSync(join(tmpdir(), 'himeshima-bad-input-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Returns the problems that synth prints for a dev stack that contains only the resources created by `declare`. */
function printedProblems(declare: (stack: TerraformStack) => void): string {
  const found = problemsOf(dev, () => {
    const stack = new BadStack(new App({ outdir, stackTraces: false }), 'bad');
    provideEnvironment(stack, dev, { functions: [], boundary: names.boundaryArn(dev) });
    declare(stack);
    return stack;
  });
  return printProblems(new Refusal(found).problems);
}

/** Matches a printed line that starts with this file and the line of the call. */
const here = (rest: string) =>
  expect.stringMatching(new RegExp(`^✗ synth dev: tests/bad-input\\.test\\.ts:\\d+ ${rest}`));

const messageStored = metricSlo({
  id: 'message_stored_within_60s',
  name: 'Message → table under 60 s',
  description: 'A report is stored within 60 s.',
  target: 99,
  warning: 99.5,
  days: 30,
  good: 'sum:himeshima.api_answered_in_time{*}.as_count()',
  total: 'sum:himeshima.api_answered{*}.as_count()',
});

/** Returns the dev environment's monitoring with the given monitors and SLOs. */
const monitoringWith = (monitors: readonly DeclaredMonitor[], slos: readonly DeclaredSlo[] = [messageStored]) => ({
  ...monitoringOf(dev),
  flow: [{ title: 'x', monitors }],
  slos,
});

const rule = (sql: string) => (stack: TerraformStack) => {
  const table = new Table(stack, 'table', { key: { name: 'thing', type: 'string' } });
  const onError = new FailureQueue(stack, 'failed');
  new IotRule(stack, 'power_on', { description: 'x', sql, actions: [store(table)], onError });
};

const alert = { id: 'states_failed', name: 'x', severity: 'page', runbook: 'x', summary: 'x', impact: 'x' } as const;

describe('synth of a schedule', () => {
  test('rejects an invalid schedule expression and reports the reason', () => {
    const text = printedProblems((stack) => {
      const nightly = new NodeFunction(stack, 'nightly', { timeout: seconds(10), environment: {}, can: [] });
      new Schedule(stack, 'schedule', { description: 'x', at: 'cron(0 17 * * *)', invokes: nightly });
    });
    expect(text).toContain('schedule schedule: cron(0 17 * * *) has 5 fields');
  });
});

describe('synth of a rule', () => {
  test('shows a caret below an operator from another language', () => {
    expect(printedProblems(rule("SELECT * FROM 'a/b' WHERE c.d == true"))).toEqual(
      here(
        [
          'rule power_on, line 1, column 31: == is not an operator of AWS IoT SQL; use =',
          "    SELECT \\* FROM 'a/b' WHERE c\\.d == true",
          ' {34}\\^$',
        ].join('\n'),
      ),
    );
  });

  test('reports the position of a misplaced wildcard', () => {
    expect(printedProblems(rule("SELECT * FROM 'a/#/b'"))).toEqual(here('rule power_on, line 1, column 18: .*#'));
  });

  test('rejects an unknown function and reports its name', () => {
    expect(printedProblems(rule("SELECT topik(3) AS thing FROM 'a/b'"))).toEqual(
      here('rule power_on, line 1, column 8: .*topik'),
    );
  });

  test('rejects a topic to which AWS IoT never publishes, with a suggestion', () => {
    expect(printedProblems(rule("SELECT * FROM '$aws/things/+/shadow/updte'"))).toEqual(
      here('rule power_on, line 1, column 37: .* is not a reserved topic, .*; did you mean update\\?\n'),
    );
  });

  test('reports the position of an invalid template in an action', () => {
    const text = printedProblems((stack) => {
      const stream = new Stream(stack, 'stream', { name: 'stream', shards: 1, retention: hours(24) });
      const onError = new FailureQueue(stack, 'failed');
      const actions = [appendTo(stream, '${cliendid()}')];
      new IotRule(stack, 'telemetry', { description: 'x', sql: "SELECT * FROM 'a/b'", actions, onError });
    });
    expect(text).toEqual(here('rule telemetry, line 1, column 3: kinesis.partition_key: .*cliendid.*clientid'));
  });
});

/** Returns the problems of a rule, declared with the provider's construct, whose messages a device may publish to `topic`. */
const plainRule = (config: Partial<IotTopicRuleConfig> & { sql: string }, topic = 'a/*') =>
  printedProblems((stack) => {
    const Resource = `arn:aws:iot:ap-northeast-1:111122223333:topic/${topic}`;
    new IotPolicy(stack, 'device', {
      name: 'device',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'iot:Publish', Resource }],
      }),
    });
    new IotTopicRule(stack, 'rule', { name: 'echo', enabled: true, sqlVersion: '2016-03-23', ...config });
  });
const roleArn = 'arn:aws:iam::111122223333:role/r';
const queueUrl = 'https://sqs.ap-northeast-1.amazonaws.com/111122223333/q';

describe('synth of a rule that AWS IoT accepts', () => {
  test('rejects a rule if no policy allows publishing to the topic in its FROM', () => {
    expect(plainRule({ sql: "SELECT * FROM 'b/+'" })).toEqual(
      here(
        'rule echo, line 1, column 16: no policy in this stack allows publishing to this topic, so the rule would never run\n    SELECT',
      ),
    );
    expect(plainRule({ sql: "SELECT * FROM 'a/+'" })).toBe('');
    expect(plainRule({ sql: "SELECT * FROM '$aws/things/+/shadow/update/accepted'" })).toBe('');
    expect(plainRule({ sql: "SELECT * FROM '$aws/things/+/shadow/update'" })).toContain('would never run');
  });

  test('rejects a template that AWS IoT would not substitute', () => {
    const firehose = [{ deliveryStreamName: '$${topic(2)}', roleArn, separator: '$${topic()}' }];
    expect(plainRule({ sql: "SELECT * FROM 'a/+'", firehose })).toEqual(
      here(
        'rule echo, line 1, column 1: firehose.separator does not support templates: AWS IoT would use the string literally',
      ),
    );
  });

  test('rejects an invalid template', () => {
    const sql = "SET @room = topic(2) SELECT * FROM 'a/+'";
    const s3 = (key: string) => ({ bucketName: 'b', roleArn, key });
    const shadow = "key: $${get_thing_shadow('t', 'arn').version}";
    const protobuf = "$${decode(a, 'proto', 'b', 'k', 'p', 'T')}";
    expect(plainRule({ sql, s3: [s3('a/$${topik(2)}')] })).toEqual(
      here('rule echo, line 1, column 5: s3.key: topik\\(\\) is not a function of AWS IoT SQL; did you mean topic'),
    );
    expect(plainRule({ sql, s3: [s3('a/$${@room}')] })).toBe('');
    expect(plainRule({ sql, s3: [s3('a/@{room}')] })).toEqual(
      here('rule echo, line 1, column 3: s3.key: only the InfluxDB action supports @\\{…\\}'),
    );
    expect(plainRule({ sql, s3: [s3(shadow)] })).toBe('');
    // an error action supports templates "including the external functions" (AWS IoT developer guide, rule-error-handling)
    expect(plainRule({ sql, errorAction: { s3: s3(shadow) } })).toBe('');
    expect(plainRule({ sql, s3: [s3(protobuf)] })).toEqual(
      here(
        "rule echo, line 1, column 3: s3.key: decode\\(…, 'proto'\\) is not supported in a template; assign its result",
      ),
    );
  });

  test('rejects a function call with the wrong number of arguments, which would always return Undefined', () => {
    const s3 = [{ bucketName: 'b', roleArn, key: 'a/$${topic(1, 2)}' }];
    expect(plainRule({ sql: "SELECT lower() AS x FROM 'a/+'" })).toEqual(
      here('rule echo, line 1, column 8: lower\\(\\) accepts 1 argument, not 0, so it is always Undefined\n    SELECT'),
    );
    expect(plainRule({ sql: "SELECT * FROM 'a/+'", s3 })).toEqual(
      here('rule echo, line 1, column 5: s3.key: topic\\(\\) accepts at most 1 argument, not 2'),
    );
  });

  test('rejects a rule that triggers itself, unless its WHERE depends on the message', () => {
    const republish = [{ topic: 'a/copy', roleArn }];
    expect(plainRule({ sql: "SELECT * FROM 'a/+'", republish })).toEqual(
      here(
        'rule echo, line 1, column 16: republishes to a/copy, to which rule echo subscribes: every message would loop forever',
      ),
    );
    expect(plainRule({ sql: "SELECT * FROM 'a/+' WHERE timestamp() > 0", republish })).toContain('loop forever');
    expect(plainRule({ sql: "SELECT *, true AS copied FROM 'a/+' WHERE isUndefined(copied)", republish })).toBe('');
    expect(plainRule({ sql: "SELECT * FROM 'a/+'", republish: [{ topic: '$${topic()}/copy', roleArn }] })).toBe('');
    expect(plainRule({ sql: "SELECT * FROM 'a/+' WHERE topic(2) <> 'copy'", republish })).toBe('');
    const shadow = [{ topic: '$$aws/things/x/shadow/update', roleArn }];
    const sql = "SELECT * FROM '$aws/things/+/shadow/update'";
    expect(plainRule({ sql, republish: shadow }, '$aws/things/x/shadow/update')).toContain('loop forever');
  });

  test('reports a cycle of rules once, with the path', () => {
    const republishingRules = (...topics: readonly (readonly [from: string, to: string])[]) =>
      printedProblems((stack) => {
        topics.forEach(([from, topic], at) => {
          const republish = [{ topic, roleArn }];
          const sql = `SELECT * FROM '${from}'`;
          const sqlVersion = '2016-03-23';
          new IotTopicRule(stack, `r${at}`, { name: `r${at}`, enabled: true, sqlVersion, sql, republish });
        });
      });
    const circle = republishingRules(['x/y', 'a/b'], ['a/+', 'b/$${topic(2)}'], ['b/#', 'c'], ['c', 'a/d']);
    expect(circle).toEqual(
      here(
        'rule r1, line 1, column 16: republishes to b/\\$\\{topic\\(2\\)\\}, rule r2 to c, rule r3 to a/d, to which rule r1 subscribes: every',
      ),
    );
    expect(circle).not.toContain('rule r3, ');
    expect(republishingRules(['a/+', 'b/$${topic(2)}'], ['b/x', 'a/z'])).toBe('');
    expect(republishingRules(['a/+', 'b/$${topic(2)}'], ['b/x', 'a/x'])).toContain('loop forever');
    expect(republishingRules(['a/b', 'b'], ['b', 'c'], ['c', 'd'])).toBe('');
  });

  test('rejects a rule that writes the same item twice', () => {
    const sqs = [
      { queueUrl, roleArn, useBase64: false },
      { queueUrl, roleArn, useBase64: false },
    ];
    expect(plainRule({ sql: "SELECT * FROM 'a/+'", sqs })).toEqual(
      here(
        'rule echo, line 1, column 16: its sqs action duplicates an action in the same rule: every message would be written twice',
      ),
    );
  });

  test('rejects two rules that write the same item for the same messages', () => {
    const two = (sql: string) =>
      printedProblems((stack) => {
        const rule = { enabled: true, sqlVersion: '2016-03-23', sqs: [{ queueUrl, roleArn, useBase64: false }] };
        new IotTopicRule(stack, 'one', { ...rule, name: 'one', sql: "SELECT * FROM 'a/+' WHERE x > 1" });
        new IotTopicRule(stack, 'two', { ...rule, name: 'two', sql });
      });
    expect(two("select * from 'a/b' where x>1")).toEqual(
      here('rule two, .*its sqs action duplicates an action in rule one'),
    );
    expect(two("SELECT * FROM 'b/+' WHERE x > 1")).toBe('');
    expect(two("SELECT * FROM 'a/b' WHERE x > 2")).toBe('');
  });
});

describe('synth of a device policy', () => {
  const client = 'arn:aws:iot:ap-northeast-1:111122223333:client';
  const policy = (action: string, resource: string) =>
    printedProblems((stack) => {
      new DevicePolicy(stack, 'device', [{ Effect: 'Allow', Action: [action], Resource: resource }]);
    });

  test('rejects an unknown variable with a suggestion', () => {
    expect(policy('iot:Connect', `${client}/\${iot:Connection.Thing.ThingNam}`)).toEqual(
      here(
        'device policy device, column 50: iot:Connection\\.Thing\\.ThingNam is not .*; did you mean iot:Connection\\.Thing\\.ThingName\\?\n',
      ),
    );
  });

  test('rejects an unknown action with a suggestion', () => {
    expect(policy('iot:Conect', `${client}/light-1`)).toEqual(
      here('device policy device, column 1: iot:Conect is not .*; did you mean iot:Connect\\?\n'),
    );
  });

  test('rejects a misspelled reserved topic with a suggestion', () => {
    const topic =
      'arn:aws:iot:ap-northeast-1:111122223333:topic/$aws/things/${iot:Connection.Thing.ThingName}/shdow/update';
    expect(policy('iot:Publish', topic)).toEqual(
      here('device policy device, column 93: .* is not a reserved topic, .*; did you mean shadow\\?\n'),
    );
  });

  test('rejects an unknown condition key with a suggestion', () => {
    const Condition = { Bool: { 'iot:Connection.Thing.IsAttach': 'true' } };
    const text = printedProblems((stack) => {
      const Resource = `${client}/light-1`;
      new DevicePolicy(stack, 'device', [{ Effect: 'Allow', Action: ['iot:Connect'], Resource, Condition }]);
    });
    expect(text).toEqual(
      here(
        'device policy device, column 1: iot:Connection\\.Thing\\.IsAttach is not .*; did you mean iot:Connection\\.Thing\\.IsAttached\\?\n',
      ),
    );
  });

  test('rejects a policy that allows any certificate to connect with any client ID', () => {
    expect(policy('iot:Connect', '*')).toContain('iot:Connection.Thing.IsAttached');
  });
});

describe('synth of a role', () => {
  const allowed = (statement: object) =>
    printedProblems((stack) => {
      const Statement = { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: '*', ...statement };
      new IamRolePolicy(stack, 'nightly', { role: 'r', policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
    });

  test('rejects an unknown action with a suggestion and a caret', () => {
    const text = allowed({ Action: ['sqs:SendMessag'] });
    expect(text).toEqual(
      here(
        [
          'aws_iam_role_policy.nightly, column 5: policy: sqs has no action SendMessag; did you mean SendMessage\\?',
          '    sqs:SendMessag',
          ' {8}\\^',
        ].join('\n'),
      ),
    );
  });

  test('rejects an unknown condition key with a suggestion', () => {
    expect(allowed({ Condition: { StringEquals: { 'aws:SourceAcount': dev.account } } })).toEqual(
      here('.*, column 5: policy: AWS has no condition key aws:SourceAcount; did you mean aws:SourceAccount\\?\n'),
    );
  });
});

describe('synth of a log filter', () => {
  test('reports the position of an error in a pattern', () => {
    const text = printedProblems((stack) => {
      const common = { name: 'f', logGroupName: '/aws/lambda/f', destinationArn: 'arn:aws:kinesis:::stream/s' };
      new CloudwatchLogSubscriptionFilter(stack, 'filter', { ...common, filterPattern: '{ $.level = }' });
    });
    expect(text).toEqual(
      here(
        'aws_cloudwatch_log_subscription_filter.filter, column 13: filter_pattern: [^\n]+\n {4}\\{ \\$\\.level = \\}\n {16}\\^$',
      ),
    );
  });
});

describe('synth of a monitor', () => {
  const monitors = (...declared: Parameters<typeof metricAlert>) => {
    const monitor = metricAlert(...declared);
    return printedProblems((stack) => declareMonitors(stack, monitoringWith([monitor])));
  };

  test('rejects an unknown metric with a suggestion', () => {
    const query = 'sum(last_5m):sum:aws.states.execution_failed{*}.as_count() >= 1';
    expect(monitors({ ...alert, query })).toEqual(
      here(
        'states_failed, column 18: unknown metric aws\\.states\\.execution_failed; did you mean aws\\.states\\.executions_failed\\?\n',
      ),
    );
  });

  test('reports the line of an error in a multi-line query', () => {
    const query = 'sum(last_5m):\n\tsum:aws.states.execution_failed{*}.as_count() >= 1';
    expect(monitors({ ...alert, query })).toEqual(
      here(
        [
          'states_failed, line 2, column 6: unknown metric .*',
          '     sum:aws\\.states\\.execution_failed\\{\\*\\}\\.as_count\\(\\) >= 1',
          ' {9}\\^$',
        ].join('\n'),
      ),
    );
  });

  test('prints the caret below the error, even after wide characters', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{監視:値,a!:x}.as_count() >= 1';
    const [, text = '', caret = ''] = monitors({ ...alert, query }).split('\n');
    expect(columnsOf(caret.slice(0, -1))).toBe(columnsOf(text.slice(0, text.indexOf('!'))));
  });

  test('rejects a monitor without an id, and reports the call site', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';
    expect(monitors({ ...alert, id: '', query })).toEqual(here(': id: must not be empty$'));
  });

  test('rejects a delay that is not a number, and reports its name', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';
    expect(monitors({ ...alert, settings: { evaluationDelay: Number.NaN }, query })).toContain(
      'evaluation_delay is NaN; it must be',
    );
  });

  test('reports the position of an error in a query', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() => 1';
    expect(monitors({ ...alert, query })).toEqual(here('states_failed, column 61: '));
  });

  test('rejects a duplicate id, and reports the call site', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';
    const [first, second] = [metricAlert({ ...alert, query }), metricAlert({ ...alert, query })];
    const text = printedProblems((stack) => declareMonitors(stack, monitoringWith([first, second])));
    expect(text).toEqual(
      here('states_failed: duplicate id: another construct in this scope has the same id; rename one of them'),
    );
  });

  test('rejects an unknown property or severity', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';
    const written = JSON.stringify({ ...alert, query, severity: 'pagge', settings: { evaluationDelayy: 3 } });
    const text = monitors(JSON.parse(written));
    expect(text).toEqual(here('states_failed: severity: Invalid option'));
    expect(text).toContain('states_failed: settings: Unrecognized key: "evaluationDelayy"');
  });

  test('rejects a threshold that differs from the threshold in the query', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';
    expect(monitors({ ...alert, query, critical: 3 })).toEqual(
      here('states_failed, column 64: Alert threshold \\(3\\) does not match that used in the query \\(1\\)\\.\n'),
    );
  });

  test('rejects a message with a variable that is not a group of the query', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';
    expect(monitors({ ...alert, query, summary: 'in {{functionname.name}}' })).toEqual(
      here('states_failed, column 4: summary: '),
    );
  });

  test('rejects renotification without renotify_occurrences or a reason', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';
    expect(monitors({ ...alert, query, settings: { renotifyInterval: 10 } })).toEqual(
      here(
        'states_failed: the monitor renotifies every 10 minutes for up to 30 hours, because renotify_occurrences is not set \\(renotify-without-end: ',
      ),
    );
  });
});

describe('synth of a monitor that refers to other monitors or SLOs', () => {
  const problemsOfMonitor = (monitor: DeclaredMonitor) =>
    printedProblems((stack) => declareMonitors(stack, monitoringWith([monitor, joined])));
  const joined = composite({ ...alert, id: 'joined', query: 'joined_by || joined_by' });
  const other = { ...alert, id: 'joined_by' };
  const burning = (query: string) => problemsOfMonitor(sloAlert({ ...other, query }));

  test('rejects an unknown reference', () => {
    expect(problemsOfMonitor(composite({ ...other, query: 'joined_by && absent' }))).toContain(
      'joined_by, column 14: unknown monitor absent',
    );
  });

  test('rejects a composite that contains a composite, because composites cannot be nested', () => {
    expect(problemsOfMonitor(composite({ ...other, query: '!joined' }))).toContain(
      'joined is a composite, and composites cannot be nested',
    );
  });

  test('rejects an unknown SLO with a list of the known SLOs', () => {
    expect(burning('error_budget("stored").over("30d") > 75')).toContain(
      'unknown SLO stored: expected one of message_stored_within_60s',
    );
  });

  test('rejects an impossible burn rate, and a time frame that the SLO does not have', () => {
    const rate = '.over("30d").long_window("1h").short_window("30m") > 144';
    expect(burning(`burn_rate("message_stored_within_60s")${rate}`)).toContain('144 is never reached');
    expect(burning('error_budget("message_stored_within_60s").over("7d") > 75')).toContain(
      'message_stored_within_60s has a target for 30 days, not for 7 days',
    );
  });
});

describe('synth of a burn rate', () => {
  test('rejects a short window that ends before its data arrives', () => {
    const query = 'burn_rate("message_stored_within_60s").over("30d").long_window("1h").short_window("5m") > 14.4';
    expect(printedProblems((stack) => declareMonitors(stack, monitoringWith([sloAlert({ ...alert, query })])))).toEqual(
      here('states_failed, column 83: metrics of message_stored_within_60s arrive up to 12 minutes late'),
    );
  });
});

describe('synth of an SLO', () => {
  test('rejects an unknown metric with a suggestion', () => {
    const good = 'sum:aws.states.executions_succeded{*}.as_count()';
    const slo = metricSlo({ ...messageStored, good });
    expect(printedProblems((stack) => declareSlos(stack, monitoringWith([], [slo])))).toEqual(
      here(
        'message_stored_within_60s, column 5: good: unknown metric aws\\.states\\.executions_succeded; did you mean',
      ),
    );
  });
});

describe('synth of a construct', () => {
  test('immediately rejects an id that Terraform would reject', () => {
    const text = printedProblems((stack) => new SqsQueue(stack, 'failed events'));
    expect(text).toContain('aws_sqs_queue.failed events: invalid Terraform id "failed events"');
  });
});

describe('synth of two constructs', () => {
  test('rejects a duplicate logical id, because cdktf would merge the constructs', () => {
    const text = printedProblems((stack) => {
      new SqsQueue(stack, 'failed-events', { name: 'one' });
      new SqsQueue(stack, 'failed_events', { name: 'two' });
    });
    expect(text).toContain('aws_sqs_queue.failed_events: duplicate logical id: bad/failed-events has the same id');
  });

  test('rejects a repeated id in one scope, and reports the second call site', () => {
    expect(
      printedProblems((stack) => {
        new FailureQueue(stack, 'failed');
        new FailureQueue(stack, 'failed');
      }),
    ).toEqual(here('failed: duplicate id: another construct in this scope has the same id; rename one of them$'));
  });

  test('rejects a duplicate physical name', () => {
    expect(
      printedProblems((stack) => {
        new SqsQueue(stack, 'one', { name: 'jobs' });
        new SqsQueue(stack, 'two', { name: 'jobs' });
      }),
    ).toContain('aws_sqs_queue.two: duplicate name "jobs": aws_sqs_queue.one has the same name');
  });
});

describe('synth with an exception during declaration', () => {
  test('reports the call site and the first line of the message', () => {
    const text = printedProblems((stack) => {
      new FailureQueue(stack, '');
    });
    expect(text).toEqual(here('failed to declare the stack: Only root constructs may have an empty ID$'));
  });

  test('reports an invalid duration in a file that every environment loads', () => {
    const outside = (): Refusal => {
      try {
        seconds(Number.NaN);
      } catch (error) {
        return refusalOf(error, [dev, { ...dev, name: 'prod' }]);
      }
      throw new Error('NaN seconds were accepted');
    };
    expect(printProblems(outside().problems)).toMatch(
      /^✗ synth dev, prod: tests\/bad-input\.test\.ts:\d+ failed to declare the stack: invalid number of seconds: NaN$/,
    );
  });
});

describe('synth of an expression', () => {
  test('rejects an expression that Terraform cannot parse, for example an unescaped policy variable', () => {
    expect(printedProblems((stack) => new SqsQueue(stack, 'one', { name: '${iot:ClientId}' }))).toContain(
      'aws_sqs_queue.one',
    );
  });
});

describe('synth of a function', () => {
  test('rejects a function without code, and reports the name of the missing file', () => {
    const text = printedProblems((stack) => {
      new NodeFunction(stack, 'power-off', { timeout: seconds(1), environment: {}, can: [] });
    });
    expect(text).toEqual(here('function power-off: missing code: add functions/power-off/handler\\.ts$'));
  });
});

describe('synth of a workflow', () => {
  test('rejects a transition to a missing state', () => {
    const text = printedProblems((stack) => {
      new Workflow(stack, 'lost', {
        name: 'lost',
        definition: { Comment: 'x', StartAt: 'Nowhere', States: { End: { Type: 'Fail', Error: 'x', Cause: 'x' } } },
        can: [],
      });
    });
    expect(text).toEqual(here('workflow lost: .*Nowhere'));
  });
});

test('a reference to another stack is rejected, because stacks are planned separately', () => {
  const lines = printedProblems((stack) => {
    const other = new BadStack(stack.node.root, 'other');
    declareAws(other, { ...dev, tags: {}, stateBucket: 'state' });
    const queue = new SqsQueue(other, 'jobs', { name: 'jobs' });
    new SqsQueue(stack, 'copies', { name: queue.name });
  });
  expect(lines).toContain('aws_sqs_queue.copies.name: aws_sqs_queue.jobs is not declared in this stack');
});

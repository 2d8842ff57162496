import { deleted, reportedBy, updated } from './dangers.fixture';
import { deviceDefender } from './device-defender';

const reported = reportedBy(deviceDefender);
const profile = 'aws_cloudcontrolapi_resource.every_device';
const of = (type: string, state: object) => ({ type_name: `AWS::IoT::${type}`, desired_state: JSON.stringify(state) });
const behaviour = (Name: string, Count: string, ComparisonOperator = 'less-than-equals') => ({
  Name,
  Metric: 'aws:num-messages-sent',
  Criteria: { ComparisonOperator, Value: { Count } },
});
const targets = { AlertTargets: { SNS: { AlertTargetArn: 'arn:sns' } } };
const watching = (...Behaviors: readonly object[]) => of('SecurityProfile', { Behaviors, ...targets });

test('reports a deleted security profile or audit, and ignores other Cloud Control resources', () => {
  expect(reported(deleted(profile, watching()))).toEqual([
    `${profile} is deleted: unusual device behavior is no longer reported`,
  ]);
  expect(reported(deleted(profile, of('ScheduledAudit', {})))).toHaveLength(1);
  expect(reported(deleted(profile, { type_name: 'AWS::Lex::Bot', desired_state: '{}' }))).toEqual([]);
});

test('reports a security profile with looser limits, fewer behaviors or no alert targets', () => {
  const before = watching(behaviour('rate', '600'), behaviour('size', '8192'));
  expect(reported(updated(profile, before, watching(behaviour('rate', '6000'))))).toEqual([
    `${profile}: the limit for rate is 6000 instead of 600 and the profile no longer watches size`,
  ]);
  expect(reported(updated(profile, watching(behaviour('rate', '600')), before))).toEqual([]);
  expect(reported(updated(profile, watching(behaviour('rate', '6000')), watching(behaviour('rate', '600'))))).toEqual(
    [],
  );
  const atLeast = (count: string) => watching(behaviour('alive', count, 'greater-than'));
  expect(reported(updated(profile, atLeast('5'), atLeast('1')))).toEqual([
    `${profile}: the limit for alive is 1 instead of 5`,
  ]);
  expect(reported(updated(profile, watching(), of('SecurityProfile', { Behaviors: [] })))).toEqual([
    `${profile}: violations are no longer reported`,
  ]);
});

test('reports an audit with fewer checks', () => {
  const audit = (...TargetCheckNames: readonly string[]) => of('ScheduledAudit', { TargetCheckNames });
  expect(reported(updated(profile, audit('A_CHECK', 'B_CHECK'), audit('A_CHECK')))).toEqual([
    `${profile}: the audit no longer includes B_CHECK`,
  ]);
  const account = (Enabled: boolean) =>
    of('AccountAuditConfiguration', { AuditCheckConfigurations: { A_CHECK: { Enabled } } });
  expect(reported(updated(profile, account(true), account(false)))).toEqual([
    `${profile}: the audit no longer includes A_CHECK`,
  ]);
  expect(reported(updated(profile, account(false), account(true)))).toEqual([]);
});

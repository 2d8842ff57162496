import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { App, TerraformStack } from 'cdktf';
import { findingsOf, linesOf } from './error-lines.fixture';
import { expectLogRetention } from './log-retention';

describe('expectLogRetention', () => {
  test('accepts log groups with retention, and functions that log to them', () => {
    const resource = {
      aws_cloudwatch_log_group: {
        mine: { name: '/aws/lambda/mine', retention_in_days: 30 },
        shared: { name: 'shared', retention_in_days: '${var.days}' },
      },
      aws_lambda_function: {
        mine: { function_name: 'mine' },
        yours: { function_name: 'yours', logging_config: { log_group: '${aws_cloudwatch_log_group.shared.name}' } },
      },
    };
    expect(linesOf(() => expectLogRetention({ resource, variable: { days: {} } }))).toEqual([]);
  });

  test('reports log groups without retention, functions without a log group, and stale acceptances', () => {
    const resource = {
      aws_cloudwatch_log_group: { audit: { name: 'audit' }, other: { name: 'other', retention_in_days: 0 } },
      aws_lambda_function: { mine: { function_name: 'mine' } },
    };
    const accepts = {
      'aws_cloudwatch_log_group.audit': 'Auditors ask for old entries.',
      'aws_cloudwatch_log_group.old': 'It was.',
    };
    expect(linesOf(() => expectLogRetention({ resource }, { accepts }))).toEqual([
      "aws_cloudwatch_log_group.other: keeps logs forever; set retention_in_days, or give a reason in accepts: 'aws_cloudwatch_log_group.other'",
      "aws_lambda_function.mine: logs to a group that is not declared and has no retention; declare an aws_cloudwatch_log_group named /aws/lambda/mine, or give a reason in accepts: 'aws_lambda_function.mine'",
      "accepts['aws_cloudwatch_log_group.old']: is not needed; remove it",
    ]);
  });

  test('rejects the path of a stack', () => {
    expect(() => expectLogRetention('cdktf.out/stacks/shop/cdk.tf.json')).toThrow(
      'invalid stack "cdktf.out/stacks/shop/cdk.tf.json": expected the content of cdk.tf.json, not its path',
    );
  });

  test('reads a CDKTF stack', () => {
    const stack = new TerraformStack(new App(), 'shop');
    const worker = new LambdaFunction(stack, 'worker', {
      functionName: 'worker',
      role: 'arn:aws:iam::111122223333:role/worker',
    });
    new CloudwatchLogGroup(stack, 'logs', { name: `/aws/lambda/${worker.functionName}` });
    expect(findingsOf(() => expectLogRetention(stack))).toEqual(['aws_cloudwatch_log_group.logs: keeps logs forever']);
  });
});

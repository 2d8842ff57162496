import { declaring } from './declaring.fixture';
import { usedBy } from './used-by';

const of = (...references: readonly string[]) => ({ later: { attribute: references } });

test('names what uses a security group, even through a launch template, but not its rules', () => {
  const plan = declaring({
    'aws_security_group.web': {},
    'aws_security_group_rule.ssh': of('aws_security_group.web.id'),
    'aws_instance.web': of('aws_security_group.web.id'),
    'aws_launch_template.web': of('aws_security_group.web.id'),
    'aws_autoscaling_group.web': of('aws_launch_template.web.id'),
  });
  expect(usedBy(plan, 'aws_security_group.web')).toEqual(['aws_instance.web', 'aws_autoscaling_group.web']);
});

test('names what has the role with a policy', () => {
  const plan = declaring({
    'aws_iam_role.app': {},
    'aws_iam_role_policy.admin': of('aws_iam_role.app.id'),
    'aws_iam_instance_profile.app': of('aws_iam_role.app.name'),
    'aws_instance.web': of('aws_iam_instance_profile.app.name'),
    'aws_lambda_function.api': of('aws_iam_role.app.arn'),
  });
  expect(usedBy(plan, 'aws_iam_role_policy.admin')).toEqual(['aws_instance.web', 'aws_lambda_function.api']);
});

test('ends for resources that refer to each other', () => {
  const plan = declaring({ 'aws_iam_role.a': of('aws_iam_role.b.arn'), 'aws_iam_role.b': of('aws_iam_role.a.arn') });
  expect(usedBy(plan, 'aws_iam_role.a')).toEqual([]);
});

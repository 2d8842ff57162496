import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { App, Fn, TerraformStack, TerraformVariable } from 'cdktf';
import { findingsOf, linesOf } from './error-lines.fixture';
import { expectLeastPrivilege } from './least-privilege';

const statement = (parts: Readonly<Record<string, unknown>>) => ({ Effect: 'Allow', Resource: '*', ...parts });

const stackWith = (...statements: readonly object[]) => ({
  resource: {
    aws_iam_role_policy: { jobs: { policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) } },
  },
});

const trusting = (principal: unknown) => ({
  resource: {
    aws_iam_role: {
      jobs: {
        assume_role_policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
        }),
      },
    },
  },
});

describe('expectLeastPrivilege', () => {
  test.each([
    ['an action on a resource', statement({ Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:1:jobs' })],
    ['objects in a bucket', statement({ Action: 's3:GetObject', Resource: '${aws_s3_bucket.files.arn}/*' })],
    [
      'an action without resource-level permissions',
      statement({ Action: ['xray:PutTraceSegments', 'ec2:DescribeInstances'] }),
    ],
    ['metrics, which have no ARN', statement({ Action: 'cloudwatch:GetMetricData' })],
    ['a denied wildcard', { Effect: 'Deny', Action: '*', Resource: '*' }],
  ])('accepts %s', (_, given) => {
    expect(linesOf(() => expectLeastPrivilege(stackWith(given)))).toEqual([]);
  });

  test.each([
    [{ Action: 'sqs:SendMessage' }, 'allows sqs:SendMessage on every resource'],
    [{ Action: 'sqs:*', Resource: 'arn:aws:sqs:eu-west-1:1:jobs' }, 'allows sqs:*'],
    [{ Action: '*' }, 'allows * on every resource'],
    [{ Action: 'sqs:Send?essage' }, 'allows sqs:Send?essage on every resource'],
    [{ NotAction: 'iam:*' }, 'allows every action except iam:*'],
    [
      { Action: 'sqs:SendMessage', Resource: undefined, NotResource: 'arn:aws:sqs:eu-west-1:1:jobs' },
      'allows every resource except arn:aws:sqs:eu-west-1:1:jobs',
    ],
    [{ Action: 'sqs:SendMesage' }, 'allows sqs:SendMesage, which does not exist'],
    [
      { Action: 'sqs:SendMessage', Resource: '${var.queue}' },
      'allows sqs:SendMessage on known-after-apply/var.queue, which may be *',
    ],
    [{ Action: '${var.action}' }, 'allows known-after-apply/var.action, which is unknown'],
  ])('reports %j', (parts, problem) => {
    const stack = { ...stackWith(statement(parts)), variable: { queue: {}, action: {} } };
    expect(findingsOf(() => expectLeastPrivilege(stack))).toEqual([
      `aws_iam_role_policy.jobs: statement 1 of policy ${problem}`,
    ]);
  });

  test("reports a statement's actions in one line, with address, fault and fix", () => {
    const stack = stackWith(statement({ Sid: 'Queues', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'] }));
    expect(() => expectLeastPrivilege(stack)).toThrow(
      new Error(
        [
          'policies allow more than necessary:',
          "  aws_iam_role_policy.jobs: statement Queues of policy allows sqs:SendMessage, sqs:ReceiveMessage on every resource; list ARNs in Resource, or give a reason in accepts: 'aws_iam_role_policy.jobs: Queues'",
        ].join('\n'),
      ),
    );
  });

  test.each([
    ['aws_iam_policy', { policy: '%' }],
    ['aws_iam_user_policy', { policy: '%' }],
    ['aws_iam_group_policy', { policy: '%' }],
    ['aws_iam_role', { inline_policy: [{ name: 'jobs', policy: '%' }] }],
  ])('reads the policies of %s', (type, attributes) => {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement({ Action: 'sqs:*' })] });
    const resource = {
      [type]: { jobs: JSON.parse(JSON.stringify(attributes).replace('"%"', JSON.stringify(policy))) },
    };
    expect(findingsOf(() => expectLeastPrivilege({ resource }))).toEqual([
      expect.stringMatching(`^${type}.jobs: statement 1 of .*policy allows sqs:\\*`),
    ]);
  });

  test.each([['*'], [{ AWS: '*' }], [{ Federated: ['*'] }], [{ AWS: '${var.account}' }]])(
    'reports a role that trusts %j',
    (principal) => {
      expect(findingsOf(() => expectLeastPrivilege({ ...trusting(principal), variable: { account: {} } }))).toEqual([
        'aws_iam_role.jobs: statement 1 of assume_role_policy allows anyone to assume the role',
      ]);
    },
  );

  test('accepts a role that trusts a service', () => {
    expectLeastPrivilege(trusting({ Service: 'lambda.amazonaws.com' }));
  });

  test('reports attached AWS managed policies with full access', () => {
    const attachmentOf = (policy_arn: string) => ({ role: '${aws_iam_role.jobs.name}', policy_arn });
    const resource = {
      aws_iam_role: { jobs: { managed_policy_arns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } },
      aws_iam_role_policy_attachment: {
        files: attachmentOf('arn:aws:iam::aws:policy/AmazonS3FullAccess'),
        logs: attachmentOf('arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'),
      },
    };
    expect(findingsOf(() => expectLeastPrivilege({ resource }))).toEqual([
      'aws_iam_role.jobs: attaches AdministratorAccess',
      'aws_iam_role_policy_attachment.files: attaches AmazonS3FullAccess',
    ]);
  });

  test('accepts findings with a reason, by Sid or action', () => {
    const stack = stackWith(
      statement({ Sid: 'Queues', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'] }),
      statement({ Action: ['sns:Publish', 'sns:Subscribe'] }),
    );
    const accepts = {
      'aws_iam_role_policy.jobs: Queues': 'It drains every queue.',
      'aws_iam_role_policy.jobs: sns:Publish': 'Topics are chosen at run time.',
    };
    expect(findingsOf(() => expectLeastPrivilege(stack, { accepts }))).toEqual([
      'aws_iam_role_policy.jobs: statement 2 of policy allows sns:Subscribe on every resource',
    ]);
  });

  test('reports acceptances that are stale or have no reason', () => {
    const stack = stackWith(statement({ Action: 'sqs:SendMessage' }));
    const accepts = { 'aws_iam_role_policy.jobs: sqs:SendMessage': ' ', 'aws_iam_role_policy.old: Queues': 'It was.' };
    expect(linesOf(() => expectLeastPrivilege(stack, { accepts }))).toEqual([
      "accepts['aws_iam_role_policy.jobs: sqs:SendMessage']: has no reason; write why this is acceptable",
      "accepts['aws_iam_role_policy.old: Queues']: is not needed; remove it",
    ]);
  });

  test.each([
    ['${var.policy}', 'known-after-apply/var.policy is known after apply'],
    ['${data.aws_iam_policy.admin.policy}', 'known-after-apply/data.aws_iam_policy.admin.policy is known after apply'],
    ['${file("policy.json")}', 'is known after apply or cannot be evaluated'],
    ['{"Statement": ', 'is not JSON'],
    ['{"Statement": [{"Effect": "Allow", "Action": "sqs:*"}]}', 'needs Resource'],
  ])('reports that the policy %s cannot be read', (policy, reason) => {
    const stack = { variable: { policy: {} }, resource: { aws_iam_policy: { jobs: { policy } } } };
    const [line = '', ...others] = linesOf(() => expectLeastPrivilege(stack));
    expect(line).toMatch(/^aws_iam_policy.jobs: policy cannot be read: /);
    expect(line).toContain(reason);
    expect(others).toEqual([]);
    expectLeastPrivilege(stack, { accepts: { 'aws_iam_policy.jobs: policy': 'Reviewed by hand.' } });
  });

  test('reports modules, because their resources are not in the stack', () => {
    const stack = { module: { queue: { source: 'queue' } } };
    expect(findingsOf(() => expectLeastPrivilege(stack))).toEqual([
      'module.queue: its resources are not in the stack and therefore not checked',
    ]);
    expectLeastPrivilege(stack, { accepts: { 'module.queue': 'Tested where it is declared.' } });
  });

  test('merges policy documents from data sources', () => {
    const documents = {
      base: { statement: { sid: 'Queues', actions: ['sqs:*'], resources: ['*'] } },
      narrow: {
        source_policy_documents: ['${data.aws_iam_policy_document.base.json}'],
        override_policy_documents: ['${data.aws_iam_policy_document.override.json}'],
        statement: [{ actions: ['sns:Publish'], resources: ['*'] }],
      },
      override: {
        statement: { sid: 'Queues', actions: ['sqs:SendMessage'], resources: ['${aws_sqs_queue.jobs.arn}'] },
      },
    };
    const stack = {
      data: { aws_iam_policy_document: documents },
      resource: {
        aws_sqs_queue: { jobs: {} },
        aws_iam_policy: { jobs: { policy: '${data.aws_iam_policy_document.narrow.json}' } },
      },
    };
    expect(findingsOf(() => expectLeastPrivilege(stack))).toEqual([
      'aws_iam_policy.jobs: statement 1 of policy allows sns:Publish on every resource',
    ]);
  });

  test('reports a data source whose statements cannot be read', () => {
    const stack = {
      variable: { statements: {} },
      data: { aws_iam_policy_document: { jobs: { statement: '${var.statements}' } } },
      resource: { aws_iam_policy: { jobs: { policy: '${data.aws_iam_policy_document.jobs.json}' } } },
    };
    expect(findingsOf(() => expectLeastPrivilege(stack))).toEqual([
      expect.stringMatching(/^aws_iam_policy.jobs: policy cannot be read: /),
    ]);
  });

  test('reads locals, jsonencode and repeated blocks', () => {
    const stack = {
      locals: { actions: ['sqs:*'] },
      resource: {
        aws_sqs_queue: { jobs: { for_each: '${toset(["a", "b"])}', name: '${each.key}' } },
        aws_iam_role_policy: {
          jobs: {
            for_each: '${aws_sqs_queue.jobs}',
            policy:
              '${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = local.actions, Resource = each.value.arn }] })}',
          },
        },
      },
    };
    expect(findingsOf(() => expectLeastPrivilege(stack))).toEqual([
      'aws_iam_role_policy.jobs: statement 1 of policy allows sqs:*',
    ]);
  });

  test('reads a CDKTF stack and its JSON text', () => {
    const stack = new TerraformStack(new App(), 'shop');
    const queue = new SqsQueue(stack, 'queue');
    const topic = new TerraformVariable(stack, 'topic', { type: 'string' });
    const trust = new DataAwsIamPolicyDocument(stack, 'trust', {
      statement: [{ actions: ['sts:AssumeRole'], principals: [{ type: 'AWS', identifiers: ['*'] }] }],
    });
    const role = new IamRole(stack, 'role', { assumeRolePolicy: trust.json });
    const document = new DataAwsIamPolicyDocument(stack, 'document', {
      statement: [
        { actions: ['sqs:SendMessage'], resources: [queue.arn] },
        { sid: 'Topics', actions: ['sns:Publish'], resources: ['*'], condition: [] },
        { sid: 'Input', actions: ['sns:Publish'], resources: [topic.stringValue] },
      ],
    });
    new IamRolePolicy(stack, 'data', { role: role.name, policy: document.json });
    const encoded = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: queue.arn }],
    };
    new IamRolePolicy(stack, 'encoded', { role: role.name, policy: Fn.jsonencode(encoded) });
    const findings = [
      'aws_iam_role.role: statement 1 of assume_role_policy allows anyone to assume the role',
      'aws_iam_role_policy.data: statement Topics of policy allows sns:Publish on every resource',
      'aws_iam_role_policy.data: statement Input of policy allows sns:Publish on known-after-apply/var.topic, which may be *',
      'aws_iam_role_policy.encoded: statement 1 of policy allows sqs:*',
    ];
    expect(findingsOf(() => expectLeastPrivilege(stack))).toEqual(findings);
    expect(findingsOf(() => expectLeastPrivilege(JSON.stringify(stack.toTerraform())))).toEqual(findings);
  });
});

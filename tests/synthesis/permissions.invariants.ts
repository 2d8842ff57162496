import type { Block } from '@himeshima/terraform-json';
import { calledActions } from './called-actions';
import { statementsOfRole } from './policies';
import { ofType, references, type SynthesizedEnvironment, textAt, valueAt } from './synthesized-environments';

/** Actions that every function may use, for its key, log group and traces. */
const always: ReadonlySet<string> = new Set([
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** Actions that Lambda performs with a function's role on event sources and failure destinations, by type. */
const actionsOn: Readonly<Record<string, readonly string[]>> = {
  aws_kinesis_stream: [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
  ],
  aws_s3_bucket: ['s3:ListBucket', 's3:PutObject'],
  aws_sqs_queue: ['sqs:SendMessage'],
};

/** IAM action of each rule action (AWS IoT developer guide, "Rule actions"), keyed by its block. */
const actionsOfRules: Readonly<Record<string, string>> = {
  dynamodbv2: 'dynamodb:PutItem',
  firehose: 'firehose:PutRecord',
  kinesis: 'kinesis:PutRecord',
  sns: 'sns:Publish',
  sqs: 'sqs:SendMessage',
};

/** Tests invariants of function and rule roles. */
export function permissionInvariants(synthesized: () => SynthesizedEnvironment): void {
  const functions = () => ofType(synthesized(), 'aws_lambda_function');

  /** Returns the actions that a function's declaration requires. */
  function declaredActions(address: string): readonly string[] {
    const isOf = (block: Block) => references(block.attributes['function_name']).includes(address);
    const mappings = ofType(synthesized(), 'aws_lambda_event_source_mapping').filter(isOf);
    const destinations = [
      ...ofType(synthesized(), 'aws_lambda_function_event_invoke_config').filter(isOf),
      ...mappings,
    ].map((block) => valueAt(block, 'destination_config.on_failure'));
    const resources = [...mappings.map((block) => block.attributes['event_source_arn']), ...destinations];
    return resources.flatMap(references).flatMap((resource) => actionsOn[resource.split('.')[0] ?? ''] ?? []);
  }
  const grantedTo = (block: Block) => statementsOfRole(synthesized(), references(block.attributes['role']).join());

  test('functions have exactly the permissions that they use', () => {
    const problems = functions().flatMap((block) => {
      const name = textAt(block, 'function_name');
      const used = new Set([...calledActions(process.cwd(), name), ...declaredActions(block.address)]);
      const granted = new Set(grantedTo(block).flatMap(({ Action }) => Action ?? []));
      const missing = [...used].filter((action) => !granted.has(action));
      const unused = [...granted].filter((action) => !used.has(action) && !always.has(action));
      return [
        ...missing.map((action) => `${name} calls ${action}, but its role does not allow this action`),
        ...unused.map((action) => `the role of ${name} allows ${action}, but the function does not call this action`),
      ];
    });
    expect(problems).toEqual([]);
  });

  test('rules have exactly the permissions that their actions require', () => {
    for (const rule of ofType(synthesized(), 'aws_iot_topic_rule')) {
      const blocks = [...Object.entries(rule.attributes), ['sqs', valueAt(rule, 'error_action.sqs')] as const].filter(
        ([name, block]) => name !== 'error_action' && JSON.stringify(block ?? null).includes('role_arn'),
      );
      const used = blocks.flatMap(([name, block]) =>
        references(block)
          .filter((address) => !address.startsWith('aws_iam_role.'))
          .map((address) => `${actionsOfRules[name] ?? `unknown action of ${name}`} on ${address}`),
      );
      const [role = ''] = references(valueAt(rule, 'error_action.sqs.role_arn'));
      const granted = statementsOfRole(synthesized(), role).flatMap(({ Action = [], Resource }) =>
        Action.filter((action) => !always.has(action)).map((action) => `${action} on ${references(Resource).join()}`),
      );
      expect({ [rule.address]: granted.toSorted() }).toEqual({ [rule.address]: used.toSorted() });
    }
  });

  test('functions may use exactly the tables in their environment variables', () => {
    const isTable = (address: string) => address.startsWith('aws_dynamodb_table.');
    for (const block of functions()) {
      const named = references(valueAt(block, 'environment.variables')).filter(isTable);
      const granted = grantedTo(block).flatMap(({ Resource }) => references(Resource).filter(isTable));
      expect({ [block.address]: [...new Set(granted)].sort() }).toEqual({
        [block.address]: [...new Set(named)].sort(),
      });
    }
  });
}

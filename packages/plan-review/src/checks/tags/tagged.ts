import type { Check } from '../check';
import { objectAt } from '../resource';

const thingGroup = (tags_all: Readonly<Record<string, string>>) => ({
  aws_iot_thing_group: { lights: { name: 'lights', tags_all } },
});

export const tagged: Check = {
  id: 'tags',
  severity: 'minor',
  about: [
    'aws_athena_workgroup',
    'aws_cloudwatch_log_group',
    'aws_dynamodb_table',
    'aws_iot_thing_group',
    'aws_iot_thing_type',
    'aws_iot_topic_rule',
    'aws_kinesis_firehose_delivery_stream',
    'aws_kinesis_stream',
    'aws_lambda_function',
    'aws_s3_bucket',
    'aws_sfn_state_machine',
    'aws_sns_topic',
    'aws_sqs_queue',
  ],
  reason: 'its owner and its share of the bill are unknown',
  fix: 'default_tags of the provider',
  source: 'IoT Lens IOTCOST03-BP04; Serverless Lens COST 1',
  finds(resource) {
    // where the provider was not asked nothing stands there
    const tags = objectAt(resource, 'tags_all');
    return tags !== undefined && Object.keys(tags).length === 0;
  },
  examples: { good: [thingGroup({ project: 'lights' })], bad: [thingGroup({})] },
};

import { actionsOf } from './terraform-actions';

const declared = (blocks: Parameters<typeof actionsOf>[0]) => actionsOf(blocks).map((action) => action.declared);

describe('the blocks of aws_iot_topic_rule', () => {
  test('converts blocks to API actions, even in the format of a plan: blocks as lists, and null for missing values', () => {
    expect(
      declared({
        dynamodbv2: [{ role_arn: 'r', put_item: [{ table_name: 't' }] }],
        http: [
          {
            url: 'https://a.example',
            confirmation_url: null,
            http_header: [{ key: 'a', value: '1' }],
          },
        ],
        sqs: [{ role_arn: 'r', queue_url: 'q', use_base64: 'true' }],
        dynamodb: [{ role_arn: 'r', table_name: 't', hash_key_field: 'k', hash_key_value: 'v', hash_key_type: null }],
      }),
    ).toEqual([
      { dynamoDB: { roleArn: 'r', tableName: 't', hashKeyField: 'k', hashKeyValue: 'v' } },
      { dynamoDBv2: { roleArn: 'r', putItem: { tableName: 't' } } },
      { http: { url: 'https://a.example', headers: [{ key: 'a', value: '1' }] } },
      { sqs: { roleArn: 'r', queueUrl: 'q', useBase64: true } },
    ]);
  });

  test('rejects a block with an attribute that has no local implementation, and names the attribute', () =>
    expect(() => declared({ http: [{ url: 'https://a.example', enable_batching: true }] })).toThrow(
      'http.enable_batching: not supported by the local runtime',
    ));

  test('rejects a block with an invalid attribute, and names the attribute', () =>
    expect(() => declared({ sqs: [{ role_arn: 'r' }] })).toThrow('sqs.queue_url: Invalid input: expected string'));
});

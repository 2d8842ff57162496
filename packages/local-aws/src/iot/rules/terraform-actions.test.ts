import { actionsOf } from './terraform-actions';

const declared = (blocks: Parameters<typeof actionsOf>[0]) => actionsOf(blocks).map((action) => action.declared);

describe('the blocks of aws_iot_topic_rule', () => {
  test('become actions of the API, also from a plan, which contains blocks as lists and null for missing values', () => {
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

  test('are rejected with the name of an attribute that has no local implementation', () =>
    expect(() => declared({ http: [{ url: 'https://a.example', enable_batching: true }] })).toThrow(
      'http.enable_batching: not supported by the local runtime',
    ));

  test('are rejected with the name of an invalid attribute', () =>
    expect(() => declared({ sqs: [{ role_arn: 'r' }] })).toThrow('sqs.queue_url: Invalid input: expected string'));
});

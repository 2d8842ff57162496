import { athenaOf } from '../athena/athena';
import { athenaApi } from '../athena/athena-api';
import { newId } from '../athena/query-id';
import { eventBridge } from '../eventbridge/eventbridge.fixture';
import type { HttpCall } from '../http/http-call';
import { iteratorOf } from '../kinesis/iterator';
import { createKinesis } from '../kinesis/kinesis';
import { kinesisApi } from '../kinesis/kinesis-api';
import { taskHandle } from '../messaging/task-handle';
import { secretArn } from '../secrets-manager/secret-arn';
import { secretsOf } from '../secrets-manager/secrets';
import { secretsManagerApi } from '../secrets-manager/secrets-manager-api';
import { parametersOf } from '../ssm/parameters';
import { ssmApi } from '../ssm/ssm-api';
import { stopped } from '../stopped-platform.fixture';
import { allPermissions, requiredPermission } from './iam-action';
import { json, restApi } from './json-api';

const place = { region: 'eu-west-1', account: '000000000000' };
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:000000000000:${rest}`;

function call(given: Partial<HttpCall>): HttpCall {
  return { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: new Uint8Array(), ...given };
}
const target = (name: string, input: object) =>
  call({ headers: { 'x-amz-target': `Service_20260101.${name}` }, body: Buffer.from(JSON.stringify(input)) });
const form = (fields: Record<string, string>) =>
  call({
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  });

const parts = {
  ...stopped(),
  place: { ...place, directory: '' },
  messaging: { objects: () => [], putObject: async () => undefined },
};
/** APIs with a custom function that returns a call's resources. */
const apis = new Map([
  ['athena', athenaApi(athenaOf(parts))],
  ['events', eventBridge().api],
  ['kinesis', kinesisApi(createKinesis(parts))],
  ['secretsmanager', secretsManagerApi(secretsOf(parts), parts.authorizer)],
  ['ssm', ssmApi(parametersOf(parts), secretsOf(parts), parts.authorizer)],
]);

const queryId = newId('w-1');
const waiting = arn('states', 'execution:power:e1');

describe('the permission that a call requires', () => {
  test.each([
    [
      'athena',
      target('StartQueryExecution', { WorkGroup: 'w' }),
      'athena:StartQueryExecution',
      [arn('athena', 'workgroup/w')],
    ],
    [
      'athena',
      target('GetQueryResults', { QueryExecutionId: queryId }),
      'athena:GetQueryResults',
      [arn('athena', 'workgroup/w-1')],
    ],
    [
      'athena',
      target('BatchGetNamedQuery', { NamedQueryIds: [queryId] }),
      'athena:BatchGetNamedQuery',
      [arn('athena', 'workgroup/w-1')],
    ],
    ['ssm', target('GetParameter', { Name: '/a/b:2' }), 'ssm:GetParameter', [arn('ssm', 'parameter/a/b')]],
    [
      'ssm',
      target('GetParameter', { Name: arn('ssm', 'parameter/a') }),
      'ssm:GetParameter',
      [arn('ssm', 'parameter/a')],
    ],
    [
      'ssm',
      target('GetParameters', { Names: ['a', '/b'] }),
      'ssm:GetParameters',
      [arn('ssm', 'parameter/a'), arn('ssm', 'parameter/b')],
    ],
    ['ssm', target('GetParametersByPath', { Path: '/a' }), 'ssm:GetParametersByPath', [arn('ssm', 'parameter/a')]],
    ['ssm', target('GetParameters', { Names: 5 }), 'ssm:GetParameters', ['*']],
    [
      'secretsmanager',
      target('GetSecretValue', { SecretId: 'a' }),
      'secretsmanager:GetSecretValue',
      [secretArn('a', place)],
    ],
    [
      'secretsmanager',
      target('GetSecretValue', { SecretId: arn('secretsmanager', 'secret:a') }),
      'secretsmanager:GetSecretValue',
      [secretArn('a', place)],
    ],
    ['secretsmanager', target('ListSecrets', {}), 'secretsmanager:ListSecrets', ['*']],
    ['dynamodb', target('ListStreams', { TableName: 'a' }), 'dynamodb:ListStreams', ['*']],
    [
      'dynamodb',
      target('DescribeStream', { StreamArn: arn('dynamodb', 'table/a/stream/s') }),
      'dynamodb:DescribeStream',
      [arn('dynamodb', 'table/a/stream/s')],
    ],
    ['dynamodb', target('GetRecords', { ShardIterator: 'nonsense' }), 'dynamodb:GetRecords', ['*']],
    ['events', target('PutRule', { Name: 'cars' }), 'events:PutRule', [arn('events', 'rule/cars')]],
    [
      'events',
      target('PutTargets', { Rule: 'cars', EventBusName: arn('events', 'event-bus/parking') }),
      'events:PutTargets',
      [arn('events', 'rule/parking/cars')],
    ],
    ['events', target('ListTargetsByRule', { Rule: 'cars' }), 'events:ListTargetsByRule', [arn('events', 'rule/cars')]],
    ['events', target('ListRules', { EventBusName: 'parking' }), 'events:ListRules', ['*']],
    ['events', target('TestEventPattern', {}), 'events:TestEventPattern', ['*']],
    ['events', target('DescribeEventBus', {}), 'events:DescribeEventBus', [arn('events', 'event-bus/default')]],
    [
      'events',
      target('CreateEventBus', { Name: 'parking' }),
      'events:CreateEventBus',
      [arn('events', 'event-bus/parking')],
    ],
    ['events', target('PutEvents', { Entries: [] }), 'events:PutEvents', ['*']],
    ['dynamodb', target('PutItem', { TableName: 'a' }), 'dynamodb:PutItem', [arn('dynamodb', 'table/a')]],
    [
      'dynamodb',
      target('Query', { TableName: 'a', IndexName: 'i' }),
      'dynamodb:Query',
      [arn('dynamodb', 'table/a/index/i')],
    ],
    [
      'dynamodb',
      target('GetItem', { TableName: arn('dynamodb', 'table/a') }),
      'dynamodb:GetItem',
      [arn('dynamodb', 'table/a')],
    ],
    [
      'dynamodb',
      target('BatchWriteItem', { RequestItems: { a: [], b: [] } }),
      'dynamodb:BatchWriteItem',
      [arn('dynamodb', 'table/a'), arn('dynamodb', 'table/b')],
    ],
    [
      'dynamodb',
      target('TransactGetItems', { TransactItems: [{ Get: { TableName: 'a' } }, { Get: { TableName: 'b' } }] }),
      'dynamodb:GetItem',
      [arn('dynamodb', 'table/a'), arn('dynamodb', 'table/b')],
    ],
    ['kinesis', target('PutRecord', { StreamName: 's' }), 'kinesis:PutRecord', [arn('kinesis', 'stream/s')]],
    [
      'kinesis',
      target('ListShards', { StreamARN: arn('kinesis', 'stream/s') }),
      'kinesis:ListShards',
      [arn('kinesis', 'stream/s')],
    ],
    [
      'sqs',
      target('SendMessage', { QueueUrl: 'http://127.0.0.1:4566/000000000000/q' }),
      'sqs:SendMessage',
      [arn('sqs', 'q')],
    ],
    [
      'kinesis',
      target('GetRecords', { ShardIterator: iteratorOf({ stream: 's', shard: 'shardId-0', from: '0' }) }),
      'kinesis:GetRecords',
      [arn('kinesis', 'stream/s')],
    ],
    ['kinesis', target('GetRecords', { ShardIterator: 'nonsense' }), 'kinesis:GetRecords', ['*']],
    [
      'sqs',
      target('SendMessageBatch', { QueueUrl: 'http://127.0.0.1:4566/000000000000/q' }),
      'sqs:SendMessage',
      [arn('sqs', 'q')],
    ],
    ['sns', form({ Action: 'PublishBatch', TopicArn: arn('sns', 't') }), 'sns:Publish', [arn('sns', 't')]],
    [
      'sqs',
      target('StartMessageMoveTask', { SourceArn: arn('sqs', 'dead'), DestinationArn: arn('sqs', 'q') }),
      'sqs:StartMessageMoveTask',
      [arn('sqs', 'dead')],
    ],
    [
      'sqs',
      target('CancelMessageMoveTask', { TaskHandle: taskHandle({ taskId: 't', sourceArn: arn('sqs', 'dead') }) }),
      'sqs:CancelMessageMoveTask',
      [arn('sqs', 'dead')],
    ],
    ['sqs', target('GetQueueUrl', { QueueName: 'q' }), 'sqs:GetQueueUrl', [arn('sqs', 'q')]],
    ['sns', form({ Action: 'Publish', TopicArn: arn('sns', 't') }), 'sns:Publish', [arn('sns', 't')]],
    ['sns', form({ Action: 'Unsubscribe', SubscriptionArn: arn('sns', 't:id') }), 'sns:Unsubscribe', [arn('sns', 't')]],
    [
      'logs',
      target('GetLogEvents', { logGroupName: '/aws/lambda/a', logStreamName: 's' }),
      'logs:GetLogEvents',
      [arn('logs', 'log-group:/aws/lambda/a:log-stream:s')],
    ],
    [
      'states',
      target('StartExecution', { stateMachineArn: arn('states', 'stateMachine:power') }),
      'states:StartExecution',
      [arn('states', 'stateMachine:power')],
    ],
    ['states', target('StopExecution', { executionArn: waiting }), 'states:StopExecution', [waiting]],
    [
      'states',
      target('SendTaskSuccess', { taskToken: waiting }),
      'states:SendTaskSuccess',
      [arn('states', 'stateMachine:power')],
    ],
    ['s3', call({ method: 'GET', path: '/' }), 's3:ListAllMyBuckets', ['*']],
    ['s3', call({ method: 'PUT', path: '/b/2026/a%20b' }), 's3:PutObject', ['arn:aws:s3:::b/2026/a b']],
    ['s3', call({ method: 'GET', path: '/b/%E0%A4%A' }), 's3:GetObject', ['arn:aws:s3:::b/%E0%A4%A']],
    [
      's3',
      call({ method: 'PUT', path: '/b/k', query: new URLSearchParams('tagging=') }),
      's3:PutObjectTagging',
      ['arn:aws:s3:::b/k'],
    ],
    [
      's3',
      call({ method: 'PUT', path: '/b/k', query: new URLSearchParams('partNumber=1&uploadId=u') }),
      's3:PutObject',
      ['arn:aws:s3:::b/k'],
    ],
    [
      's3',
      call({ method: 'DELETE', path: '/b/k', query: new URLSearchParams('uploadId=u') }),
      's3:AbortMultipartUpload',
      ['arn:aws:s3:::b/k'],
    ],
    [
      's3',
      call({ method: 'DELETE', path: '/b/k', query: new URLSearchParams('uploadId=') }),
      's3:DeleteObject',
      ['arn:aws:s3:::b/k'],
    ],
    [
      's3',
      call({ method: 'GET', path: '/b', query: new URLSearchParams('lifecycle') }),
      's3:GetLifecycleConfiguration',
      ['arn:aws:s3:::b'],
    ],
    [
      's3',
      call({ method: 'GET', path: '/b', query: new URLSearchParams('metrics&id=all') }),
      's3:GetMetricsConfiguration',
      ['arn:aws:s3:::b'],
    ],
    [
      's3',
      call({
        path: '/b',
        query: new URLSearchParams('delete'),
        body: Buffer.from('<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object></Delete>'),
      }),
      's3:DeleteObject',
      ['arn:aws:s3:::b/a&b', 'arn:aws:s3:::b/c'],
    ],
    ['s3', call({ path: '/b', query: new URLSearchParams('delete') }), 's3:DeleteObject', ['arn:aws:s3:::b']],
    ['sts', form({ Action: 'GetCallerIdentity' }), 'sts:GetCallerIdentity', ['*']],
    ['ec2', form({ Action: 'DescribeVpcs' }), 'ec2:DescribeVpcs', ['*']],
    ['kinesis', target('ListStreams', {}), 'kinesis:ListStreams', ['*']],
    ['kinesis', target('GetRecords', { ShardIterator: 'abc' }), 'kinesis:GetRecords', ['*']],
    ['states', target('SendTaskFailure', { taskToken: 'invalid' }), 'states:SendTaskFailure', ['*']],
    ['dynamodb', target('PutItem', ['no', 'object']), 'dynamodb:PutItem', ['*']],
    ['dynamodb', target('PutItem', { TableName: 5 }), 'dynamodb:PutItem', ['*']],
  ])('%s %#', (service, given, action, resources) =>
    expect(requiredPermission(given, service, apis.get(service), place)).toEqual({ action, resources }),
  );

  test('a copy also requires permission to read the source', () => {
    const copy = call({ method: 'PUT', path: '/b/k', headers: { 'x-amz-copy-source': '/other/a%20b' } });
    expect(requiredPermission(copy, 's3', undefined, place)).toEqual({
      action: 's3:PutObject',
      resources: ['arn:aws:s3:::b/k'],
      also: { action: 's3:GetObject', resources: ['arn:aws:s3:::other/a b'] },
    });
  });

  test('the permission for a list operation includes condition keys', () => {
    const query = new URLSearchParams({ 'list-type': '2', prefix: 'archive/day=' });
    expect(requiredPermission(call({ method: 'GET', path: '/b', query }), 's3', undefined, place)).toEqual({
      action: 's3:ListBucket',
      resources: ['arn:aws:s3:::b'],
      context: { 's3:prefix': 'archive/day=' },
    });
  });

  test('the permission depends on the method and path if the service routes by method and path', () => {
    const route = (method: string, path: string, name: string) => ({ method, path, name, run: () => json({}) });
    const shadows = restApi('iotdata', [
      route('GET', '/things/{thing}/shadow', 'GetThingShadow'),
      route('POST', '/topics/{topic+}', 'Publish'),
    ]);
    const lambda = restApi('lambda', [route('POST', '/2015-03-31/functions/{name}/invocations', 'Invoke')]);
    const of = (service: string, api: typeof shadows, method: string, path: string) =>
      requiredPermission(call({ method, path }), service, api, place);
    expect(of('iotdata', shadows, 'GET', '/things/light-1/shadow')).toEqual({
      action: 'iot:GetThingShadow',
      resources: [arn('iot', 'thing/light-1')],
    });
    expect(of('iotdata', shadows, 'POST', '/topics/Sensor/temp')).toEqual({
      action: 'iot:Publish',
      resources: [arn('iot', 'topic/Sensor/temp')],
    });
    const invoked = { action: 'lambda:InvokeFunction', resources: [arn('lambda', 'function:power-on')] };
    expect(of('lambda', lambda, 'POST', '/2015-03-31/functions/power-on/invocations')).toEqual(invoked);
    const byArn = encodeURIComponent(`${arn('lambda', 'function:power-on')}:$LATEST`);
    expect(of('lambda', lambda, 'POST', `/2015-03-31/functions/${byArn}/invocations`)).toEqual(invoked);
    expect(of('lambda', lambda, 'GET', '/2015-03-31/layers')).toEqual({
      action: 'lambda:GET /2015-03-31/layers',
      resources: ['*'],
    });
    const path = '/2015-03-31/event-source-mappings/{uuid}';
    const mappings = restApi('lambda', [route('GET', path, 'GetEventSourceMapping')]);
    expect(of('lambda', mappings, 'GET', '/2015-03-31/event-source-mappings/jobs')).toEqual({
      action: 'lambda:GetEventSourceMapping',
      resources: [arn('lambda', 'event-source-mapping:jobs')],
    });
    const named = restApi('lambda', [], { '/2018-10-31/layers': 'GET ListLayers' });
    expect(of('lambda', named, 'GET', '/2018-10-31/layers')).toEqual({
      action: 'lambda:ListLayers',
      resources: ['*'],
    });
  });

  test('the permission refers to the index in the path or the body, or to AWS_Things by default', () => {
    const route = (method: string, path: string, name: string) => ({ method, path, name, run: () => json({}) });
    const iot = restApi('iot', [
      route('POST', '/indices/search', 'SearchIndex'),
      route('GET', '/indices/{index}', 'DescribeIndex'),
    ]);
    const of = (method: string, path: string, body: object) =>
      requiredPermission(call({ method, path, body: Buffer.from(JSON.stringify(body)) }), 'iot', iot, place);
    const [things, groups] = [[arn('iot', 'index/AWS_Things')], [arn('iot', 'index/AWS_ThingGroups')]];
    expect(of('POST', '/indices/search', { queryString: '*' })).toEqual({
      action: 'iot:SearchIndex',
      resources: things,
    });
    expect(of('POST', '/indices/search', { indexName: 'AWS_ThingGroups' }).resources).toEqual(groups);
    expect(of('GET', '/indices/AWS_ThingGroups', {}).resources).toEqual(groups);
  });

  test('the permission refers to the certificate in the path, a header or the body', () => {
    const route = (method: string, path: string, name: string) => ({ method, path, name, run: () => json({}) });
    const iot = restApi('iot', [
      route('PUT', '/certificates/{certificate}', 'UpdateCertificate'),
      route('POST', '/certificates', 'CreateCertificateFromCsr'),
      route('DELETE', '/things/{thing}/principals', 'DetachThingPrincipal'),
      route('GET', '/things/{thing}/principals', 'ListThingPrincipals'),
      route('PUT', '/target-policies/{policy}', 'AttachPolicy'),
      route('POST', '/attached-policies/{target}', 'ListAttachedPolicies'),
    ]);
    const certificate = arn('iot', 'cert/c1');
    const header = { headers: { 'x-amzn-principal': certificate } };
    const body = { body: Buffer.from(JSON.stringify({ target: certificate })) };
    const of = (method: string, path: string, more: Partial<HttpCall> = {}) =>
      requiredPermission(call({ method, path, ...more }), 'iot', iot, place);
    expect([
      of('PUT', '/certificates/c1'),
      of('DELETE', '/things/light-1/principals', header),
      of('PUT', '/target-policies/device', body),
      of('POST', `/attached-policies/${encodeURIComponent(certificate)}`),
    ]).toEqual(
      ['UpdateCertificate', 'DetachThingPrincipal', 'AttachPolicy', 'ListAttachedPolicies'].map((name) => ({
        action: `iot:${name}`,
        resources: [certificate],
      })),
    );
    expect(of('GET', '/things/light-1/principals').resources).toEqual([arn('iot', 'thing/light-1')]);
    expect(of('POST', '/certificates').resources).toEqual(['*']);
  });

  test.each([
    ['CreateThing', 'POST', '/things/light-1', {}, ['thing/light-1']],
    ['CreateThingType', 'POST', '/thing-types/light', {}, ['thingtype/light']],
    [
      'CreateThingGroup',
      'POST',
      '/thing-groups/floor',
      { parentGroupName: 'house' },
      ['thinggroup/floor', 'thinggroup/house'],
    ],
    ['CreateDynamicThingGroup', 'POST', '/dynamic-thing-groups/hall', {}, ['thinggroup/hall', 'index/AWS_Things']],
    [
      'AddThingToThingGroup',
      'PUT',
      '/thing-groups/addThingToThingGroup',
      { thingName: 'light-1', thingGroupArn: arn('iot', 'thinggroup/hall') },
      ['thing/light-1', 'thinggroup/hall'],
    ],
    ['TagResource', 'POST', '/tags', { resourceArn: arn('iot', 'policy/device') }, ['policy/device']],
    ['GetStatistics', 'POST', '/indices/statistics', {}, ['index/AWS_Things']],
    ['CreateTopicRule', 'POST', '/rules/hot', { actions: [] }, ['rule/hot']],
  ])('the permission refers to the resources of %s', (name, method, path, body, resources) => {
    const iot = iotApiWith(name, method);
    const request = call({ method, path, body: Buffer.from(JSON.stringify(body)) });
    expect(requiredPermission(request, 'iot', iot, place)).toEqual({
      action: `iot:${name}`,
      resources: expect.arrayContaining(resources.map((resource) => arn('iot', resource))),
    });
  });

  test('the permission for DeleteConnection refers to the client', () => {
    const route = { method: 'DELETE', path: '/connections/{client}', name: 'DeleteConnection', run: () => json({}) };
    const request = call({ method: 'DELETE', path: '/connections/light-1' });
    expect(requiredPermission(request, 'iotdata', restApi('iotdata', [route]), place)).toEqual({
      action: 'iot:DeleteConnection',
      resources: [arn('iot', 'client/light-1')],
    });
  });

  test('the permission for ListTagsForResource refers to the resource in the query', () => {
    const query = new URLSearchParams({ resourceArn: arn('iot', 'thingtype/light') });
    const request = call({ method: 'GET', path: '/tags', query });
    expect(requiredPermission(request, 'iot', iotApiWith('ListTagsForResource', 'GET'), place).resources).toEqual([
      arn('iot', 'thingtype/light'),
    ]);
  });
});

test('ignores the parts of a transaction in a call that is not a transaction', () => {
  const body = { TableName: 'a', TransactItems: [{ Get: { TableName: 'b' } }] };
  expect(requiredPermission(target('PutItem', body), 'dynamodb', undefined, place)).toEqual({
    action: 'dynamodb:PutItem',
    resources: [arn('dynamodb', 'table/a')],
  });
});

test('PutMetricData requires permission for the namespace', () => {
  const request = target('PutMetricData', { Namespace: 'Shop', MetricData: [] });
  expect(requiredPermission(request, 'cloudwatch', undefined, place)).toEqual({
    action: 'cloudwatch:PutMetricData',
    resources: ['*'],
    context: { 'cloudwatch:namespace': 'Shop' },
  });
});

test('a transaction requires the permission of each of its parts', () => {
  const TransactItems = [
    { Put: { TableName: 'a' } },
    { ConditionCheck: { TableName: 'b' } },
    { Put: { TableName: 'c' } },
  ];
  const permission = requiredPermission(target('TransactWriteItems', { TransactItems }), 'dynamodb', undefined, place);
  expect(permission).toEqual({
    action: 'dynamodb:ConditionCheckItem',
    resources: [arn('dynamodb', 'table/b')],
    also: { action: 'dynamodb:PutItem', resources: [arn('dynamodb', 'table/a'), arn('dynamodb', 'table/c')] },
  });
});

test('PutEvents requires permission for each entry, with the condition keys of its source and detail type', () => {
  const Entries = [
    { Source: 'parking', DetailType: 'Car entered' },
    { EventBusName: arn('events', 'event-bus/b'), Source: 'toll' },
    { EventBusName: 'c' },
  ];
  const permission = requiredPermission(target('PutEvents', { Entries }), 'events', undefined, place);
  expect(allPermissions(permission)).toMatchObject([
    { resources: [arn('events', 'event-bus/c')], context: {} },
    { resources: [arn('events', 'event-bus/b')], context: { 'events:source': 'toll' } },
    {
      resources: [arn('events', 'event-bus/default')],
      context: { 'events:source': 'parking', 'events:detail-type': 'Car entered' },
    },
  ]);
});

/** Returns an API with one operation, at its path in AWS IoT's API. */
function iotApiWith(name: string, method: string) {
  const paths: Readonly<Record<string, string>> = {
    CreateThing: '/things/{thingName}',
    CreateThingType: '/thing-types/{thingTypeName}',
    CreateThingGroup: '/thing-groups/{thingGroupName}',
    CreateDynamicThingGroup: '/dynamic-thing-groups/{thingGroupName}',
    AddThingToThingGroup: '/thing-groups/addThingToThingGroup',
    TagResource: '/tags',
    ListTagsForResource: '/tags',
    GetStatistics: '/indices/statistics',
    CreateTopicRule: '/rules/{ruleName}',
  };
  return restApi('iot', [{ method, path: paths[name] ?? '', name, run: () => json({}) }]);
}

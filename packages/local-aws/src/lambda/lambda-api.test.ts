import { start, stopped } from '../stopped-platform.fixture';
import { memoryStore } from '../store';
import { eventSourceMappingsOf } from './event-source-mappings';
import { fakeLambda } from './fake-lambda.fixture';
import { lambdaApi } from './lambda-api';

const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:worker';
const queueArn = 'arn:aws:sqs:eu-west-1:000000000000:jobs';
const streamArn = 'arn:aws:kinesis:eu-west-1:000000000000:stream/events';
const functions = '/2015-03-31/functions';
const mappingsPath = '/2015-03-31/event-source-mappings';

/** Declares a function, a mapping from a queue and a disabled mapping from a stream. */
function platform() {
  const parts = { ...stopped(), store: memoryStore() };
  const { lambda } = fakeLambda(() => null);
  lambda.declare({
    name: 'worker',
    arn: functionArn,
    directory: '',
    handler: 'index.handler',
    runtime: 'nodejs20.x',
    role: 'arn:aws:iam::000000000000:role/worker',
    timeoutSeconds: 3,
    memoryMegabytes: 128,
    environment: { STAGE: 'dev' },
    logGroup: '/aws/lambda/worker',
    logFormat: { format: 'JSON', applicationLevel: 'INFO', systemLevel: 'WARN' },
    reservedConcurrency: -1,
    traced: true,
  });
  const mappings = eventSourceMappingsOf(parts);
  const declare = (id: string, attributes: object, source: string, enabled = true) =>
    mappings.set({
      id,
      arn: `arn:aws:lambda:eu-west-1:000000000000:event-source-mapping:${id}`,
      functionArn,
      attributes: {
        event_source_arn: source,
        function_name: 'worker',
        function_response_types: [],
        enabled,
        ...attributes,
      },
    });
  declare(
    'jobs',
    { scaling_config: { maximum_concurrency: 2 }, function_response_types: ['ReportBatchItemFailures'] },
    queueArn,
  );
  declare('events', { starting_position: 'TRIM_HORIZON', batch_size: 50 }, streamArn, false);
  const api = lambdaApi(lambda, parts.authorizer, mappings);
  const request = { service: 'lambda', principal: { kind: 'user', name: 'tester' }, cause: undefined } as const;
  const call = async (path: string, query: Record<string, string> = {}, post?: object): Promise<unknown> => {
    const answer = await api({
      ...request,
      method: post === undefined ? 'GET' : 'POST',
      path,
      query: new URLSearchParams(query),
      headers: {},
      body: post === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(post)),
    });
    return JSON.parse(Buffer.from(answer.body).toString('utf8'));
  };
  const invoke = (type: string) =>
    api({
      ...request,
      method: 'POST',
      path: `${functions}/worker/invocations`,
      query: new URLSearchParams(),
      headers: { 'x-amz-invocation-type': type },
      body: Buffer.from('{}'),
    });
  return { ...parts, declare, call, invoke };
}

describe('GetFunctionConfiguration', () => {
  test.each(['worker', functionArn])('returns the configuration of %s', async (name) => {
    const path = `${functions}/${encodeURIComponent(name)}/configuration`;
    expect(await platform().call(path, { Qualifier: '$LATEST' })).toEqual({
      FunctionName: 'worker',
      FunctionArn: functionArn,
      Runtime: 'nodejs20.x',
      Role: 'arn:aws:iam::000000000000:role/worker',
      Handler: 'index.handler',
      Timeout: 3,
      MemorySize: 128,
      State: 'Active',
      LastUpdateStatus: 'Successful',
      Environment: { Variables: { STAGE: 'dev' } },
      Version: '$LATEST',
      PackageType: 'Zip',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: {
        LogFormat: 'JSON',
        LogGroup: '/aws/lambda/worker',
        ApplicationLogLevel: 'INFO',
        SystemLogLevel: 'WARN',
      },
    });
  });

  test.each([
    ['other', {}],
    ['worker', { Qualifier: '1' }],
  ])('rejects the function %s with %j', async (name, query) => {
    await expect(platform().call(`${functions}/${name}/configuration`, query)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
  });
});

describe('ListEventSourceMappings', () => {
  const mappings = (...ids: readonly string[]) => ({
    EventSourceMappings: ids.map((UUID) => expect.objectContaining({ UUID })),
  });

  test.each([
    [{}, ['jobs', 'events']],
    [{ EventSourceArn: streamArn }, ['events']],
    [{ FunctionName: 'worker' }, ['jobs', 'events']],
    [{ FunctionName: `${functionArn}:$LATEST`, EventSourceArn: queueArn }, ['jobs']],
    [{ FunctionName: 'other' }, []],
  ])('returns the mappings that %j selects', async (query, ids) => {
    expect(await platform().call(`${mappingsPath}/`, query)).toEqual(mappings(...ids));
  });

  test('returns pages of at most 100 mappings', async () => {
    const { call, declare } = platform();
    for (let index = 0; index < 99; index += 1) declare(`m${index}`, {}, queueArn);
    const first = await call(mappingsPath, { MaxItems: '1000' });
    expect(first).toMatchObject({ EventSourceMappings: { length: 100 }, NextMarker: expect.any(String) });
    const marker = typeof first === 'object' && first !== null && 'NextMarker' in first ? String(first.NextMarker) : '';
    expect(await call(mappingsPath, { Marker: marker })).toEqual(mappings('m98'));
  });

  test.each([{ MaxItems: '0' }, { MaxItems: 'x' }, { Marker: 'x' }])('rejects %j', async (query) => {
    await expect(platform().call(mappingsPath, { ...query })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
    });
  });
});

describe('GetEventSourceMapping', () => {
  test('returns an enabled mapping from a queue', async () => {
    expect(await platform().call(`${mappingsPath}/jobs`)).toEqual({
      UUID: 'jobs',
      EventSourceMappingArn: 'arn:aws:lambda:eu-west-1:000000000000:event-source-mapping:jobs',
      EventSourceArn: queueArn,
      FunctionArn: functionArn,
      State: 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
      LastModified: start / 1000,
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  test('returns a disabled mapping from a stream, with default values', async () => {
    expect(await platform().call(`${mappingsPath}/events`)).toMatchObject({
      State: 'Disabled',
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 50,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      ParallelizationFactor: 1,
      DestinationConfig: { OnFailure: {} },
    });
  });

  test('rejects an unknown mapping', async () => {
    await expect(platform().call(`${mappingsPath}/other`)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
  });
});

describe('GetPolicy', () => {
  const path = `${functions}/worker/policy`;

  test('returns the statements that AddPermission has added', async () => {
    const { call } = platform();
    const SourceArn = 'arn:aws:iot:eu-west-1:000000000000:rule/r';
    const added = {
      StatementId: 'rule',
      Action: 'lambda:InvokeFunction',
      Principal: 'iot.amazonaws.com',
      SourceArn,
      SourceAccount: '000000000000',
    };
    const statement = {
      Sid: 'rule',
      Effect: 'Allow',
      Principal: { Service: 'iot.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: functionArn,
      Condition: {
        StringEquals: { 'aws:SourceAccount': '000000000000' },
        ArnLike: { 'aws:SourceArn': SourceArn },
      },
    };
    expect(await call(path, {}, added)).toEqual({ Statement: JSON.stringify(statement) });
    expect(await call(path)).toEqual({
      Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [statement] }),
    });
  });

  test.each(['worker', 'other'])('rejects the function %s, which has no policy', async (name) => {
    await expect(platform().call(`${functions}/${name}/policy`)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
  });
});

describe('Invoke', () => {
  test.each([
    ['RequestResponse', 200],
    ['Event', 202],
  ])('returns the request id of the invocation for the type %s', async (type, status) => {
    const { invoke } = platform();
    expect(await invoke(type)).toMatchObject({ status, headers: { 'x-amzn-requestid': 'request-1' } });
  });
});

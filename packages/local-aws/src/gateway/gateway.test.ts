import { BatchGetItemCommand, DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { AuthorizationRequest } from '../authorize';
import { stopped } from '../stopped-platform.fixture';
import { type Gateway, openGateway } from './gateway';
import { json, restApi } from './json-api';
import { type AwsRequest, serviceApi } from './service-api';

const user = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'secret' };
const principal = { kind: 'user', name: 'local' } as const;
const place = { region: 'eu-west-1', account: '000000000000' };
const { real } = stopped().clock;
const forbidden = 'arn:aws:dynamodb:eu-west-1:000000000000:table/b';

const authorized: AuthorizationRequest[] = [];
const reached: AwsRequest[] = [];
const answer = async (request: AwsRequest) => {
  reached.push(request);
  return json({}, 200, 'application/json');
};
let gateway: Gateway;
let client: { endpoint: string; region: string; credentials: typeof user; maxAttempts: number };

beforeAll(async () => {
  const path = '/2015-03-31/functions/{name}/invocations';
  gateway = await openGateway({
    written: async () => undefined,
    port: 0,
    place,
    services: new Map([
      ['dynamodb', serviceApi(['BatchGetItem'], answer)],
      ['sns', serviceApi(['Publish'], answer)],
      ['lambda', restApi('lambda', [{ name: 'Invoke', method: 'POST', path, run: (_, request) => answer(request) }])],
    ]),
    signers: {
      credentialsOf: (key) => (key === user.accessKeyId ? { ...user, principal } : undefined),
      clocks: () => [real.now()],
    },
    clock: { real },
    authorizer: {
      ...stopped().authorizer,
      authorize(request) {
        authorized.push(request);
        const { action, resource } = request;
        const allowed = resource !== forbidden && action !== 'sns:Publish';
        return allowed ? { allowed } : { allowed, reason: `no permission for ${action} on <${resource}>` };
      },
    },
    control: async () => undefined,
    unsigned: async () => undefined,
  });
  client = { endpoint: gateway.endpoint, region: place.region, credentials: user, maxAttempts: 1 };
});
beforeEach(() => {
  authorized.length = 0;
  reached.length = 0;
});
afterAll(() => gateway?.close());

describe('a call', () => {
  test('authorizes a call for its principal, action and resource before the service receives it', async () => {
    await new LambdaClient(client).send(new InvokeCommand({ FunctionName: 'power-on' }));
    const resource = 'arn:aws:lambda:eu-west-1:000000000000:function:power-on';
    expect(authorized).toEqual([{ principal, action: 'lambda:InvokeFunction', resource }]);
    expect(reached).toHaveLength(1);
  });

  test('rejects a call if access to one of its tables is denied', async () => {
    const Keys = [{ id: { S: '1' } }];
    const batch = new BatchGetItemCommand({ RequestItems: { a: { Keys }, b: { Keys } } });
    await expect(new DynamoDBClient(client).send(batch)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `no permission for dynamodb:BatchGetItem on <${forbidden}>`,
    });
    expect(reached).toEqual([]);
  });

  test('authorizes every part of a transaction', async () => {
    const key = { id: { S: '1' } };
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: 'b', Item: key } },
        { Delete: { TableName: 'a', Key: key } },
        { ConditionCheck: { TableName: 'a', Key: key, ConditionExpression: 'attribute_exists(id)' } },
      ],
    });
    await expect(new DynamoDBClient(client).send(transaction)).rejects.toMatchObject({
      message: `no permission for dynamodb:PutItem on <${forbidden}>`,
    });
    expect(reached).toEqual([]);
  });

  test('rejects a call with an XML error if the service uses XML', async () => {
    const publish = new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:000000000000:news', Message: 'on' });
    await expect(new SNSClient(client).send(publish)).rejects.toMatchObject({
      message: 'no permission for sns:Publish on <arn:aws:sns:eu-west-1:000000000000:news>',
    });
    expect(reached).toEqual([]);
  });
});

describe('the body size limit', () => {
  const limit = 64 * 1024;
  const post = async (bytes: number, headers: Record<string, string> = {}) =>
    (await fetch(gateway.endpoint, { method: 'POST', headers, body: new Uint8Array(bytes) })).status;
  const signedBy = (accessKeyId: string) => ({
    authorization:
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261128/eu-west-1/lambda/aws4_request, ` +
      `SignedHeaders=host, Signature=${'0'.repeat(64)}`,
  });

  test.each([
    ['without a signature', {}],
    ['with an unknown access key', signedBy('AKIDOTHER')],
  ])('the body size limit is 64 KiB for a call %s', async (_, headers) => {
    expect([await post(limit, headers), await post(limit + 1, headers)]).toEqual([403, 413]);
  });

  test('the body size limit of a signed call depends on the service', async () => {
    await new LambdaClient(client).send(new InvokeCommand({ FunctionName: 'a', Payload: new Uint8Array(limit + 1) }));
    expect(reached.map(({ body }) => body.byteLength)).toEqual([limit + 1]);
  });
});

import { DescribeMetricFiltersCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeLimitsCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { IoTClient, ListJobsCommand } from '@aws-sdk/client-iot';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { ListActivitiesCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListPhoneNumbersOptedOutCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { AddPermissionCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { signedFetch } from '../../signed-fetch';
import { account } from '../foreign-stack';
import { type Caller, refusal } from './caller';

/** Tests callers and calls that the gateway rejects, and the identity of a caller. */
export function describeRejectedCalls(caller: () => Caller): void {
  describe('a call with a valid access key and a wrong secret', () => {
    const wrong = () => ({
      ...caller().signer,
      credentials: { ...caller().signer.credentials, secretAccessKey: 'guessed' },
    });

    test.each([
      ['DynamoDB', () => new DynamoDBClient(wrong()).send(new ListTablesCommand({}))],
      ['SQS', () => new SQSClient(wrong()).send(new ListQueuesCommand({}))],
      ['SNS', () => new SNSClient(wrong()).send(new ListTopicsCommand({}))],
      ['Step Functions', () => new SFNClient(wrong()).send(new ListStateMachinesCommand({}))],
    ])('%s rejects a wrong secret', async (_service, call) => {
      expect(await refusal(call())).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
    });

    test('STS and S3 reject a wrong secret with an XML error', async () => {
      const calls = [
        { service: 'sts', method: 'POST', path: '/', body: 'Action=GetCallerIdentity&Version=2011-06-15' },
        { service: 's3', method: 'GET', path: '/archive/a' },
      ];
      for (const call of calls) {
        const answer = await signedFetch(wrong(), call);
        expect(answer).toMatchObject({ status: 403, type: expect.stringContaining('xml') });
        expect(answer.text).toContain('<Code>SignatureDoesNotMatch</Code>');
      }
    });
  });

  // every JavaScript object has properties with these names
  test.each(['constructor', '__proto__', 'toString'])('rejects a service named %s as unsupported', async (service) => {
    const call = { service, method: 'POST', path: '/', body: '{}' };
    const credentials = { ...caller().signer.credentials, secretAccessKey: 'guessed' };
    const guessed = await signedFetch({ ...caller().signer, credentials }, call);
    expect(guessed).toMatchObject({ status: 403, text: expect.stringContaining('SignatureDoesNotMatch') });
    const signed = await signedFetch(caller().signer, call);
    expect(signed).toMatchObject({ status: 501, text: expect.stringContaining('is not supported locally') });
  });

  test('reports a log stream named constructor as missing', async () => {
    const stream = { logGroupName: '/aws/lambda/greet', logStreamName: 'constructor' };
    const rejected = await refusal(caller().logs.send(new GetLogEventsCommand(stream)));
    expect(rejected).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
  });

  test('rejects calls with an unknown access key, or without an access key', async () => {
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' };
    const stranger = new SQSClient({ ...caller().signer, credentials });
    expect(await refusal(stranger.send(new ListQueuesCommand({})))).toMatchObject({ status: 403 });
    const unsigned = await fetch(caller().signer.endpoint, { method: 'POST', body: '{}' });
    expect(unsigned.status).toBe(403);
  });

  describe('the error for an unsupported operation contains its name', () => {
    test.each([
      ['ListActivities', () => new SFNClient(caller().signer).send(new ListActivitiesCommand({}))],
      ['DescribeMetricFilters', () => caller().logs.send(new DescribeMetricFiltersCommand({}))],
      ['DescribeLimits', () => caller().theirs.clients.dynamodb.send(new DescribeLimitsCommand({}))],
      [
        'sqs.AddPermission',
        () =>
          caller().theirs.clients.sqs.send(
            new AddPermissionCommand({ QueueUrl: 'a', Label: 'b', AWSAccountIds: [account], Actions: ['SendMessage'] }),
          ),
      ],
      ['sns.ListPhoneNumbersOptedOut', () => caller().theirs.clients.sns.send(new ListPhoneNumbersOptedOutCommand({}))],
      [
        'lambda.DeleteFunction',
        () => caller().theirs.clients.lambda.send(new DeleteFunctionCommand({ FunctionName: 'greet' })),
      ],
      ['iot.ListJobs', () => new IoTClient(caller().signer).send(new ListJobsCommand({}))],
    ])('%s', async (name, call) => {
      const error = await refusal(call());
      expect(error).toMatchObject({
        message: expect.stringContaining(`${name} is not supported locally`),
        status: 501,
      });
    });

    test('of STS, in XML', async () => {
      const body = 'Action=AssumeRole&Version=2011-06-15';
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await signedFetch(caller().signer, { service: 'sts', method: 'POST', path: '/', headers, body });
      expect(answer.status).toBe(501);
      expect(answer.text).toMatch(/<Message>.*AssumeRole is not supported locally/);
    });
  });

  test('rejects an unsupported service, and lists the supported services', async () => {
    const answer = await signedFetch(caller().signer, { service: 'batch', method: 'POST', path: '/', body: '{}' });
    expect(answer.status).toBe(501);
    expect(answer.text).toMatch(/batch.* is not supported locally.*dynamodb/);
  });

  test.each([
    [
      'rds',
      'DescribeDBInstances',
      /^<ErrorResponse><Error>.*<Message>rds:DescribeDBInstances is not supported locally/,
    ],
    ['ec2', 'DescribeVpcs', /^<Response><Errors><Error>.*<Message>ec2:DescribeVpcs is not supported locally/],
  ])('rejects a call to %s in XML, because that service uses the query protocol', async (service, action, xml) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const call = { service, method: 'POST', path: '/', headers, body: `Action=${action}` };
    const answer = await signedFetch(caller().signer, call);
    expect(answer).toMatchObject({ status: 501, type: expect.stringContaining('xml') });
    expect(answer.text).toMatch(xml);
  });

  test('returns the identity of the caller for STS', async () => {
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await signedFetch(caller().signer, { service: 'sts', method: 'POST', path: '/', headers, body });
    expect(answer).toMatchObject({ status: 200, type: expect.stringContaining('xml') });
    expect(answer.text).toContain(`<Arn>arn:aws:iam::${account}:user/local</Arn>`);
    expect(answer.text).toContain(`<Account>${account}</Account>`);
  });
}

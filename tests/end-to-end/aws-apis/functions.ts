import {
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { signedFetch } from '../../signed-fetch';
import { type Caller, refusal } from './caller';

/** Tests the Lambda API. */
export function describeFunctions(caller: () => Caller): void {
  describe('Lambda', () => {
    test('lists the declared functions', async () => {
      const { Functions = [] } = await caller().theirs.clients.lambda.send(new ListFunctionsCommand({}));
      expect(Functions.map(({ FunctionName, Timeout, MemorySize }) => ({ FunctionName, Timeout, MemorySize }))).toEqual(
        [
          { FunctionName: 'greet', Timeout: 3, MemorySize: 128 },
          { FunctionName: 'flaky', Timeout: 3, MemorySize: 128 },
        ],
      );
    });

    test('returns the configuration and the policy of a function', async () => {
      const { lambda } = caller().theirs.clients;
      const FunctionName = 'greet';
      expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
        FunctionName,
        Runtime: 'nodejs22.x',
        State: 'Active',
      });
      const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }));
      expect(JSON.parse(Policy ?? '')).toMatchObject({
        Statement: [{ Sid: 'news', Principal: { Service: 'sns.amazonaws.com' } }],
      });
    });

    test('lists the event source mappings of a function', async () => {
      const { lambda } = caller().theirs.clients;
      const list = new ListEventSourceMappingsCommand({ FunctionName: 'greet' });
      const { EventSourceMappings = [] } = await lambda.send(list);
      expect(EventSourceMappings).toMatchObject([{ State: 'Enabled', BatchSize: 10, LastModified: expect.any(Date) }]);
      const [{ UUID } = {}] = EventSourceMappings;
      expect(await lambda.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({ UUID, State: 'Enabled' });
      const unknown = lambda.send(new GetEventSourceMappingCommand({ UUID: 'none' }));
      expect(await refusal(unknown)).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
    });

    test.each(['Event', 'RequestResponse'] as const)('rejects %s for a missing function', async (type) => {
      const invoke = new InvokeCommand({ FunctionName: 'nothing', InvocationType: type });
      const error = await refusal(caller().theirs.clients.lambda.send(invoke));
      expect(error).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
    });

    test.each(['Event', 'RequestResponse'] as const)('rejects %s with a payload that is not JSON', async (type) => {
      const invoke = new InvokeCommand({ FunctionName: 'greet', InvocationType: type, Payload: Buffer.from('{') });
      const error = await refusal(caller().theirs.clients.lambda.send(invoke));
      expect(error).toMatchObject({ name: 'InvalidRequestContentException', status: 400 });
    });

    test.each(['Event', 'RequestResponse'] as const)(
      'rejects %s with a payload that is too deeply nested',
      async (type) => {
        const Payload = Buffer.from('['.repeat(6_000) + ']'.repeat(6_000));
        const invoke = new InvokeCommand({ FunctionName: 'greet', InvocationType: type, Payload });
        const error = await refusal(caller().theirs.clients.lambda.send(invoke));
        expect(error).toMatchObject({ name: 'InvalidRequestContentException', status: 400 });
      },
    );

    test.each([
      ['Event', 2 ** 20],
      ['RequestResponse', 6 * 2 ** 20],
    ] as const)('rejects %s with a payload of more than %i bytes', async (InvocationType, most) => {
      const send = (bytes: number) => {
        const Payload = Buffer.from(JSON.stringify({ name: 'x' }).padEnd(bytes));
        return caller().theirs.clients.lambda.send(
          new InvokeCommand({ FunctionName: 'greet', InvocationType, Payload }),
        );
      };
      expect((await send(most)).FunctionError).toBeUndefined();
      expect(await refusal(send(most + 1))).toMatchObject({ name: 'RequestTooLargeException', status: 413 });
    });

    test('rejects an unpublished version', async () => {
      const invoke = (Qualifier: string) =>
        caller().theirs.clients.lambda.send(new InvokeCommand({ FunctionName: 'greet', Qualifier, Payload: '{}' }));
      expect((await invoke('$LATEST')).FunctionError).toBeUndefined();
      expect(await refusal(invoke('nope'))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
    });

    test('rejects a dry run, which must not run the function', async () => {
      const invoke = new InvokeCommand({ FunctionName: 'greet', InvocationType: 'DryRun' });
      const error = await refusal(caller().theirs.clients.lambda.send(invoke));
      expect(error).toMatchObject({ name: 'InvalidParameterValueException', status: 400 });
    });

    test('rejects a permission without its required fields, as AWS does', async () => {
      const path = '/2015-03-31/functions/greet/policy';
      const { status, text } = await signedFetch(caller().signer, {
        service: 'lambda',
        method: 'POST',
        path,
        body: '{}',
      });
      expect([status, text]).toEqual([
        400,
        expect.stringContaining("Value null at 'StatementId' failed to satisfy constraint: Member must not be null"),
      ]);
    });

    test('returns the last log lines on request', async () => {
      const Payload = Buffer.from('{"name": "tail"}');
      const invoke = new InvokeCommand({ FunctionName: 'greet', LogType: 'Tail', Payload });
      const { LogResult, ExecutedVersion } = await caller().theirs.clients.lambda.send(invoke);
      expect(Buffer.from(LogResult ?? '', 'base64').toString()).toContain('\tWARN\thello tail\n');
      expect(ExecutedVersion).toBe('$LATEST');
    });
  });
}

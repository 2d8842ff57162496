import { z } from 'zod';
import type { AwsRequest } from '../gateway/service-api';
import { statesApi } from './step-functions-api';
import { arn, platform, settled } from './workflow.fixture';

const noReason = { error: undefined, cause: undefined };

const call = async (api: ReturnType<typeof statesApi>, input: object): Promise<unknown> => {
  const request: AwsRequest = {
    service: 'states',
    principal: { kind: 'user', name: 'local' },
    cause: undefined,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'AWSStepFunctions.ListExecutions' },
    body: Buffer.from(JSON.stringify(input)),
  };
  return JSON.parse(String((await api(request)).body));
};

/**
 * Functions that stop executions that a failing test has left running,
 * because the engine would keep Jest from exiting.
 */
const started: (() => void)[] = [];
afterEach(() => {
  for (const stop of started.splice(0)) stop();
});

describe('ListExecutions', () => {
  test('lists executions newest first, in pages and filtered by status, without their inputs', async () => {
    const { workflows, begin, clock } = platform();
    const api = statesApi(workflows);
    for (const name of ['a', 'b', 'c']) {
      const execution = begin('{"thing":"light-1"}', name);
      started.push(() => workflows.stop(execution.arn, noReason));
      await settled();
      await clock.advance(1_000);
    }
    workflows.stop(`${arn.replace(':stateMachine:', ':execution:')}:b`, noReason);
    const listed = (execution: string) => expect.objectContaining({ name: execution });
    const page = { stateMachineArn: arn, maxResults: 2 };
    const first = await call(api, page);
    expect(first).toEqual({ executions: [listed('c'), listed('b')], nextToken: expect.any(String) });
    const { nextToken } = z.object({ nextToken: z.string() }).parse(first);
    expect(await call(api, { ...page, nextToken })).toEqual({ executions: [listed('a')] });
    await expect(call(api, { ...page, nextToken: 'unknown' })).rejects.toMatchObject({ code: 'InvalidToken' });
    const stopped = await call(api, { stateMachineArn: arn, statusFilter: 'ABORTED' });
    expect(stopped).toEqual({ executions: [listed('b')] });
    expect(JSON.stringify(stopped)).not.toContain('light-1');
  });

  test.each([{ mapRunArn: 'arn' }])('rejects the unsupported filter %j', async (filter) => {
    const api = statesApi(platform().workflows);
    await expect(call(api, { stateMachineArn: arn, ...filter })).rejects.toThrow(
      `at '${Object.keys(filter)[0]}' failed to satisfy constraint: Member is not supported locally`,
    );
  });

  test('reports a missing ARN as AWS does', async () => {
    await expect(call(statesApi(platform().workflows), {})).rejects.toThrow(
      "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null",
    );
  });
});

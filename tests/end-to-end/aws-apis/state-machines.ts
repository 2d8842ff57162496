import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { poll } from '@himeshima/local-aws/testing';
import { account, region } from '../foreign-stack';
import { type Caller, refusal } from './caller';

/** Tests the Step Functions API. The function of the state machine fails once. */
export function describeStateMachines(caller: () => Caller): void {
  describe('Step Functions', () => {
    const stateMachineArn = `arn:aws:states:${region}:${account}:stateMachine:flaky`;

    test('redrives a failed execution, which continues with the failed state', async () => {
      const { sfn } = caller().theirs.clients;
      const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'e1' }));
      const findEndedExecution = async () => {
        const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        return execution.status === 'RUNNING' ? undefined : execution;
      };
      expect(await poll(findEndedExecution, 'the failure')).toMatchObject({
        status: 'FAILED',
        redriveStatus: 'REDRIVABLE',
      });
      const { redriveDate } = await sfn.send(new RedriveExecutionCommand({ executionArn }));
      const redriven = await poll(findEndedExecution, 'the result');
      expect(redriven).toMatchObject({ status: 'SUCCEEDED', output: '2', redriveCount: 1, redriveDate });
      expect(await refusal(sfn.send(new RedriveExecutionCommand({ executionArn })))).toMatchObject({
        name: 'ExecutionNotRedrivable',
        status: 400,
      });
    });

    test('describes a declared state machine', async () => {
      const described = await caller().theirs.clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
      expect(described).toMatchObject({ name: 'flaky', status: 'ACTIVE', type: 'STANDARD' });
      expect(JSON.parse(described.definition ?? '')).toMatchObject({ StartAt: 'Work' });
    });
  });
}

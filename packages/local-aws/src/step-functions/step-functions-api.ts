import { z } from 'zod';
import { jsonApi, operation } from '../gateway/json-api';
import { pageOf } from '../gateway/page';
import { AwsError, type ServiceApi } from '../gateway/service-api';
import { describeMachine } from './describe-machine';
import type { Execution } from './execution';
import { executionHistory, withoutData } from './execution-history';
import type { Workflows } from './workflows';

const seconds = (milliseconds: number | undefined) => (milliseconds === undefined ? undefined : milliseconds / 1000);

const described = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.workflowArn,
  name: execution.name,
  status: execution.status,
  startDate: seconds(execution.startedAt),
  stopDate: seconds(execution.stoppedAt),
  redriveCount: execution.redriveCount ?? 0,
  redriveDate: seconds(execution.redrivenAt),
  input: execution.input,
  output: execution.output,
  error: execution.error,
  cause: execution.cause,
});

const listed = (execution: Execution) => {
  const { input: _input, output: _output, error: _error, cause: _cause, ...summary } = described(execution);
  return summary;
};

/**
 * Schema for ListExecutions, which lists the newest executions first, by default 100 per page. Source:
 * API reference, "ListExecutions".
 */
const Listing = z.object({
  stateMachineArn: z.string(),
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']).optional(),
  maxResults: z.number().int().min(0).max(1000).default(100),
  mapRunArn: z.undefined('Member is not supported locally').optional(),
  redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
  nextToken: z.string().optional(),
});

const OneExecution = z.object({ executionArn: z.string() });
/** Schema for GetExecutionHistory; 0 events per page selects the default, 100 (API reference, "GetExecutionHistory"). */
const History = OneExecution.extend({
  maxResults: z.int().min(0).max(1000).default(100),
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
  nextToken: z.string().optional(),
});
const Token = z.object({ taskToken: z.string() });

const Redrive = OneExecution.extend({ clientToken: z.string().min(1).max(64).optional() });
const DescribedMachine = z.object({
  stateMachineArn: z.string().min(1).max(256),
  includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).default('ALL_DATA'),
});
/** Schema for ListStateMachines; 0 results per page selects the default, 100 (API reference, "ListStateMachines"). */
const ListStateMachines = z.object({
  maxResults: z.int().min(0).max(1000).default(100),
  nextToken: z.string().optional(),
});

/**
 * Rejects a value that is not an ARN of Step Functions.
 * @throws AwsError InvalidArn
 */
function requireArn(arn: string): void {
  if (!/^arn:aws:states:[^:]+:\d{12}:/.test(arn)) throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
}

function parseOutput(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    throw new AwsError('InvalidOutput', "Invalid Output: 'the output is not valid JSON'");
  }
}

/** Creates the Step Functions API. */
export function statesApi(workflows: Workflows): ServiceApi {
  return jsonApi('states', {
    StartExecution: operation(
      z.object({
        stateMachineArn: z.string(),
        name: z.string().min(1).max(80).optional(),
        input: z.string().default('{}'),
      }),
      (input, request) => {
        const execution = workflows.start({
          workflowArn: input.stateMachineArn,
          name: input.name,
          input: input.input,
          cause: request.cause,
        });
        return { executionArn: execution.arn, startDate: seconds(execution.startedAt) };
      },
    ),
    StopExecution: operation(
      OneExecution.extend({ error: z.string().optional(), cause: z.string().optional() }),
      (input) => {
        const execution = workflows.stop(input.executionArn, { error: input.error, cause: input.cause });
        return { stopDate: seconds(execution.stoppedAt) };
      },
    ),
    DescribeExecution: operation(OneExecution, (input) => {
      const execution = workflows.execution(input.executionArn);
      const redrive = workflows.redriveOf(execution);
      return {
        ...described(execution),
        ...('reason' in redrive
          ? { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: redrive.reason }
          : { redriveStatus: 'REDRIVABLE' }),
      };
    }),
    RedriveExecution: operation(Redrive, ({ executionArn, clientToken }, { cause }) => {
      requireArn(executionArn);
      return { redriveDate: seconds(workflows.redrive({ arn: executionArn, clientToken, cause })) };
    }),
    DescribeStateMachine: operation(DescribedMachine, ({ stateMachineArn, includedData }) => {
      requireArn(stateMachineArn);
      const { definition, ...machine } = describeMachine(workflows.workflow(stateMachineArn));
      return includedData === 'METADATA_ONLY' ? machine : { ...machine, definition };
    }),
    GetExecutionHistory: operation(History, (input) => {
      const execution = workflows.execution(input.executionArn);
      const role = workflows.declared().find(({ arn }) => arn === execution.workflowArn)?.role;
      const all = executionHistory(execution, role);
      const { items, nextToken } = pageOf(input.reverseOrder ? all.toReversed() : all, {
        size: input.maxResults || 100,
        token: input.nextToken,
        invalidTokenCode: 'InvalidToken',
      });
      return {
        events: input.includeExecutionData ? items : items.map(withoutData),
        ...(nextToken && { nextToken: nextToken.NextToken }),
      };
    }),
    ListExecutions: operation(
      Listing,
      ({ stateMachineArn, statusFilter, redriveFilter, maxResults, nextToken: token }) => {
        const all = workflows
          .executions(stateMachineArn)
          .filter(
            ({ status, redriveCount = 0 }) =>
              (statusFilter === undefined || status === statusFilter) &&
              (redriveFilter === undefined || redriveCount > 0 === (redriveFilter === 'REDRIVEN')),
          )
          .toReversed()
          .toSorted((one, other) => other.startedAt - one.startedAt);
        const { items, nextToken } = pageOf(all, { size: maxResults || 100, token, invalidTokenCode: 'InvalidToken' });
        return { executions: items.map(listed), ...(nextToken && { nextToken: nextToken.NextToken }) };
      },
    ),
    ListStateMachines: operation(ListStateMachines, ({ maxResults, nextToken: token }) => {
      const { items, nextToken } = pageOf(workflows.declared(), {
        size: maxResults || 100,
        token,
        invalidTokenCode: 'InvalidToken',
      });
      return {
        stateMachines: items.map(({ arn, name, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type: 'STANDARD',
          creationDate: seconds(createdAt),
        })),
        ...(nextToken && { nextToken: nextToken.NextToken }),
      };
    }),
    SendTaskSuccess: operation(Token.extend({ output: z.string() }), (input) => {
      workflows.tokens.succeed(input.taskToken, parseOutput(input.output));
      return {};
    }),
    SendTaskFailure: operation(
      Token.extend({ error: z.string().default(''), cause: z.string().default('') }),
      (input) => {
        workflows.tokens.fail(input.taskToken, { error: input.error, cause: input.cause });
        return {};
      },
    ),
    SendTaskHeartbeat: operation(Token, (input) => {
      workflows.tokens.heartbeat(input.taskToken);
      return {};
    }),
  });
}

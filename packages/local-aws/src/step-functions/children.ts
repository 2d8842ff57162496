import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Authorizer, requireAllowed } from '../authorize';
import { parseInput } from '../gateway/json-api';
import { AwsError } from '../gateway/service-api';
import type { RolePrincipal } from '../iam/principal';
import type { ItemRun } from './distributed-map';
import type { Execution, MapItem } from './execution';
import type { MapRun } from './map-runs';
import { stateError } from './state-error';

/** Child executions of one execution. */
export interface Children {
  /** Starts or redrives the run of a distributed Map. */
  startMap(map: { name: string; label: string }): ItemRuns;
  /**
   * Starts an execution of another workflow and waits until the execution ends.
   * @param started called with the response to StartExecution
   * @throws Error whose name Retry and Catch can match
   */
  runAnother(input: unknown, started: (response: object) => void): Promise<object>;
  /** Aborts the children together with their parent. */
  abort(): void;
}

/** Run of a distributed Map. */
interface ItemRuns extends Pick<MapRun, 'arn' | 'redriveCount'> {
  /**
   * Starts an execution for an item, or redrives the execution of an item that did not succeed.
   * @throws Error if the role lacks permission
   */
  startItem(of: ItemOf): Promise<ItemRun>;
}

interface ItemOf {
  /** Input that the Map state received. */
  given: unknown;
  item: unknown;
  index: number;
}

interface ChildrenOptions {
  authorizer: Authorizer;
  principal: RolePrincipal;
  /** ARN of the parent's workflow. */
  workflowArn: string;
  /** Returns the input for an item's execution. */
  select(map: string, of: ItemOf): Promise<unknown>;
  mapRun(map: { name: string; label: string }): MapRun;
  launchItem(
    map: string,
    item: Pick<Execution, 'workflowArn' | 'name' | 'input'>,
    run: Omit<MapItem, 'parent'>,
  ): Execution;
  /** Redrives the execution of an item, which fails again if it cannot be redriven. */
  redriveItem(map: string, execution: Execution): void;
  start(request: { workflowArn: string; name: string | undefined; input: string }): Execution;
  stop(arn: string): void;
  /** Resolves when the execution has ended. */
  ended(execution: Execution): Promise<Execution>;
}

const Another = z.object({
  StateMachineArn: z.string(),
  Name: z.string().optional(),
  Input: z.unknown().default({}),
});

/**
 * Returns the ARN of the rule that notifies Step Functions of completed executions. Source: Step Functions
 * developer guide, "stepfunctions-iam".
 */
const ruleFor = (workflowArn: string) =>
  `${workflowArn.replace(':states:', ':events:').split(':stateMachine:')[0]}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;

export function createChildren(options: ChildrenOptions): Children {
  const { authorizer, principal, workflowArn } = options;
  const items = new Set<string>();
  const others = new Map<string, () => void>();

  const demand = (action: string, resource: string) => {
    try {
      requireAllowed(authorizer, { principal, action, resource });
    } catch (error) {
      throw stateError('States.Permissions', error instanceof Error ? error.message : String(error));
    }
  };

  const startAnother = (request: z.infer<typeof Another>): Execution => {
    const { StateMachineArn, Name: name, Input } = request;
    demand('states:StartExecution', StateMachineArn);
    // AWS checks these permissions only when a workflow is created or updated; the local runtime checks them whenever a child
    // execution is started
    for (const call of ['PutTargets', 'PutRule', 'DescribeRule']) demand(`events:${call}`, ruleFor(workflowArn));
    try {
      return options.start({ workflowArn: StateMachineArn, name, input: JSON.stringify(Input) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw stateError(`StepFunctions.${error.code}Exception`, error.message);
    }
  };

  return {
    startMap(map) {
      const run = options.mapRun(map);
      const launch = async (of: ItemOf) => {
        demand('states:StartExecution', workflowArn);
        const input = JSON.stringify(await options.select(map.name, of));
        const launched = { workflowArn: `${workflowArn}/${map.label}`, name: randomUUID(), input };
        return options.launchItem(map.name, launched, { map: map.name, index: of.index, entered: run.entered });
      };
      return {
        ...run,
        async startItem(of) {
          const earlier = run.items.get(of.index);
          if (earlier !== undefined && earlier.status !== 'SUCCEEDED') options.redriveItem(map.name, earlier);
          const execution = earlier ?? (await launch(of));
          items.add(execution.arn);
          const ended = options.ended(execution).then(({ status, output }) => {
            items.delete(execution.arn);
            return status === 'SUCCEEDED' ? output : undefined;
          });
          return { ended, abort: () => options.stop(execution.arn) };
        },
      };
    },

    async runAnother(input, started) {
      const execution = startAnother(parseInput(Another, input));
      started({ ExecutionArn: execution.arn, StartDate: execution.startedAt });
      const abandoned = new Promise<void>((resolve) => others.set(execution.arn, resolve));
      await Promise.race([options.ended(execution), abandoned]);
      others.delete(execution.arn);
      // an aborted engine stops only after its current state succeeds
      if (execution.status === 'RUNNING') return {};
      demand('states:DescribeExecution', execution.arn);
      const description = described(execution);
      if (execution.status !== 'SUCCEEDED') throw stateError('States.TaskFailed', JSON.stringify(description));
      return { ...description, Output: JSON.parse(execution.output ?? 'null') };
    },

    abort() {
      for (const arn of items) options.stop(arn);
      // children continue if the role has no permission to stop them (Step Functions developer guide, "connect-sync")
      for (const [arn, abandon] of others) {
        if (authorizer.authorize({ principal, action: 'states:StopExecution', resource: arn }).allowed)
          options.stop(arn);
        abandon();
      }
    },
  };
}

/** Returns the fields of DescribeExecution under the names that state machines use. */
const described = (execution: Execution) => ({
  ExecutionArn: execution.arn,
  StateMachineArn: execution.workflowArn,
  Name: execution.name,
  Status: execution.status,
  StartDate: execution.startedAt,
  StopDate: execution.stoppedAt,
  Input: JSON.parse(execution.input || '{}'),
  Error: execution.error,
  Cause: execution.cause,
});

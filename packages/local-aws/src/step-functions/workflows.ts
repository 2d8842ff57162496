import { randomUUID } from 'node:crypto';
import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/service-api';
import type { RolePrincipal } from '../iam/principal';
import type { Lambda } from '../lambda/lambda-service';
import type { MetricStore } from '../metrics';
import type { Collection, Store } from '../store';
import type { SendTrace } from '../traces';
import { createChildren } from './children';
import { readDefinition } from './definition';
import { machineOf, type Run, runStates, selectItem } from './engine';
import { completeHistory, type Ending, type Execution, endingMetrics, type WorkflowDeclaration } from './execution';
import type { KnownDefinitions } from './known-definitions';
import { logGroupOf } from './log-delivery';
import { mapRunOf } from './map-runs';
import { type Redrive, startRedrive } from './redrive';
import { createRedrives, type DeclaredWorkflow, hashOf, type RedriveOptions } from './redrives';
import { resumePoint } from './resume-point';
import { rejectUnknownTasks } from './tasks';
import { createTokens, type Tokens } from './tokens';

export interface Workflows {
  /**
   * Declares a workflow, or replaces the workflow with the same ARN; running executions keep their definition.
   * @throws Error with the name of the state that cannot run locally
   */
  declare(declaration: WorkflowDeclaration): void;
  /** Removes a workflow. Its running executions continue. */
  remove(arn: string): void;
  /**
   * Starts an execution.
   * @throws AwsError for an unknown state machine, invalid input, or an existing name
   */
  start(request: {
    workflowArn: string;
    name: string | undefined;
    input: string;
    cause: number | undefined;
  }): Execution;
  execution(arn: string): Execution;
  /**
   * Returns a workflow's executions.
   * @throws AwsError for an unknown state machine
   */
  executions(workflowArn: string): Execution[];
  stop(arn: string, reason: { error: string | undefined; cause: string | undefined }): Execution;
  /**
   * Restarts an unsuccessful execution at the state that did not succeed.
   * @returns the time of the redrive in ms since the epoch; for a repeated client token, the time of the first call
   * @throws AwsError ExecutionNotRedrivable with the reason
   */
  redrive(request: { arn: string; clientToken: string | undefined; cause: number | undefined }): number;
  /** Returns where a redrive would continue an execution, or why the execution cannot be redriven. */
  redriveOf(execution: Execution): Redrive;
  /**
   * Returns a declared workflow.
   * @throws AwsError for an unknown state machine
   */
  workflow(arn: string): WorkflowDeclaration & { createdAt: number };
  declared(): (WorkflowDeclaration & { createdAt: number })[];
  tokens: Tokens;
  /**
   * Resumes executions that were running when an earlier platform was killed, and aborts executions that cannot be resumed.
   */
  resumeInterrupted(): void;
}

export interface WorkflowOptions {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  lambda: Lambda;
  authorizer: Authorizer;
  sendTrace: SendTrace;
  region: string;
  account: string;
  known: KnownDefinitions;
  writeLogs(group: string, stream: string, lines: string[], cause: number | undefined): void;
}

function parseInput(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is not valid JSON');
  }
}

const keyDenied = (cause: string): Ending => ({
  status: 'FAILED',
  output: undefined,
  error: 'KmsAccessDeniedException',
  cause,
});

const succeeded = (output: unknown): Ending => ({
  status: 'SUCCEEDED',
  output: JSON.stringify(output),
  error: undefined,
  cause: undefined,
});

/** Parameters of an execution that has not started. */
type LaunchedExecution = Pick<Execution, 'arn' | 'workflowArn' | 'name' | 'input' | 'item'>;

/**
 * Creates the Step Functions emulator. aws-local-stepfunctions runs the states; this file implements tokens, time limits, metrics
 * and the history.
 */
export function createWorkflows(options: WorkflowOptions): Workflows {
  const { clock, bus, metrics, lambda, known } = options;
  const workflows = new Map<string, DeclaredWorkflow>();
  const executions: Collection<Execution> = options.store.collection('executions');
  const interrupted = [...executions.entries()].flatMap(([, one]) => (one.status === 'RUNNING' ? [one] : []));
  const running = new Map<string, () => void>();
  /** Number of times that each execution was run. Events of an earlier run are ignored after a redrive. */
  const runsOf = new Map<string, number>();
  /** Definitions of executions, keyed by hash, because a redriven execution keeps its definition. */
  const definitions: Collection<string> = options.store.collection('workflow-definitions');
  const awaited = new Map<string, (execution: Execution) => void>();
  const tokens = createTokens(clock);

  const count = (
    metric: string,
    { workflowArn }: Pick<Execution, 'workflowArn'>,
    { value, cause }: { value: number; cause: number | undefined },
  ) =>
    metrics.record({
      metric: `aws.states.${metric}`,
      tags: { statemachinearn: workflowArn },
      value,
      at: clock.now(),
      causes: [cause],
    });

  const publish = (execution: Execution, state: string | undefined, cause: number | undefined) => {
    const { workflowArn, name, status } = execution;
    const workflow = workflowArn.split(':').at(-1) ?? workflowArn;
    const { input, output } = execution;
    const payload =
      status === 'RUNNING'
        ? ({ label: 'event', read: () => input } as const)
        : ({ label: 'result', read: () => output } as const);
    return bus.emit({ kind: 'workflow', workflow, execution: name, state, status }, cause, undefined, {
      ...(state === undefined && { payloads: [payload] }),
    });
  };

  const finish = (execution: Execution, ending: Ending, event: number | undefined) => {
    if (execution.status !== 'RUNNING') return;
    Object.assign(execution, ending, { stoppedAt: clock.now() });
    completeHistory(execution);
    executions.set(execution.arn, execution);
    running.delete(execution.arn);
    tokens.forget(execution.arn);
    awaited.get(execution.arn)?.(execution);
    awaited.delete(execution.arn);
    for (const [status, metric] of Object.entries(endingMetrics)) {
      count(metric, execution, { value: status === execution.status ? 1 : 0, cause: event });
    }
    publish(
      execution,
      execution.error === undefined ? undefined : `${execution.error}: ${execution.cause ?? ''}`,
      event,
    );
  };

  const roleOf = ({ role, arn }: WorkflowDeclaration, session: string): RolePrincipal => ({
    kind: 'role',
    arn: role,
    session,
    by: { kind: 'service', service: 'states.amazonaws.com', sourceArn: arn, sourceAccount: options.account },
  });

  /**
   * Returns functions that run an execution's child executions. The children run with the parent's role, and the parent's event is
   * their cause.
   */
  const childrenOf = (declared: DeclaredWorkflow, execution: Execution, event: number) => {
    const { declaration, runs } = declared;
    const itemsOf = (map: string): DeclaredWorkflow => ({ ...declared, runs: runs.maps.get(map)?.items ?? runs });
    return createChildren({
      authorizer: options.authorizer,
      principal: roleOf(declaration, execution.name),
      workflowArn: declaration.arn,
      select: (map, of) => selectItem(runs.maps.get(map)?.selector, of, { declaration, execution }),
      mapRun: (map) =>
        mapRunOf(execution, { ...map, machine: runs.definition.machine }, () =>
          [...executions.entries()].map(([, one]) => one),
        ),
      launchItem: (map, launched, item) => {
        const arn = `${launched.workflowArn.replace(':stateMachine:', ':execution:')}:${launched.name}`;
        return launch(itemsOf(map), { ...launched, arn, item: { ...item, parent: execution.arn } }, event);
      },
      redriveItem(map, item) {
        const point = resumePoint(itemsOf(map).runs.definition, item, { mayRestartChildren: true });
        if (point.kind === 'not resumable') return;
        startRedrive(item, undefined, clock.now());
        restart(item, itemsOf(map), point, event);
      },
      start: (request) => start({ ...request, cause: event }),
      stop: (arn) => void stop(arn, { error: undefined, cause: 'the parent execution was stopped' }),
      ended: (child) =>
        new Promise((resolve) => {
          if (child.status === 'RUNNING') awaited.set(child.arn, resolve);
          else resolve(child);
        }),
    });
  };

  const run = (declared: DeclaredWorkflow, execution: Execution, event: number, from?: Run['from']) => {
    const attempt = (runsOf.get(execution.arn) ?? 0) + 1;
    runsOf.set(execution.arn, attempt);
    const isCurrent = () => runsOf.get(execution.arn) === attempt;
    const { declaration, runs } = declared;
    const principal = roleOf(declaration, execution.name);
    const logGroup = logGroupOf(declaration, principal, options.authorizer);
    if (declaration.traced) options.sendTrace(principal, declaration.name);
    const abort = runStates({
      runs,
      declaration,
      execution,
      input: parseInput(execution.input),
      clock,
      from,
      tasks: {
        lambda,
        tokens,
        token: execution.arn,
        principal,
        cause: event,
        children: childrenOf(declared, execution, event),
      },
      onEvent({ type, details, entered }) {
        if (!isCurrent()) return;
        // the history of an execution that was stopped is complete before the engine aborts its states
        if (execution.status === 'RUNNING') {
          const { length } = execution.history;
          execution.history.push({ id: length + 1, timestamp: clock.now(), type, details });
          executions.set(execution.arn, execution);
        }
        const id = execution.history.length;
        if (entered !== undefined) publish(execution, entered, event);
        if (logGroup === undefined) return;
        const line = JSON.stringify({ id, type, details, execution_arn: execution.arn });
        options.writeLogs(logGroup, `states/${declaration.name}`, [line], event);
      },
      onEnd(ending) {
        if (isCurrent()) finish(execution, ending, event);
      },
    });
    running.set(execution.arn, abort);
  };

  const workflow = (arn: string): DeclaredWorkflow => {
    const found = workflows.get(arn);
    if (found === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return found;
  };

  const find = (arn: string): Execution => {
    const execution = executions.get(arn);
    if (execution === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };

  const launch = (declared: DeclaredWorkflow, launched: LaunchedExecution, cause: number | undefined): Execution => {
    const execution: Execution = {
      ...launched,
      status: 'RUNNING',
      startedAt: clock.now(),
      stoppedAt: undefined,
      output: undefined,
      error: undefined,
      cause: undefined,
      history: [],
      definition: hashOf(declared.declaration),
    };
    redrives.keepDefinition(declared.declaration);
    executions.set(execution.arn, execution);
    count('executions_started', execution, { value: 1, cause });
    const event = publish(execution, undefined, cause);
    const { declaration } = declared;
    const principal = roleOf(declaration, execution.name);
    const key = options.authorizer.mayUseKey({ principal, use: 'an execution', resource: declaration.arn });
    if (key.allowed) run(declared, execution, event);
    else finish(execution, keyDenied(key.reason), event);
    return execution;
  };

  const start: Workflows['start'] = ({ workflowArn, name = randomUUID(), input, cause }) => {
    const found = workflow(workflowArn);
    // names must not contain spaces, brackets, wildcards or special characters (API reference, "StartExecution")
    if (!/^[\w.-]{1,80}$/.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
    parseInput(input);
    const arn = `arn:aws:states:${options.region}:${options.account}:execution:${found.declaration.name}:${name}`;
    const before = executions.get(arn);
    // a start is idempotent while the first execution runs (API reference, "StartExecution")
    if (before?.status === 'RUNNING' && before.input === input) return before;
    if (before !== undefined) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    return launch(found, { arn, workflowArn, name, input }, cause);
  };

  const resume = (execution: Execution) => {
    // the execution can be an item of a distributed Map, which has no declared workflow
    const declared = workflows.get(execution.workflowArn);
    const point =
      declared === undefined
        ? ({ kind: 'not resumable', reason: 'the workflow is not declared' } as const)
        : resumePoint(declared.runs.definition, execution);
    if (declared !== undefined && point.kind === 'state') {
      const event = publish(execution, `resumes at ${point.state}`, undefined);
      return run(declared, execution, event, point);
    }
    if (point.kind === 'succeeded') {
      return finish(execution, succeeded(point.output), undefined);
    }
    const reason = point.kind === 'not resumable' ? `: ${point.reason}` : '';
    const cause = `the platform stopped during the execution${reason}`;
    return finish(execution, { status: 'ABORTED', output: undefined, error: undefined, cause }, undefined);
  };

  function restart(...[execution, declared, point, cause]: Parameters<RedriveOptions['restart']>): void {
    executions.set(execution.arn, execution);
    const event = publish(execution, 'redriven', cause);
    if (point.kind === 'state') run(declared, execution, event, point);
    else finish(execution, succeeded(point.output), event);
  }

  const redrives = createRedrives({
    definitions,
    now: clock.now,
    workflow: (arn) => workflows.get(arn),
    restart,
  });

  const stop: Workflows['stop'] = (arn, { error, cause }) => {
    const execution = find(arn);
    const abort = running.get(arn);
    finish(execution, { status: 'ABORTED', output: undefined, error, cause }, undefined);
    abort?.();
    return execution;
  };

  return {
    tokens,
    declare(declaration) {
      const definition = readDefinition(declaration.definition);
      rejectUnknownTasks(definition);
      const runs = machineOf(definition, declaration.name, known.has(declaration.definition));
      known.add(declaration.definition);
      workflows.set(declaration.arn, { runs, declaration, createdAt: clock.now() });
    },
    remove: (arn) => void workflows.delete(arn),
    start,
    execution: find,
    executions(workflowArn) {
      workflow(workflowArn);
      return [...executions.entries()]
        .map(([, execution]) => execution)
        .filter((execution) => execution.workflowArn === workflowArn);
    },
    stop,
    redrive: ({ arn, ...request }) => redrives.redrive(find(arn), request),
    redriveOf: redrives.of,
    workflow(arn) {
      const { declaration, createdAt } = workflow(arn);
      return { ...declaration, createdAt };
    },
    resumeInterrupted() {
      for (const execution of interrupted) resume(execution);
    },
    declared: () => [...workflows.values()].map(({ declaration, createdAt }) => ({ ...declaration, createdAt })),
  };
}

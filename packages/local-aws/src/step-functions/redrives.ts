import { createHash } from 'node:crypto';
import { AwsError } from '../gateway/service-api';
import type { Collection } from '../store';
import { readDefinition } from './definition';
import { type Machine, machineOf } from './engine';
import type { Execution, WorkflowDeclaration } from './execution';
import { type Redrive, redrivenWith, redriveOf, startRedrive } from './redrive';
import type { ResumePoint } from './resume-point';

export interface DeclaredWorkflow {
  runs: Machine;
  declaration: WorkflowDeclaration;
  createdAt: number;
}

export interface RedriveOptions {
  /** Definitions of executions, keyed by hash, because a redriven execution keeps its definition. */
  definitions: Collection<string>;
  now(): number;
  workflow(arn: string): DeclaredWorkflow | undefined;
  /** Continues an execution after its status has been set back to RUNNING. */
  restart(
    execution: Execution,
    declared: DeclaredWorkflow,
    point: Exclude<ResumePoint, { kind: 'not resumable' }>,
    cause: number | undefined,
  ): void;
}

export const hashOf = ({ definition }: WorkflowDeclaration) => createHash('sha256').update(definition).digest('hex');

/** Creates the redrives of executions. A redriven execution continues with the definition with which it was started. */
export function createRedrives({ definitions, now, workflow, restart }: RedriveOptions) {
  /** Returns the workflow of an execution with the definition of the execution, or undefined if it is not declared. */
  const declaredFor = (execution: Execution): DeclaredWorkflow | undefined => {
    const declared = workflow(execution.workflowArn);
    if (declared === undefined || execution.definition === undefined) return declared;
    const { declaration } = declared;
    const definition = definitions.get(execution.definition) ?? declaration.definition;
    if (definition === declaration.definition) return declared;
    const runs = machineOf(readDefinition(definition), declaration.name, true);
    return { ...declared, runs, declaration: { ...declaration, definition } };
  };

  return {
    /** Stores the definition of a new execution. */
    keepDefinition(declaration: WorkflowDeclaration): void {
      const hash = hashOf(declaration);
      if (definitions.get(hash) === undefined) definitions.set(hash, declaration.definition);
    },
    of: (execution: Execution): Redrive => redriveOf(execution, declaredFor(execution)?.runs.definition, now()),
    /**
     * Redrives an execution.
     * @returns the time of the redrive in ms since the epoch
     * @throws AwsError ExecutionNotRedrivable with the reason
     */
    redrive(
      execution: Execution,
      { clientToken, cause }: { clientToken: string | undefined; cause: number | undefined },
    ): number {
      const at = now();
      const repeated = clientToken === undefined ? undefined : redrivenWith(execution, clientToken, at);
      if (repeated !== undefined) return repeated;
      const declared = declaredFor(execution);
      const redrive = redriveOf(execution, declared?.runs.definition, at);
      if ('reason' in redrive) throw new AwsError('ExecutionNotRedrivable', redrive.reason);
      if (declared === undefined) throw new Error(`${execution.workflowArn} is not declared`);
      startRedrive(execution, clientToken, at);
      restart(execution, declared, redrive.from, cause);
      return at;
    },
  };
}

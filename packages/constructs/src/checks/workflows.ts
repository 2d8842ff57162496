import { duplicateStateNames } from 'asl-validator/dist/src/checks/duplicate-state-names-errors';
import { missingTerminalStateErrors } from 'asl-validator/dist/src/checks/missing-terminal-state-errors';
import { missingTransitionTargetErrors } from 'asl-validator/dist/src/checks/missing-transition-target-errors';
import { report } from '../stack/problems';
import type { SynthesizedResource } from './synthesized-resources';

/**
 * Validator checks for transitions between states. The TypeScript compiler checks the fields of states (`StateMachine`). Only
 * tests use the validator's state schema, because compiling it takes a quarter of the synthesis time.
 */
const checks = [missingTransitionTargetErrors, missingTerminalStateErrors, duplicateStateNames];

/** Reports workflow definitions that Step Functions would reject. */
export function checkWorkflows(resources: readonly SynthesizedResource[]): void {
  for (const { block, construct } of resources) {
    if (block.type !== 'aws_sfn_state_machine' || typeof block.attributes['definition'] !== 'string') continue;
    const definition: unknown = JSON.parse(block.attributes['definition']);
    const message = checks.flatMap((check) => check(definition).map(({ Message }) => Message)).join('; ');
    if (message !== '') report(construct, { subject: `workflow ${block.name}`, message });
  }
}

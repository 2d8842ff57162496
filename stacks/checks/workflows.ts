import { duplicateStateNames } from 'asl-validator/dist/src/checks/duplicate-state-names-errors';
import { missingTerminalStateErrors } from 'asl-validator/dist/src/checks/missing-terminal-state-errors';
import { missingTransitionTargetErrors } from 'asl-validator/dist/src/checks/missing-transition-target-errors';
import { report } from '../problems';
import type { Synthesized } from './synthesized';

/**
 * The validator's checks of how states lead to each other. What a state may hold is seen by the compiler here (see
 * `StateMachine`), and by the validator's schema in the tests: to compile that takes a quarter of a whole synthesis.
 */
const checks = [missingTransitionTargetErrors, missingTerminalStateErrors, duplicateStateNames];

/** Refuses workflow definitions that Step Functions would refuse when they are created. */
export function checkWorkflows(resources: readonly Synthesized[]): void {
  for (const { block, construct } of resources) {
    if (block.type !== 'aws_sfn_state_machine' || typeof block.attributes['definition'] !== 'string') continue;
    const definition: unknown = JSON.parse(block.attributes['definition']);
    const message = checks.flatMap((check) => check(definition).map(({ Message }) => Message)).join('; ');
    if (message !== '') report(construct, { subject: `workflow ${block.name}`, message });
  }
}

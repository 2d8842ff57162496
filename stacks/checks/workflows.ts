import validate from 'asl-validator';
import { report } from '../problems';
import type { Synthesized } from './synthesized';

// A call takes a tenth of a second or more, and every environment has the same workflows.
const known = new Map<string, string | undefined>();

/** Refuses workflow definitions that Step Functions would refuse when they are created. */
export function checkWorkflows(resources: readonly Synthesized[]): void {
  for (const { block, construct } of resources) {
    if (block.type !== 'aws_sfn_state_machine' || typeof block.attributes['definition'] !== 'string') continue;
    const message = faultIn(block.attributes['definition']);
    if (message !== undefined) report(construct, { subject: `workflow ${block.name}`, message });
  }
}

function faultIn(definition: string): string | undefined {
  if (!known.has(definition)) {
    const outcome = validate(JSON.parse(definition));
    known.set(definition, outcome.isValid ? undefined : outcome.errorsText('; '));
  }
  return known.get(definition);
}

import { say } from '../phrase';
import type { Rule } from './rule';

/** Reports outputs that are no longer marked as sensitive. */
export const outputRevealed: Rule = ({ revealedOutputs }) =>
  revealedOutputs.map((name) => ({
    kind: 'exposure',
    address: `output.${name}`,
    what: say`the output ${name} is no longer sensitive: plans, logs and other stacks show its value`,
  }));

import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { callSiteOf } from './declared-construct';

/** Position in a source text; line and column start at 1. */
export interface TextPosition {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Converts an offset (1 for the first character) to a line and a column.
 * @param column offset from a parser that does not count lines
 */
export function positionIn(text: string, column: number): TextPosition {
  const before = text.slice(0, column - 1).split('\n');
  return { text, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Problem that prevents a stack from being synthesized. */
export interface Problem {
  /** Call site of the faulty declaration. */
  readonly declared: Error;
  /** Kind and name of the faulty declaration: `rule power_on`, `function power-on`. */
  readonly subject: string;
  /** Description of the problem and its fix. */
  readonly message: string;
  readonly at?: TextPosition;
}

export const duplicateId = 'duplicate id: another construct in this scope has the same id; rename one of them';

const reported = new WeakMap<TerraformStack, Problem[]>();

/**
 * Records a problem instead of throwing, so one synth reports all problems.
 * @param problem `declared` defaults to the call site of the construct
 */
export function report(
  construct: IConstruct,
  problem: Omit<Problem, 'declared'> & { readonly declared?: Error },
): void {
  const stack = TerraformStack.of(construct);
  reported.set(stack, [...reportedIn(stack), { declared: callSiteOf(construct), ...problem }]);
}

/** Returns the problems of a stack in reporting order. */
export function reportedIn(stack: TerraformStack): readonly Problem[] {
  return reported.get(stack) ?? [];
}

import type { IConstruct } from 'constructs';

/** Something that must not be planned: where it was written, what it is, what is wrong and what to do about it. */
export interface Problem {
  /** Name of the environment, or of all where the mistake does not depend on one. */
  readonly environment: string;
  /** The call in the stacks or monitors that is to be changed. */
  readonly declared: Error;
  /** What it is: `rule power_on`, `function power-on`. */
  readonly subject: string;
  readonly message: string;
  /** The text at fault and where in it, both counted from 1. */
  readonly excerpt?: { readonly text: string; readonly line: number; readonly column: number };
}

const found = new WeakMap<IConstruct, Problem[]>();

/** Remembers a problem, so that one synth tells all of them. */
export function report(scope: IConstruct, problem: Problem): void {
  const { root } = scope.node;
  found.set(root, [...(found.get(root) ?? []), problem]);
}

/** Every problem that the tree of `scope` has reported, in the order in which the constructs were made. */
export function problemsOf(scope: IConstruct): readonly Problem[] {
  return found.get(scope.node.root) ?? [];
}

import { relative } from 'node:path';
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

// Matches stack frames in shared code, because a user never has to fix an error there.
const sharedCode = /node_modules|node:|packages\/constructs\/|stacks\/constructs\/|monitors\/authoring\//;

/** Returns the file (relative to the project folder) and line of the call in a feature or monitor that caused an error. */
export function callLocation(error: Error): string {
  const call = callOf(error);
  return call === undefined ? 'unknown location' : `${call.path}:${call.line}`;
}

/** Finds the call in a feature or monitor that caused an error. @param made class whose constructor frames are skipped */
export function callOf(error: Error, made?: string): { readonly path: string; readonly line: number } | undefined {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const inside = made === undefined ? -1 : frames.findIndex((line) => line.includes(`at new ${made} `));
  const frame = frames.slice(inside + 1).find((line) => !sharedCode.test(line)) ?? '';
  const { path, line } = frame.match(/\(?(?:file:\/\/)?(?<path>[^()\s]+):(?<line>\d+):\d+\)?$/)?.groups ?? {};
  return path === undefined ? undefined : { path: relative(process.cwd(), path), line: Number(line) };
}

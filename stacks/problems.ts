import { relative } from 'node:path';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { declarationOf } from './constructs/declared';

/** A place inside a text that was written by hand, both counted from 1. */
export interface TextPosition {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** @param column of a whole text, from 1, as parsers count it that know no lines */
export function positionIn(text: string, column: number): TextPosition {
  const before = text.slice(0, column - 1).split('\n');
  return { text, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Something that must not be planned. */
export interface Problem {
  /** The call that is to be changed. */
  readonly declared: Error;
  /** What it is: `rule power_on`, `function power-on`. */
  readonly subject: string;
  /** What is wrong, and what to do about it. */
  readonly message: string;
  readonly at?: TextPosition;
}

const reported = new WeakMap<TerraformStack, Problem[]>();

/** Remembers a problem of `construct`, so that one synth tells all of them. `declared` is where it was made by default. */
export function report(
  construct: IConstruct,
  problem: Omit<Problem, 'declared'> & { readonly declared?: Error },
): void {
  const stack = TerraformStack.of(construct);
  reported.set(stack, [...reportedIn(stack), { declared: declarationOf(construct), ...problem }]);
}

/** The problems of a stack, in the order in which they were found. */
export function reportedIn(stack: TerraformStack): readonly Problem[] {
  return reported.get(stack) ?? [];
}

// Constructs, and what makes monitors and SLOs, only pass on what features and monitors wrote.
const passedThrough =
  /node_modules|node:|stacks\/constructs\/|stacks\/problems\.ts|config\/units\.ts|monitors\/authoring\//;

/** File and line, seen from the project's folder, of the call in a feature or a monitor that led to `error`. */
export function placeOf(error: Error): string {
  const call = callOf(error);
  return call === undefined ? 'an unknown place' : `${call.path}:${call.line}`;
}

/** @param made the class of what was made, whose constructor is not the call */
export function callOf(error: Error, made?: string): { readonly path: string; readonly line: number } | undefined {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const inside = made === undefined ? -1 : frames.findIndex((line) => line.includes(`at new ${made} `));
  const frame = frames.slice(inside + 1).find((line) => !passedThrough.test(line)) ?? '';
  const { path, line } = frame.match(/\(?(?:file:\/\/)?(?<path>[^()\s]+):(?<line>\d+):\d+\)?$/)?.groups ?? {};
  return path === undefined ? undefined : { path: relative(process.cwd(), path), line: Number(line) };
}

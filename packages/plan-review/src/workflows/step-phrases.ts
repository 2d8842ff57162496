import { equal, type Value } from '@himeshima/terraform-json';
import { shortened } from '../changes/changed-words';
import { counted, joined, type Phrase, say, words } from '../phrase';
import { type ComparedWorkflows, longestName, type Step, type StepPair } from './workflow-steps';

/** Describes one kind of change to the steps of a workflow. Returns no phrases without such changes. */
export type StepChange = (workflows: ComparedWorkflows) => readonly Phrase[];

/** Maximum number of added or removed steps to name. */
const namedAtMost = 3;

/** Names a step or part of a workflow. */
export const stepName = (name: string): Phrase => say`${shortened(name, longestName)}`;

/** Names the only step, or counts several: ``step `A` ``, `3 steps`. */
export const namedSteps = (pairs: readonly Pick<StepPair, 'label'>[]): Phrase => {
  const [only, ...others] = pairs;
  return only === undefined || others.length > 0
    ? words(counted(pairs.length, 'step'))
    : say`step ${stepName(only.label)}`;
};

/** Names a few steps, or counts many: ``steps `A` and `B` ``. */
export const listedSteps = (names: readonly string[]): Phrase =>
  names.length === 1 || names.length > namedAtMost
    ? namedSteps(names.map((label) => ({ label })))
    : say`steps ${joined(names.map(stepName))}`;

/** Returns the verb for one step or for several. */
export const verbFor = ({ length }: readonly unknown[], one: string, several: string): Phrase =>
  words(length === 1 ? one : several);

/** Returns whether two values are equal. A missing value differs from every other value. */
export const areEqual = (before: Value | undefined, after: Value | undefined): boolean =>
  before === undefined || after === undefined ? before === after : equal(before, after);

/** Returns whether a setting of a step differs. */
export const differs = ({ was, is }: StepPair, name: string): boolean =>
  !areEqual(was.settings[name], is.settings[name]);

/** Returns whether a step moves into or out of a Parallel or Map state. */
export const isMoved = ({ was, is }: StepPair): boolean => !equal(was.parents, is.parents);

/**
 * Describes a changed value of several steps. Shows the values if they are equal in all steps: `timeout of 2 steps: 300 s → 900 s`.
 */
export function changedValues(
  label: string,
  pairs: readonly StepPair[],
  valueIn: (step: Step) => Value | undefined,
  unit = '',
): readonly Phrase[] {
  if (pairs.length === 0) return [];
  const values = pairs.map(({ was, is }) => changedValue(valueIn(was), valueIn(is), unit));
  const [first = []] = values;
  const isCommon = values.every((value) => JSON.stringify(value) === JSON.stringify(first));
  return [say`${words(label)} of ${namedSteps(pairs)}${isCommon ? first : []}`];
}

/** Formats a changed value: `: 300 s → 900 s`. Empty if a value is too long to show. */
export function changedValue(before: Value | undefined, after: Value | undefined, unit: string): Phrase {
  const [was, is] = [textOf(before, unit), textOf(after, unit)];
  return was === undefined || is === undefined || was === is ? [] : say`: ${{ value: was }} → ${{ value: is }}`;
}

/** Maximum length of a value to show. */
const longestValue = 48;

/** Formats a short value. Undefined for a long value, and for lists and objects. */
function textOf(value: Value | undefined, unit: string): string | undefined {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'object') return undefined;
  const text = typeof value === 'number' ? `${value}${unit}` : String(value);
  return text.length > longestValue ? undefined : text;
}

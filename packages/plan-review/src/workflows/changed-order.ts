import { equal, type Value } from '@himeshima/terraform-json';
import { type Phrase, say } from '../phrase';
import { areEqual, differs, isMoved, namedSteps, type StepChange, stepName } from './step-phrases';
import type { ComparedWorkflows, StepPair } from './workflow-steps';

/** Settings that determine the next step. */
export const orderSettings = ['Next', 'End', 'Default'] as const;

/** Describes steps that continue with another step. Omits changes that follow from added, removed, renamed and moved steps. */
export const changedOrder: StepChange = (workflows) => {
  const pairs = workflows.kept.filter((pair) => !isMoved(pair) && changesOrder(workflows, pair));
  const [only, ...others] = pairs;
  const start = changedStart(workflows);
  if (only === undefined) return start;
  return [...start, others.length === 0 ? changedNext(only) : say`order of ${namedSteps(pairs)}`];
};

function changesOrder(workflows: ComparedWorkflows, pair: StepPair): boolean {
  const differing = orderSettings.filter((name) => differs(pair, name));
  const isImplied = orderSettings.some((name) =>
    impliesOrder(workflows, pair.was.settings[name], pair.is.settings[name]),
  );
  return (differing.length > 0 && !isImplied) || changesStarts(workflows, pair);
}

/** Returns whether a next step was removed or is new, so that the order changes in any case. */
const impliesOrder = ({ gone, come }: ComparedWorkflows, before: Value | undefined, after: Value | undefined) =>
  !areEqual(before, after) && (isNameIn(gone, before) || isNameIn(come, after));

const isNameIn = (names: ReadonlySet<string>, value: Value | undefined) =>
  typeof value === 'string' && names.has(value);

function changesStarts({ gone, come }: ComparedWorkflows, { was, is }: StepPair): boolean {
  const before = was.starts.filter((name) => !isNameIn(gone, name));
  const after = is.starts.filter((name) => !isNameIn(come, name));
  return !equal(before, after);
}

function changedStart(workflows: ComparedWorkflows): readonly Phrase[] {
  const [before, after] = [workflows.was.settings['StartAt'], workflows.is.settings['StartAt']];
  if (areEqual(before, after) || impliesOrder(workflows, before, after)) return [];
  return typeof before === 'string' && typeof after === 'string'
    ? [say`the workflow starts with ${stepName(after)} instead of ${stepName(before)}`]
    : [say`first step of the workflow`];
}

function changedNext(pair: StepPair): Phrase {
  const step = namedSteps([pair]);
  const nextIn = (name: string) =>
    [pair.was, pair.is].map(({ settings }) => {
      const next = settings[name];
      return typeof next === 'string' ? stepName(next) : undefined;
    });
  const [[before, after], [defaultBefore, defaultAfter]] = [nextIn('Next'), nextIn('Default')];
  if (differs(pair, 'Next')) {
    if (before !== undefined && after !== undefined) return say`${step} continues with ${after} instead of ${before}`;
    if (after !== undefined) return say`${step} continues with ${after} instead of ending`;
    if (before !== undefined) return say`${step} ends instead of continuing with ${before}`;
  }
  if (differs(pair, 'Default') && defaultBefore !== undefined && defaultAfter !== undefined)
    return say`${step} continues with ${defaultAfter} instead of ${defaultBefore} by default`;
  return pair.is.starts.length > 0 ? say`order of the steps in ${stepName(pair.label)}` : say`order of ${step}`;
}

import { type Phrase, plural, say, words } from '../phrase';
import { changedValues, differs, namedSteps, type StepChange } from './step-phrases';
import { integrationIn, type StepTarget, targetName, targetNames } from './step-target';
import type { StepPair } from './workflow-steps';

interface ChangedCall extends StepPair {
  readonly from: StepTarget | undefined;
  readonly to: StepTarget | undefined;
}

const use: StepTarget['verb'] = ['uses', 'use'];

/** Describes steps that call another resource: `6 steps call other functions`. */
export const changedCalls: StepChange = ({ kept }) => {
  const calls = kept
    .map((pair): ChangedCall => ({ ...pair, from: pair.was.target, to: pair.is.target }))
    .filter(({ from, to }) => from?.id !== to?.id);
  const [only, ...others] = calls;
  if (only === undefined) return [];
  return [others.length === 0 ? onlyCall(only) : severalCalls(calls)];
};

/** Describes the call of one step, with the names of the resources. */
function onlyCall(call: ChangedCall): Phrase {
  const { from, to } = call;
  const step = namedSteps([call]);
  if (from === undefined) return to === undefined ? [] : say`${step} now ${[to.verb[0]]} ${targetName(to)}`;
  if (to === undefined) return say`${step} no longer ${[from.verb[0]]} ${targetName(from)}`;
  const [verb] = from.verb[0] === to.verb[0] ? to.verb : use;
  const [before, after] = targetNames(from, to);
  return say`${step} ${words(verb)} ${after} instead of ${before}`;
}

/** Describes the calls of several steps, with the kind of the resources if they are all of one kind. */
function severalCalls(calls: readonly ChangedCall[]): Phrase {
  const targets = calls.flatMap(({ from, to }) => [from, to].filter((target) => target !== undefined));
  const [noun = 'resource', ...mixed] = new Set(targets.map((target) => target.noun));
  const [, verb] = mixed.length > 0 ? use : (targets[0]?.verb ?? use);
  if (calls.every(({ to }) => to === undefined))
    return say`${namedSteps(calls)} no longer ${words(verb)} ${words(plural(mixed.length > 0 ? 'resource' : noun))}`;
  return say`${namedSteps(calls)} ${words(verb)} other ${words(plural(mixed.length > 0 ? 'resource' : noun))}`;
}

/** Describes steps that call the same resource through another integration, for example one that waits for a task token. */
export const changedIntegrations: StepChange = ({ kept }) =>
  changedValues(
    'integration',
    kept.filter((pair) => {
      const { was, is } = pair;
      const isSameTarget = was.target?.id === is.target?.id;
      return isSameTarget && (differs(pair, 'Resource') || was.target?.argument !== is.target?.argument);
    }),
    ({ settings: { Resource: resource } }) =>
      typeof resource === 'string' ? (integrationIn(resource) ?? resource) : resource,
  );

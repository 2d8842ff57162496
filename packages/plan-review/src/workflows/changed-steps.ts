import { memoizeByObject } from '../memoize';
import { joined, type Phrase, say, words } from '../phrase';
import type { Change } from '../plan/plan';
import { isUnknownAt } from '../plan/value-at';
import { changedCalls, changedIntegrations } from './changed-calls';
import { changedOrder, orderSettings } from './changed-order';
import { changedRetries } from './changed-retries';
import {
  areEqual,
  changedValue,
  changedValues,
  differs,
  isMoved,
  listedSteps,
  namedSteps,
  type StepChange,
  stepName,
  verbFor,
} from './step-phrases';
import { type ComparedWorkflows, compareWorkflows, type StepPair } from './workflow-steps';

/** Description of one kind of change to the steps of a workflow. */
interface ChangedSteps {
  readonly phrase: Phrase;
  /** Position among all kinds of changes. The most important kind has the lowest. */
  readonly rank: number;
}

/** Attribute of a workflow that contains its steps. */
export const stepsAttribute = 'definition';

/**
 * Describes how the steps of a workflow in Step Functions change, most important changes first. Empty for other resources, and for
 * definitions that cannot be parsed or are known only after apply.
 */
export const changedSteps = memoizeByObject((change: Change): readonly ChangedSteps[] => {
  const { type, action, before, after } = change;
  if (type !== 'aws_sfn_state_machine' || (action !== 'update' && action !== 'replace')) return [];
  const [was = null, is = null] = [before[stepsAttribute], after[stepsAttribute]];
  if (was === is || isUnknownAt(change, [stepsAttribute])) return [];
  const workflows = compareWorkflows(was, is);
  return workflows === undefined ? [] : describeSteps(workflows);
});

function describeSteps(workflows: ComparedWorkflows): readonly ChangedSteps[] {
  const found = kinds.flatMap((kind, rank) => kind(workflows).map((phrase) => ({ phrase, rank })));
  const others = otherSettings(workflows, found.length > 0);
  return [...found, ...others.map((phrase) => ({ phrase, rank: kinds.length }))];
}

const removedSteps: StepChange = ({ removed }) =>
  removed.length === 0 ? [] : [say`${listedSteps(removed)} ${verbFor(removed, 'is', 'are')} removed`];

const addedSteps: StepChange = ({ added }) =>
  added.length === 0 ? [] : [say`${listedSteps(added)} ${verbFor(added, 'is', 'are')} added`];

const renamedSteps: StepChange = ({ renamed }) => {
  const all = [...renamed].map(([label, to]) => ({ label, to }));
  const [only, ...others] = all;
  if (only === undefined) return [];
  return [
    others.length === 0
      ? say`${namedSteps(all)} is renamed to ${stepName(only.to)}`
      : say`${namedSteps(all)} are renamed`,
  ];
};

/** Describes steps that move into or out of a Parallel or Map state. */
const movedSteps: StepChange = ({ kept }) => {
  const moved = kept.filter(isMoved);
  if (moved.length === 0) return [];
  const start = say`${namedSteps(moved)} ${verbFor(moved, 'moves', 'move')}`;
  const [parent, ...others] = new Set(moved.map(({ is }) => is.parents.at(-1)));
  if (others.length > 0) return [say`${start} into or out of other steps`];
  return [parent === undefined ? say`${start} to the top level` : say`${start} into ${stepName(parent)}`];
};

const changedSetting =
  (setting: string, label: string, unit = ''): StepChange =>
  ({ kept }) =>
    changedValues(
      label,
      kept.filter((pair) => differs(pair, setting)),
      ({ settings }) => settings[setting],
      unit,
    );

const workflowTimeout: StepChange = ({ was, is }) => {
  const [before, after] = [was.settings['TimeoutSeconds'], is.settings['TimeoutSeconds']];
  return areEqual(before, after) ? [] : [say`timeout of the workflow${changedValue(before, after, ' s')}`];
};

const catchesErrors = ({ settings }: StepPair['was']) => !areEqual(settings['Catch'] ?? [], []);

/** Describes steps that catch errors for the first time, no longer, or in another way. */
const changedCatches: StepChange = ({ kept }) => {
  const pairs = kept.filter((pair) => differs(pair, 'Catch'));
  const lost = pairs.filter(({ was, is }) => catchesErrors(was) && !catchesErrors(is));
  const gained = pairs.filter(({ was, is }) => !catchesErrors(was) && catchesErrors(is));
  const others = pairs.filter((pair) => !lost.includes(pair) && !gained.includes(pair));
  return [
    ...(lost.length > 0 ? [say`${namedSteps(lost)} no longer ${verbFor(lost, 'catches', 'catch')} errors`] : []),
    ...(gained.length > 0 ? [say`${namedSteps(gained)} now ${verbFor(gained, 'catches', 'catch')} errors`] : []),
    ...(others.length > 0 ? [say`error handling of ${namedSteps(others)}`] : []),
  ];
};

/** Kinds of changes, most important first. */
const kinds: readonly StepChange[] = [
  removedSteps,
  addedSteps,
  renamedSteps,
  movedSteps,
  changedCalls,
  changedIntegrations,
  changedSetting('Type', 'type'),
  workflowTimeout,
  changedSetting('TimeoutSeconds', 'timeout', ' s'),
  changedSetting('HeartbeatSeconds', 'heartbeat timeout', ' s'),
  changedRetries,
  changedCatches,
  changedOrder,
  changedSetting('Choices', 'choice rules'),
  changedSetting('Seconds', 'wait time', ' s'),
  changedSetting('MaxConcurrency', 'maximum concurrency'),
];

/** Settings that the kinds of changes describe. */
const described: ReadonlySet<string> = new Set([
  ...orderSettings,
  'Catch',
  'Choices',
  'HeartbeatSeconds',
  'MaxConcurrency',
  'Resource',
  'Retry',
  'Seconds',
  'StartAt',
  'TimeoutSeconds',
  'Type',
]);

/** Maximum number of other settings to name. */
const settingsAtMost = 2;

/** Describes the settings of steps, and then of the workflow, that no kind of change describes. */
function otherSettings({ was, is, kept }: ComparedWorkflows, hasOthers: boolean): readonly Phrase[] {
  const pairs = kept
    .map((pair) => ({ ...pair, names: otherNames(pair.was.settings, pair.is.settings) }))
    .filter(({ names }) => names.length > 0);
  const [first] = pairs;
  const areSame = pairs.every(({ names }) => areEqual(names, first?.names));
  const ofSteps = first === undefined ? [] : [named(areSame ? first.names : [], namedSteps(pairs), hasOthers)];
  const own = otherNames(was.settings, is.settings);
  const ofWorkflow = own.length === 0 ? [] : [named(own, words('the workflow'), hasOthers || pairs.length > 0)];
  return [...ofSteps, ...ofWorkflow];
}

/** Names a few changed settings: `Parameters of 2 steps`. */
const named = (names: readonly string[], of: Phrase, hasOthers: boolean): Phrase =>
  names.length === 0 || names.length > settingsAtMost
    ? say`${words(hasOthers ? 'other settings' : 'settings')} of ${of}`
    : say`${joined(names.map(stepName))} of ${of}`;

/** Returns the names of the differing settings that no kind of change describes. Omits the comment, unless nothing else differs. */
function otherNames(was: StepPair['was']['settings'], is: StepPair['was']['settings']): readonly string[] {
  const all = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => !described.has(name) && !areEqual(was[name], is[name]))
    .sort();
  const withoutComment = all.filter((name) => name !== 'Comment');
  return withoutComment.length > 0 ? withoutComment : all;
}

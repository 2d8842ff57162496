import type { Line } from '../changes/changed-text';
import { attributesOfDrift, countDrifted, type Drift, type DriftedValues, type KeptDrift } from '../drift';
import { type DangerGroup, inOneLine } from '../group-dangers';
import { isTimed } from '../knowledge/utilities';
import { capitalized, counted, joined, type Phrase, say, strong, words } from '../phrase';

export const driftTitle = 'Drift';

const namedAtMost = 5;

/** Formats dangers that a change outside Terraform caused: `exposure: … is public; changed outside Terraform, and the plan keeps the change`. */
export const formatKeptDanger = (group: DangerGroup): Phrase =>
  say`${strong(capitalized(words(`${group.kind}:`)))} ${inThePresent(inOneLine(group))}; changed outside Terraform, and the plan keeps the change`;

/** Describes what a plan would do as what is already so. */
export const inThePresent = (phrase: Phrase): Phrase =>
  phrase.map((part) => (typeof part === 'string' ? part.replace(/\bwill be\b/, 'is') : part));

/** Formats drift without values: `timeout of 2 aws_lambda_function resources was changed outside Terraform: a and b`. */
export const formatDrift = (drift: Drift): Phrase =>
  say`${whatHappened(drift)}${[drift.isReverted ? ', and the plan reverts the change' : '']}${unnamedIn(drift)}`;

/**
 * Formats drift that the plan does not revert: `route_table_id of 6 aws_… resources was changed outside Terraform, and the plan keeps the change: …`.
 * The provider may have computed the less important values.
 */
export const formatKeptDrift = (drift: KeptDrift): Phrase =>
  drift.isImportant
    ? say`${whatHappened(drift)}, and the plan keeps the change${unnamedIn(drift)}`
    : say`${attributesOfDrift(drift)} ${[drift.attributes.length === 1 ? 'differs' : 'differ']} from the state${unnamedIn(drift)}`;

/** Review with the values that were changed outside Terraform, and that the plan keeps. */
interface WithDrift {
  readonly kept: readonly KeptDrift[];
}

export const importantDrift = ({ kept }: WithDrift): readonly KeptDrift[] =>
  kept.filter(({ isImportant }) => isImportant);

export const unimportantDrift = ({ kept }: WithDrift): readonly KeptDrift[] =>
  kept.filter(({ isImportant }) => !isImportant);

/** Title of the section about less important drift that the plan does not revert. */
export function keptDriftTitle(review: WithDrift): string {
  const count = unimportantDrift(review).reduce(
    (sum, { attributes, addresses }) => sum + attributes.length * addresses.length,
    0,
  );
  const [differ, them] = count === 1 ? ['differs', 'it'] : ['differ', 'them'];
  return `${counted(count, 'value')} ${differ} from the state, and the plan keeps ${them}`;
}

/** Names the resources, unless the sentence already names the only one. */
const unnamedIn = ({ isDeleted, addresses }: Drift): Phrase =>
  !isDeleted && addresses.length === 1 ? [] : say`: ${named(addresses)}`;

function whatHappened({ types, isDeleted, attributes, addresses }: Drift): Phrase {
  const what = isDeleted ? countDrifted({ types, addresses }) : attributesOfDrift({ types, attributes, addresses });
  const subjects = isDeleted ? addresses : attributes;
  const were = subjects.length === 1 ? 'was' : 'were';
  const happened =
    isDeleted && types.every(isTimed) ? 'expired' : `${were} ${isDeleted ? 'deleted' : 'changed'} outside Terraform`;
  return say`${what} ${words(happened)}`;
}

/**
 * Formats values after the last apply and current values: `timeout: 3 → 60`, unless the changes show them. Names the resources only if their values
 * differ.
 */
export function formatDriftedValues({ values, isReverted }: Drift): readonly Line[] {
  if (isReverted) return [];
  const [first, ...others] = values;
  if (first === undefined || others.length === 0) return first?.lines ?? [];
  const rest = values.slice(namedAtMost).flatMap(({ addresses }) => addresses);
  return [
    ...values.slice(0, namedAtMost).flatMap(withNames),
    ...(rest.length === 0
      ? []
      : [{ text: words(`${counted(rest.length, 'more resource')} with other values`), items: [] }]),
  ];
}

const withNames = ({ addresses, lines }: DriftedValues): readonly Line[] =>
  lines.map(({ text, items }) => ({ text: say`${named(addresses)}: ${text}`, items }));

const named = (addresses: readonly string[]): Phrase =>
  joined([
    ...addresses.slice(0, namedAtMost).map((address) => say`${address}`),
    ...(addresses.length > namedAtMost ? [words(`${addresses.length - namedAtMost} more`)] : []),
  ]);

/** Formats the number of drifted resources for the headline: `1 resource was deleted outside Terraform`. */
export function driftCounted(drift: readonly Drift[]): readonly string[] {
  return [true, false].flatMap((isDeleted) => {
    const count = drift.filter((one) => one.isDeleted === isDeleted).flatMap(({ addresses }) => addresses).length;
    const verb = `${count === 1 ? 'was' : 'were'} ${isDeleted ? 'deleted' : 'changed'}`;
    return count === 0 ? [] : [`${counted(count, 'resource')} ${verb} outside Terraform`];
  });
}

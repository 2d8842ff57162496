import type { Line } from '../changes/changed-text';
import type { Drift, DriftedValues } from '../drift';
import { type DangerGroup, inOneLine } from '../group-dangers';
import { capitalized, counted, joined, type Phrase, say, strong, words } from '../phrase';

export const driftTitle = 'Drift';

const namedAtMost = 5;

/** Formats dangers that a change outside Terraform caused: `exposure: … is public; changed outside Terraform, and the plan keeps the change`. */
export const formatKeptDanger = (group: DangerGroup): Phrase =>
  say`${strong(capitalized(words(`${group.kind}:`)))} ${inOneLine(group)}; changed outside Terraform, and the plan keeps the change`;

/** Formats drift without values: `timeout of 2 aws_lambda_function resources was changed outside Terraform: a and b`. */
export function formatDrift({ types, isDeleted, attributes, addresses }: Drift): Phrase {
  const type = joined(types.map((one) => say`${one}`));
  const resources = say`${addresses.length} ${type} ${words(counted(addresses.length, 'resource').replace(/^\d+ /, ''))}`;
  const what = isDeleted ? resources : say`${joined(attributes.map((one) => say`${one}`))} of ${resources}`;
  const subjects = isDeleted ? addresses : attributes;
  const verb = words(`${subjects.length === 1 ? 'was' : 'were'} ${isDeleted ? 'deleted' : 'changed'}`);
  return say`${what} ${verb} outside Terraform: ${named(addresses)}`;
}

/**
 * Formats values after the last apply and current values: `timeout: 3 → 60`. Names the resources only if their values
 * differ.
 */
export function formatDriftedValues({ values }: Drift): readonly Line[] {
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

import type { Line } from './changes/changed-text';
import { describeDifference } from './changes/describe-change';
import { differencesOf } from './difference/difference';
import { joined, type Phrase, say } from './phrase';
import type { OutputValues, Plan } from './plan/plan';

/** Describes the values of changed and removed outputs, without secrets: `url: a → b`, `url is removed`. New outputs are only named. */
export function changedOutputs({ outputValues }: Plan): readonly Line[] {
  const shown = outputValues.map(({ name, before, after, unknown, waitsFor }) => ({
    name,
    waitsFor,
    ...differencesOf({
      before: { [name]: before },
      after: { [name]: after },
      unknown: { [name]: unknown },
      action: 'update',
    }),
  }));
  const later = shown.filter(({ afterApply }) => afterApply.length > 0).map(afterApplyOf);
  return [
    ...shown.flatMap(({ known }) => known.flatMap((difference) => describeDifference('output', difference))),
    ...(later.length > 0 ? [{ text: say`known after apply: ${joined(later)}`, items: [] }] : []),
  ];
}

function afterApplyOf({ name, waitsFor }: Pick<OutputValues, 'name' | 'waitsFor'>): Phrase {
  const references = joined(waitsFor.map((reference) => say`${reference}`));
  return waitsFor.length === 0 ? say`${name}` : say`${name} (depends on ${references})`;
}

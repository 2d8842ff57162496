import { type Phrase, words } from '../phrase';
import type { Change } from './plan';

/** Formats the reason for a replacement: ` because name changes`, or Terraform's reason. Returns an empty phrase for an unknown reason. */
export function replacementReason({ replacedBecause, reason }: Change): Phrase {
  const attributes = [...new Set(replacedBecause.map(([attribute = '']) => attribute))];
  if (attributes.length > 0)
    return [
      ' because ',
      ...attributes.flatMap((name, at) => [at > 0 ? ', ' : '', { code: name }]),
      attributes.length > 1 ? ' change' : ' changes',
    ];
  switch (reason) {
    case 'replace_because_tainted':
      return words(' because the resource is tainted');
    case 'replace_by_request':
      return words(' because the replacement was requested (-replace)');
    case 'replace_by_triggers':
      return words(' because of replace_triggered_by');
    default:
      return [];
  }
}

/** Text for a replacement whose reason the plan does not contain. */
export const unknownReason = 'the plan does not say why';

/**
 * Describes the order of a replacement: `destroyed and created again`. Returns undefined for other actions, and for a comparison of
 * commits, in which the order is unknown.
 */
export function replacementOrder({ action, createsFirst }: Change): string | undefined {
  if (action !== 'replace' || createsFirst === undefined) return undefined;
  return createsFirst ? 'created before the old one is destroyed' : 'destroyed and created again';
}

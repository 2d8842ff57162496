import { counted, type Phrase, words } from '../phrase';
import type { Costs, NoEstimate } from '../review';

/** Minimum difference to report, in USD. Smaller differences are meaningless in an estimate. */
const cent = 0.01;

/**
 * Formats the estimate: `costs about +$12.40 a month (100 devices at 1/min; prices of ap-northeast-1, 2026-09-23)`. Returns
 * an empty list if costs do not change.
 */
export function formatCosts(costs: Costs | NoEstimate | undefined): readonly Phrase[] {
  if (costs === undefined) return [];
  if ('notEstimated' in costs) return [words(`costs not estimated: ${costs.notEstimated}`)];
  const { monthly, fleet, prices, unknown } = costs;
  const sum = Math.abs(monthly).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const more = [
    ...(Math.abs(monthly) < cent ? [] : [`about ${monthly < 0 ? '−' : '+'}$${sum} a month`]),
    ...(unknown === 0 ? [] : [`${counted(unknown, 'item')} of unknown cost`]),
  ];
  return more.length === 0 ? [] : [words(`costs ${more.join(', and ')} (${fleet}; prices of ${prices})`)];
}

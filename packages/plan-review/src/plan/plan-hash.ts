import { createHash } from 'node:crypto';
import type { PlanFile, ResourceChange } from './schema';

/**
 * What a plan will do, as the SHA-256 in hex: the same for every plan that does the same, whenever it is made. What Terraform
 * found, and when and by which version, is no part of it.
 */
export function planHash({
  resource_changes: resources,
  output_changes: outputs,
  action_invocations: invoked,
}: PlanFile): string {
  const done = resources.filter(({ change }) => change.actions.some((action) => action !== 'no-op'));
  const told = done.map(toldOf).sort(([a], [b]) => (a < b ? -1 : 1));
  const changed = Object.entries(outputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([told, changed, ...(invoked.length > 0 ? [invoked] : [])]))
    .digest('hex');
}

function toldOf({ address, previous_address: from, deposed, change }: ResourceChange) {
  const { actions, before, after, after_unknown: unknown, replace_paths: because, importing } = change;
  return [`${address} ${deposed ?? ''}`, { from, actions, before, after, unknown, because, importing }] as const;
}

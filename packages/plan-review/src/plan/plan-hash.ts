import { createHash } from 'node:crypto';
import type { PlanFile, ResourceChange } from './plan-schema';

/**
 * Returns the SHA-256 hash (in hex) of the effects of a plan. Plans with equal effects have equal hashes, even if they were
 * created at different times or by different versions of Terraform.
 */
export function planHash({
  resource_changes: resources,
  output_changes: outputs,
  action_invocations: invoked,
}: PlanFile): string {
  const done = resources.filter(({ change }) => change.actions.some((action) => action !== 'no-op'));
  const entries = done.map(entryOf).sort(([a], [b]) => (a < b ? -1 : 1));
  const changed = outputs
    .map(([name, { actions, after }]) => [name, { actions, after }] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([entries, changed, ...(invoked.length > 0 ? [invoked] : [])]))
    .digest('hex');
}

function entryOf({ address, previous_address: from, deposed, change }: ResourceChange) {
  const { actions, before, after, after_unknown: unknown, replace_paths: because, importing } = change;
  return [`${address} ${deposed ?? ''}`, { from, actions, before, after, unknown, because, importing }] as const;
}

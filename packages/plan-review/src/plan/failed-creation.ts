import type { Change } from './plan';
import { textAt } from './value-at';

/** Returns whether the creation of a resource failed, so that it does not serve anything yet. */
export const hasFailed = ({ before }: Pick<Change, 'before'>): boolean =>
  ['provisioning_state', 'state', 'status'].some((name) =>
    /^(?:create_?failed|creation_?failed)$/i.test(textAt(before, [name]) ?? ''),
  ) || hasNeverBeenReady(before);

/** Returns whether no revision of a Cloud Run service ever became ready. Source: Cloud Run Admin API, "Condition" */
const hasNeverBeenReady = (before: Change['before']): boolean =>
  before['latest_ready_revision'] === '' && textAt(before, ['terminal_condition', 'state']) === 'CONDITION_FAILED';

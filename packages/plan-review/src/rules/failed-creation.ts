import type { Change } from '../plan/plan';
import { textAt } from '../plan/value-at';

/** Returns whether the creation of a resource failed, so that nothing uses it. */
export const hasFailed = ({ before }: Change): boolean =>
  ['provisioning_state', 'state', 'status'].some((name) =>
    /^(?:create_?failed|creation_?failed)$/i.test(textAt(before, [name]) ?? ''),
  );

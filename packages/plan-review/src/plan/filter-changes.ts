import type { Action, Change, Plan } from './plan';

/** Returns the changes to managed resources with one of these actions. Excludes deposed objects. */
export function changesOf({ changes }: Plan, ...actions: readonly Action[]): readonly Change[] {
  return changes.filter(
    ({ mode, action, deposed }) => mode === 'managed' && deposed === undefined && actions.includes(action),
  );
}

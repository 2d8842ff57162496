import type { Action, Change, Plan } from './plan';

/** The managed resources to which one of these happens; what is left over of a replacement is none. */
export function changesOf({ changes }: Plan, ...actions: readonly Action[]): readonly Change[] {
  return changes.filter(
    ({ mode, action, deposed }) => mode === 'managed' && deposed === undefined && actions.includes(action),
  );
}

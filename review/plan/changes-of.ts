import type { Action, Change, Plan } from './plan';

/** The managed resources to which one of these happens. */
export function changesOf({ changes }: Plan, ...actions: readonly Action[]): readonly Change[] {
  return changes.filter(({ mode, action }) => mode === 'managed' && actions.includes(action));
}

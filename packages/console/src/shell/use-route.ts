import { useMemo, useSyncExternalStore } from 'react';
import { splitToken } from '../api/split-token';
import { hashOf, parseRoute, type Route } from './route';

function onHashChange(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** Returns the current place, and renders again after navigation. A token in the address is not part of the place. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(onHashChange, () => splitToken(location.hash).hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

/** Goes to a place. `replace` leaves the history of the tab unchanged, for example while a filter is typed. */
export function navigate(route: Route, { replace = false } = {}): void {
  const hash = hashOf(route);
  if (hash === location.hash) return;
  if (replace) location.replace(hash);
  else location.hash = hash;
}

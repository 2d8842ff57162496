import type { Store } from './store';

/**
 * Returns a function that creates a service on its first call for a platform and returns the same service afterwards.
 * The store identifies the platform, because each platform has exactly one store.
 */
export function perPlatform<Parts, Own extends object>(
  create: (parts: Parts) => Own,
): (parts: Parts & { readonly store: Store }) => Own {
  const created = new WeakMap<Store, Own>();
  return (parts) => {
    const own = created.get(parts.store) ?? create(parts);
    created.set(parts.store, own);
    return own;
  };
}

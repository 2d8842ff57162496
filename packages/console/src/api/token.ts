/** Access to the API: the token that the terminal printed in the address of the console. */
export interface Access {
  readonly token: string | undefined;
  /** Whether the platform rejected the last token, because it was restarted. */
  readonly isExpired: boolean;
}

const key = 'console-token';
const listeners = new Set<() => void>();
let access: Access = { token: undefined, isExpired: false };

/** Tabs of the console share the token, so that a link can be opened in another tab. */
const tabs = new BroadcastChannel(key);

function replace(next: Access): void {
  access = next;
  if (next.token === undefined) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, next.token);
  for (const listener of listeners) listener();
}

/** Splits the token from a hash such as `#/traces/12?token=…` or `#token=…`. */
export function splitToken(hash: string): { readonly token: string | undefined; readonly hash: string } {
  const match = /^(.*?)[#?&]token=([^&]*)&?(.*)$/.exec(hash);
  if (match === null) return { token: undefined, hash };
  const [, before = '', token = '', after = ''] = match;
  return { token, hash: after === '' ? before : `${before}?${after}` };
}

/** Moves the token from the address of the page to the storage of the tab. */
export function takeToken(): void {
  const { token, hash } = splitToken(location.hash);
  if (token === undefined || token === '') return;
  history.replaceState(null, '', `${location.pathname}${hash}`);
  replace({ token, isExpired: false });
  tabs.postMessage({ token });
}

/** Reads the token of this tab, or asks the other tabs for it, and shares it with them. */
export function startAccess(): void {
  tabs.addEventListener('message', ({ data }: MessageEvent<{ token?: string; isWanted?: true }>) => {
    if (data.token !== undefined && data.token !== access.token) replace({ token: data.token, isExpired: false });
    if (data.isWanted && access.token !== undefined) tabs.postMessage({ token: access.token });
  });
  access = { token: sessionStorage.getItem(key) ?? undefined, isExpired: false };
  takeToken();
  addEventListener('hashchange', takeToken);
  if (access.token === undefined) tabs.postMessage({ isWanted: true });
}

/** Forgets a token that the platform rejected. */
export function expire(token: string): void {
  if (access.token === token) replace({ token: undefined, isExpired: true });
}

/** Returns the current access to the API. */
export const currentAccess = (): Access => access;

/** Calls the listener after each change. Returns a function that removes the listener. */
export function onAccessChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

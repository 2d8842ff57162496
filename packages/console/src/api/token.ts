import { splitToken } from './split-token';

/** Access to the API: the token from the address of the console that the platform printed in the terminal. */
export interface Access {
  readonly token: string | undefined;
  /** Whether the platform rejected the last token, because it is mistyped or the platform was restarted. */
  readonly isExpired: boolean;
}

const key = 'console-token';
const listeners = new Set<() => void>();
let access: Access = { token: undefined, isExpired: false };

/** Message between the tabs of the console, which share the token, so that a link can be opened in another tab. */
type TabMessage = { readonly token: string } | { readonly isWanted: true };

let tabs: BroadcastChannel | undefined;

function tellTabs(message: TabMessage): void {
  tabs?.postMessage(message);
}

function replace(next: Access): void {
  access = next;
  if (next.token === undefined) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, next.token);
  for (const listener of listeners) listener();
}

/** Asks the platform whether it accepts a token. */
type TokenCheck = (token: string) => Promise<boolean>;

/**
 * Moves the token from the address of the page to the storage of the tabs, if the platform accepts it. Any page can link to
 * the console with an invalid token, which must not end the access of the tabs.
 */
async function takeToken(isAccepted: TokenCheck): Promise<void> {
  const { token } = splitToken(location.hash);
  if (token === undefined || token === '') return;
  if (token !== access.token) {
    if (await isAccepted(token)) {
      replace({ token, isExpired: false });
      tellTabs({ token });
    } else if (access.token === undefined) replace({ token: undefined, isExpired: true });
  }
  // only now, because a reload during the check must not lose the token; the address may have changed in the meantime
  history.replaceState(null, '', `${location.pathname}${splitToken(location.hash).hash}`);
}

/** Reads the token of this tab, or asks the other tabs for it, and shares it with them. */
export async function startAccess(isAccepted: TokenCheck): Promise<void> {
  tabs = new BroadcastChannel(key);
  tabs.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    if ('isWanted' in data) {
      if (access.token !== undefined) tellTabs({ token: access.token });
    } else if (data.token !== access.token) replace({ token: data.token, isExpired: false });
  });
  access = { token: sessionStorage.getItem(key) ?? undefined, isExpired: false };
  addEventListener('hashchange', () => void takeToken(isAccepted));
  await takeToken(isAccepted);
  if (access.token === undefined) tellTabs({ isWanted: true });
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

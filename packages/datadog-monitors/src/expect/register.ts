import type { matchers } from './matchers';

type Matchers = typeof matchers;

/** Matchers that are loaded on first use, because most test files do not test monitors. */
const loaded = () => jest.requireActual<typeof import('./matchers')>('./matchers').matchers;

expect.extend({
  toAlertAt: (...args: Parameters<Matchers['toAlertAt']>) => loaded().toAlertAt(...args),
  toWarnAt: (...args: Parameters<Matchers['toWarnAt']>) => loaded().toWarnAt(...args),
  toHaveNoDataAt: (...args: Parameters<Matchers['toHaveNoDataAt']>) => loaded().toHaveNoDataAt(...args),
  toRecoverAt: (...args: Parameters<Matchers['toRecoverAt']>) => loaded().toRecoverAt(...args),
  toStayOk: (...args: Parameters<Matchers['toStayOk']>) => loaded().toStayOk(...args),
  toNotify: (...args: Parameters<Matchers['toNotify']>) => loaded().toNotify(...args),
  toSay: (...args: Parameters<Matchers['toSay']>) => loaded().toSay(...args),
  toRenotifyEvery: (...args: Parameters<Matchers['toRenotifyEvery']>) => loaded().toRenotifyEvery(...args),
} satisfies Record<keyof Matchers, unknown>);

interface MonitorMatchers<Result> {
  /** Passes if a group starts to alert this long after the first minute of the run, for example `20m` or `1h5m`. */
  toAlertAt(time: string, group?: string): Result;
  toWarnAt(time: string, group?: string): Result;
  toHaveNoDataAt(time: string, group?: string): Result;
  toRecoverAt(time: string, group?: string): Result;
  toStayOk(group?: string): Result;
  toNotify(wanted: RegExp | string): Result;
  toSay(wanted: readonly string[]): Result;
  toRenotifyEvery(time: string, group?: string): Result;
}

declare global {
  namespace jest {
    interface Matchers<R> extends MonitorMatchers<R> {}
  }
}

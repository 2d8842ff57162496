import type { matchers } from './matchers';

type Matchers = typeof matchers;

/** Matchers that are loaded on first use, because most test files do not test monitors. */
const loaded = () => jest.requireActual<typeof import('./matchers')>('./matchers').matchers;

expect.extend({
  toAlertAt: (...asked: Parameters<Matchers['toAlertAt']>) => loaded().toAlertAt(...asked),
  toWarnAt: (...asked: Parameters<Matchers['toWarnAt']>) => loaded().toWarnAt(...asked),
  toHaveNoDataAt: (...asked: Parameters<Matchers['toHaveNoDataAt']>) => loaded().toHaveNoDataAt(...asked),
  toRecoverAt: (...asked: Parameters<Matchers['toRecoverAt']>) => loaded().toRecoverAt(...asked),
  toStayOk: (...asked: Parameters<Matchers['toStayOk']>) => loaded().toStayOk(...asked),
  toNotify: (...asked: Parameters<Matchers['toNotify']>) => loaded().toNotify(...asked),
  toSay: (...asked: Parameters<Matchers['toSay']>) => loaded().toSay(...asked),
  toRenotifyEvery: (...asked: Parameters<Matchers['toRenotifyEvery']>) => loaded().toRenotifyEvery(...asked),
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

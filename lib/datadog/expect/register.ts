import { matchers } from './matchers';

expect.extend(matchers);

interface MonitorMatchers<Result> {
  /** Time since the first minute of the run: `20m`, `1h5m`. */
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

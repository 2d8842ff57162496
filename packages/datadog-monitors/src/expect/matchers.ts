import { span } from '../chart/columns';
import { textChart } from '../chart/text';
import type { State } from '../evaluate/state';
import type { GroupTimeline, Simulation } from '../simulate/timelines';

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** `20m`, `1h5m`, `2d`: minutes since the run's first. @throws Error */
function minutesIn(text: string): number {
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/.exec(text);
  if (!parts || text === '') throw new Error(`${text} is not a time: write 20m, 1h5m or 2d`);
  const [, days = '0', hours = '0', minutes = '0'] = parts;
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutes);
}

/**
 * Matchers for jest: `expect.extend(matchers)`. Times are wall time since the run's first minute; `group` names one group
 * (`functionname:power-on`) where the monitor has several, else any will do.
 */
export const matchers = {
  /** A group begins to alert at that very minute. */
  toAlertAt: (run: Simulation, time: string, group?: string): Verdict => entersAt(run, { state: 'Alert', time, group }),
  /** A group begins to warn at that very minute. */
  toWarnAt: (run: Simulation, time: string, group?: string): Verdict => entersAt(run, { state: 'Warn', time, group }),
  /** A group has no data from that very minute on. */
  toHaveNoDataAt: (run: Simulation, time: string, group?: string): Verdict =>
    entersAt(run, { state: 'No Data', time, group }),
  /** A group is OK again at that very minute. */
  toRecoverAt: (run: Simulation, time: string, group?: string): Verdict => entersAt(run, { state: 'OK', time, group }),
  /** No group ever leaves OK. A run that never had data shows nothing, and fails. */
  toStayOk(run: Simulation, group?: string): Verdict {
    const left = groupsIn(run, group).flatMap(({ changes }) =>
      changes.filter(({ state }) => state !== undefined && state !== 'OK'),
    );
    const [first] = left.toSorted((a, b) => a.minute - b.minute);
    if (run.groups.length === 0)
      return verdict(run, false, { expected: 'to stay OK', found: 'it never had data: is the metric spelt so?' });
    const found = first ? `it was ${first.state} at ${span(first.minute - run.from)}` : 'it stayed OK';
    return verdict(run, first === undefined, { expected: 'to stay OK', found });
  },
  /** Somebody is told something that matches: title and text are looked at. */
  toNotify(run: Simulation, wanted: RegExp | string): Verdict {
    const texts = run.notifications.map(({ title, text }) => `${title}\n${text}`);
    const pass = texts.some((text) => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)));
    const found =
      texts.length === 0
        ? 'nobody was told anything'
        : `it said ${texts.map((text) => JSON.stringify(text)).join(', ')}`;
    return verdict(run, pass, { expected: `to notify ${String(wanted)}`, found });
  },
  /**
   * All that it says, in the order of time: `['20m alert', '25m recovery']`, with the group where there are several,
   * `20m functionname:power-on alert`.
   */
  toSay(run: Simulation, wanted: readonly string[]): Verdict {
    const found = said(run);
    const pass = found.length === wanted.length && found.every((line, at) => line === wanted[at]);
    const told = (lines: readonly string[]) => (lines.length === 0 ? 'nothing' : lines.join(', '));
    return verdict(run, pass, { expected: `to say ${told(wanted)}`, found: `it said ${told(found)}` });
  },
  /** It says it again, and each time so long after it spoke before. */
  toRenotifyEvery(run: Simulation, time: string, group?: string): Verdict {
    const every = minutesIn(time);
    const names = groupsIn(run, group).map((one) => one.group);
    const gaps = names.flatMap((name) => {
      const said = run.notifications.filter((one) => one.group === name);
      return said.flatMap((one, at) =>
        one.transition === 'renotify' ? [one.minute - (said[at - 1]?.minute ?? run.from)] : [],
      );
    });
    const found = gaps.length === 0 ? 'it never said it again' : `it said it again after ${gaps.map(span).join(', ')}`;
    const pass = gaps.length > 0 && gaps.every((gap) => gap === every);
    return verdict(run, pass, { expected: `to say it again every ${time}`, found });
  },
} as const;

function said({ notifications, from }: Simulation): string[] {
  return notifications.map(({ minute, group, transition }) =>
    [`${minute - from}m`, ...(group === '*' ? [] : [group]), transition].join(' '),
  );
}

function entersAt(
  run: Simulation,
  { state, time, group }: { readonly state: State; readonly time: string; readonly group: string | undefined },
): Verdict {
  const minute = run.from + minutesIn(time);
  const entered = groupsIn(run, group).flatMap(({ changes }) =>
    changes.filter((one, at) => one.state === state && (state !== 'OK' || at > 0)).map((one) => one.minute),
  );
  const what = { Alert: 'to alert', Warn: 'to warn', 'No Data': 'to have no data', OK: 'to recover' }[state];
  const times = [...new Set(entered)].sort((a, b) => a - b).map((one) => span(one - run.from));
  const did = { Alert: 'alerted', Warn: 'warned', 'No Data': 'had no data', OK: 'recovered' }[state];
  const found = times.length === 0 ? `it never ${did}` : `it ${did} at ${times.join(', ')}`;
  return verdict(run, entered.includes(minute), { expected: `${what} at ${time}`, found });
}

/** @throws Error where the run has no such group: a test that could not fail */
function groupsIn(run: Simulation, group: string | undefined): readonly GroupTimeline[] {
  if (group === undefined) return run.groups;
  const found = run.groups.filter((one) => one.group === group);
  if (found.length > 0) return found;
  throw new Error(`${run.monitor.name} has no group ${group}: it has ${run.groups.map((one) => one.group).join(', ')}`);
}

function verdict(run: Simulation, pass: boolean, told: { readonly expected: string; readonly found: string }): Verdict {
  const not = pass ? 'not ' : '';
  return {
    pass,
    message: () => `${run.monitor.name}: expected ${not}${told.expected}, but ${told.found}\n\n${textChart(run)}`,
  };
}

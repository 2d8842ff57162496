import { span } from '../chart/columns';
import { textChart } from '../chart/text';
import type { State } from '../evaluate/state';
import type { GroupTimeline, Simulation } from '../simulate/timelines';

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Parses `20m`, `1h5m`, `2d` into minutes since the start of the run. @throws Error if it is invalid */
function minutesIn(text: string): number {
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/.exec(text);
  if (!parts || text === '') throw new Error(`invalid time "${text}": expected a duration such as 20m, 1h5m or 2d`);
  const [, days = '0', hours = '0', minutes = '0'] = parts;
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutes);
}

/**
 * Matchers for Jest: `expect.extend(matchers)`. Times are wall-clock time since the run's first minute. `group` selects one group of a
 * monitor (`functionname:power-on`); by default, any group can match.
 */
export const matchers = {
  /** Passes if a group starts to alert at exactly this minute. */
  toAlertAt: (run: Simulation, time: string, group?: string): Verdict => entersAt(run, { state: 'Alert', time, group }),
  /** Passes if a group starts to warn at exactly this minute. */
  toWarnAt: (run: Simulation, time: string, group?: string): Verdict => entersAt(run, { state: 'Warn', time, group }),
  /** Passes if a group changes to No Data at exactly this minute. */
  toHaveNoDataAt: (run: Simulation, time: string, group?: string): Verdict =>
    entersAt(run, { state: 'No Data', time, group }),
  /** Passes if a group recovers at exactly this minute. */
  toRecoverAt: (run: Simulation, time: string, group?: string): Verdict => entersAt(run, { state: 'OK', time, group }),
  /** Passes if no group ever leaves OK. Fails for a run that never had data, because such a run proves nothing. */
  toStayOk(run: Simulation, group?: string): Verdict {
    const left = groupsIn(run, group).flatMap(({ changes }) =>
      changes.filter(({ state }) => state !== undefined && state !== 'OK'),
    );
    const [first] = left.toSorted((a, b) => a.minute - b.minute);
    if (run.groups.length === 0)
      return verdict(run, false, {
        expected: 'to stay OK',
        found: 'it never had data; check the spelling of the metric',
      });
    const found = first ? `it was ${first.state} at ${span(first.minute - run.from)}` : 'it stayed OK';
    return verdict(run, first === undefined, { expected: 'to stay OK', found });
  },
  /** Passes if the title and text of a notification match. */
  toNotify(run: Simulation, wanted: RegExp | string): Verdict {
    const texts = run.notifications.map(({ title, text }) => `${title}\n${text}`);
    const pass = texts.some((text) => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)));
    const found =
      texts.length === 0
        ? 'it sent no notifications'
        : `it sent ${texts.map((text) => JSON.stringify(text)).join(', ')}`;
    return verdict(run, pass, { expected: `to notify ${String(wanted)}`, found });
  },
  /**
   * Passes if the run sends exactly these notifications, in order: `['20m alert', '25m recovery']`. With several groups, each
   * entry starts with its minute and group, for example `20m functionname:power-on alert`.
   */
  toSay(run: Simulation, wanted: readonly string[]): Verdict {
    const found = sentLines(run);
    const pass = found.length === wanted.length && found.every((line, at) => line === wanted[at]);
    const listed = (lines: readonly string[]) => (lines.length === 0 ? 'nothing' : lines.join(', '));
    return verdict(run, pass, { expected: `to send ${listed(wanted)}`, found: `it sent ${listed(found)}` });
  },
  /** Passes if every renotification follows the previous notification after exactly this time. */
  toRenotifyEvery(run: Simulation, time: string, group?: string): Verdict {
    const every = minutesIn(time);
    const names = groupsIn(run, group).map((one) => one.group);
    const gaps = names.flatMap((name) => {
      const ofGroup = run.notifications.filter((one) => one.group === name);
      return ofGroup.flatMap((one, at) =>
        one.transition === 'renotify' ? [one.minute - (ofGroup[at - 1]?.minute ?? run.from)] : [],
      );
    });
    const found = gaps.length === 0 ? 'it never renotified' : `it renotified after ${gaps.map(span).join(', ')}`;
    const pass = gaps.length > 0 && gaps.every((gap) => gap === every);
    return verdict(run, pass, { expected: `to renotify every ${time}`, found });
  },
} as const;

function sentLines({ notifications, from }: Simulation): string[] {
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

/** Returns the groups to check. @throws Error if the group is unknown, because a negated matcher would always pass */
function groupsIn(run: Simulation, group: string | undefined): readonly GroupTimeline[] {
  if (group === undefined) return run.groups;
  const found = run.groups.filter((one) => one.group === group);
  if (found.length > 0) return found;
  throw new Error(
    `${run.monitor.name} has no group ${group}; its groups are ${run.groups.map((one) => one.group).join(', ')}`,
  );
}

function verdict(
  run: Simulation,
  pass: boolean,
  texts: { readonly expected: string; readonly found: string },
): Verdict {
  const not = pass ? 'not ' : '';
  return {
    pass,
    message: () => `${run.monitor.name}: expected ${not}${texts.expected}, but ${texts.found}\n\n${textChart(run)}`,
  };
}

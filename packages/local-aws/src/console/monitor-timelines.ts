import {
  type Alert,
  alertsIn,
  type BacktestComparison,
  catalogue,
  compareBacktests,
  compareSimulations,
  type MetricSlo,
  type MonitorDefinition,
  type MonitorQuery,
  monitorsIn,
  type NotCompared,
  NotEvaluatedError,
  parseMonitorQuery,
  QueryError,
  recordedSeries,
  type Simulation,
  seriesIn,
  simulate,
  simulateComposite,
  simulateSlo,
  sourceOf,
  type TestSeries,
} from '@himeshima/datadog-monitors';
import type { z } from 'zod';
import { type Declarations, metricSlo } from '../datadog/live-monitor';
import { describeError } from '../error-message';
import type { MetricStore } from '../metrics';
import { adjustableIn } from './adjust-monitor';
import type { Alert as AlertView, Timeline } from './contract';

/** Recorded metrics and the time range that they cover, in minutes since the epoch. */
interface Recording {
  readonly series: readonly TestSeries[];
  readonly from: number;
  readonly to: number;
}

type QueryOf<Kind extends MonitorQuery['kind']> = Extract<MonitorQuery, { readonly kind: Kind }>;

/** Monitor with the queries, the SLO or the members that its simulation reads. */
type Subject = { readonly definition: MonitorDefinition } & (
  | { readonly kind: 'metric'; readonly queries: readonly string[] }
  | { readonly kind: 'slo'; readonly queries: readonly string[]; readonly slo: MetricSlo }
  | { readonly kind: 'composite'; readonly members: ReadonlyMap<string, Subject> }
);

/** Returns a monitor with its metric queries, its SLO or its members. @throws NotEvaluatedError for kinds that are not evaluated locally */
function subjectOf(definition: MonitorDefinition, declarations: Declarations): Subject {
  const { type, query } = definition;
  const parsed = parseMonitorQuery(type, query);
  switch (parsed.kind) {
    case 'metric':
      return { definition, kind: 'metric', queries: [query] };
    case 'slo': {
      const slo = sloOf(parsed, declarations);
      const queries = [slo.good, slo.total].map((events) => `sum(last_5m):${events} >= 0`);
      return { definition, kind: 'slo', queries, slo };
    }
    case 'composite':
      return { definition, kind: 'composite', members: new Map(membersOf(parsed, declarations)) };
    default:
      throw new NotEvaluatedError(
        `a ${type} monitor`,
        'the local runtime evaluates metric monitors, SLO alerts and composites',
      );
  }
}

/** Returns an SLO's queries and target. @throws NotEvaluatedError if it is not declared, or is not evaluated locally */
function sloOf({ slo, days }: QueryOf<'slo'>, { objectives }: Declarations): MetricSlo {
  try {
    return metricSlo(slo.text, days, objectives);
  } catch (error) {
    throw new NotEvaluatedError(`the SLO ${slo.text}`, describeError(error));
  }
}

/** Returns the members of a composite. @throws NotEvaluatedError if one does not exist or is itself a composite */
const membersOf = (
  { expression }: QueryOf<'composite'>,
  declarations: Declarations,
): readonly (readonly [string, Subject])[] =>
  monitorsIn(expression).map((id) => {
    const definition = declarations.monitors.get(id);
    if (definition === undefined) throw new NotEvaluatedError(`the member ${id}`, 'it is not declared');
    const member = subjectOf(definition, declarations);
    if (member.kind === 'composite') throw new NotEvaluatedError(`the member ${id}`, 'it is a composite');
    return [id, member];
  });

const queriesOf = (subject: Subject): readonly string[] =>
  subject.kind === 'composite' ? [...subject.members.values()].flatMap(queriesOf) : subject.queries;

/** Returns the series of the metrics that queries read. */
function recordingOf(queries: readonly string[], metrics: MetricStore, now: number): Recording {
  const names = queries.flatMap((query) => {
    const parsed = parseMonitorQuery('query alert', query);
    return parsed.kind === 'metric' ? seriesIn(parsed.expression).map(({ metric }) => metric.text) : [];
  });
  const read = (name: string) => names.some((metric) => metric === name || metric.startsWith(`${name}.`));
  const series = recordedSeries(metrics.save()).filter(({ metric }) => read(metric));
  const to = Math.floor(now / 60_000) - 1;
  const first = series.reduce((least, { minutes }) => Math.min(least, minutes[0]?.minute ?? least), to);
  return { series, from: first, to };
}

const simulateSubject = (subject: Subject, { series, from, to }: Recording): Simulation => {
  const range = { from, to, catalogue };
  const source = sourceOf(...series);
  if (subject.kind === 'metric') return simulate(subject.definition, source, range);
  if (subject.kind === 'slo') return simulateSlo(subject.definition, subject.slo, source, range);
  return simulateComposite(subject.definition, simulateMembers(subject.members, { series, from, to }), range);
};

const simulateMembers = (members: ReadonlyMap<string, Subject>, recording: Recording) =>
  new Map([...members].map(([id, member]) => [id, simulateSubject(member, recording)]));

const moment = (minute: number) => new Date(minute * 60_000).toISOString();

const alertView = ({ group, from, to, value }: Alert): z.infer<typeof AlertView> => ({
  group,
  from: moment(from),
  ...(to !== undefined && { to: moment(to) }),
  ...(value !== undefined && { value }),
});

const statesOf = ({ changes }: Simulation['groups'][number]): [number, string][] =>
  changes.map(({ minute, state }) => [minute, state ?? 'No Data']);

const reasonOf = (error: unknown): string => {
  if (error instanceof NotEvaluatedError || error instanceof QueryError) return error.message;
  throw error;
};

interface Sources {
  readonly metrics: MetricStore;
  readonly clock: { now(): number };
  declarations(): Declarations;
  /** Evaluation delay that the local runtime uses for every monitor. */
  readonly evaluationDelaySeconds: number;
}

/** Timelines of monitors on the recorded metrics. */
export interface MonitorTimelines {
  /** Returns the timeline, or the reason why the monitor has no timeline. */
  of(definition: MonitorDefinition): z.infer<typeof Timeline>;
  /** Compares a monitor with a changed definition, using the delay of the changed definition. */
  compare(
    before: MonitorDefinition,
    after: MonitorDefinition,
  ): {
    readonly timeline: z.infer<typeof Timeline>;
    readonly added: z.infer<typeof AlertView>[];
    readonly removed: z.infer<typeof AlertView>[];
    readonly reason?: string;
  };
}

/** Creates the timelines. They simulate a monitor minute by minute, as the command `backtest` does. */
export function createMonitorTimelines({
  metrics,
  clock,
  declarations,
  evaluationDelaySeconds,
}: Sources): MonitorTimelines {
  // local metrics arrive immediately, so the local runtime replaces the delay of each monitor
  const live = (definition: MonitorDefinition): MonitorDefinition => ({ ...definition, evaluationDelaySeconds });
  const liveDeclarations = (): Declarations => {
    const { monitors, objectives } = declarations();
    return { objectives, monitors: new Map([...monitors].map(([id, definition]) => [id, live(definition)])) };
  };
  const prepare = (definition: MonitorDefinition) => {
    const subject = subjectOf(definition, liveDeclarations());
    return { subject, recording: recordingOf(queriesOf(subject), metrics, clock.now()) };
  };

  const without = (definition: MonitorDefinition, reason: string): z.infer<typeof Timeline> => {
    const now = Math.floor(clock.now() / 60_000);
    return { from: now, to: now, ...limitsOf(definition), series: [], members: [], alerts: [], assumed: [], reason };
  };

  const timelineOf = ({ subject, recording }: ReturnType<typeof prepare>): z.infer<typeof Timeline> => {
    const { definition } = subject;
    if (recording.series.length === 0) return without(definition, 'no data has been recorded yet');
    const run = simulateSubject(subject, recording);
    const isComposite = subject.kind === 'composite';
    const members = isComposite ? simulateMembers(subject.members, recording) : new Map<string, Simulation>();
    return {
      from: recording.from,
      to: recording.to,
      ...limitsOf(definition),
      series: run.groups.map((group) => ({
        group: group.group,
        // a composite has states, but no values
        points: isComposite ? [] : group.evaluations().map(({ minute, value }) => [minute, value ?? null] as const),
        states: statesOf(group),
      })),
      members: [...members].flatMap(([id, { groups }]) =>
        groups.map((group) => ({ id, group: group.group, states: statesOf(group) })),
      ),
      alerts: alertsIn(run).map(alertView),
      assumed: [...run.assumed],
    };
  };

  const comparison = (
    before: ReturnType<typeof prepare>,
    after: ReturnType<typeof prepare>,
  ): Pick<BacktestComparison, 'added' | 'removed'> | NotCompared => {
    const { series, from, to } = after.recording;
    const definitions = { before: before.subject.definition, after: after.subject.definition };
    if (after.subject.kind === 'metric')
      return compareBacktests(definitions, { series, from, to, timeZone: 'UTC', catalogue });
    return compareSimulations(
      simulateSubject(before.subject, after.recording),
      simulateSubject(after.subject, after.recording),
    );
  };

  const of = (definition: MonitorDefinition): z.infer<typeof Timeline> => {
    try {
      return timelineOf(prepare(live(definition)));
    } catch (error) {
      return without(definition, reasonOf(error));
    }
  };

  return {
    of,
    compare(before, after) {
      const failed = (reason: string) => ({ timeline: { ...of(before), alerts: [] }, added: [], removed: [], reason });
      try {
        const [was, is] = [prepare(live(before)), prepare(after)];
        const compared = comparison(was, is);
        if ('reason' in compared) return { timeline: timelineOf(is), added: [], removed: [], reason: compared.reason };
        const { added, removed } = compared;
        return { timeline: timelineOf(is), added: added.map(alertView), removed: removed.map(alertView) };
      } catch (error) {
        return failed(reasonOf(error));
      }
    },
  };
}

/** Returns the thresholds of a monitor. */
function limitsOf(definition: MonitorDefinition): { threshold?: number; warning?: number } {
  const { critical, warning } = definition.thresholds;
  const threshold = adjustableIn(definition).threshold ?? critical;
  return { ...(threshold !== undefined && { threshold }), ...(warning !== undefined && { warning }) };
}

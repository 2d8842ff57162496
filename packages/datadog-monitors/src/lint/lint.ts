import type { Catalogue } from '../catalogue/catalogue';
import { unknownTags } from '../catalogue/check-query';
import { compares } from '../evaluate/threshold';
import { handlesIn } from '../message/handles';
import { hasBlock } from '../message/parse-message';
import type { MonitorDefinition } from '../monitor/definition';
import { knownAttributes, knownOptions } from '../monitor/read-monitor';
import { didYouMean } from '../near-miss';
import { averagesCounts } from '../query/averages-counts';
import { isUnknownType, type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';
import type { Expression, MetricQuery } from '../query/query-tree';
import { expressionsIn, groupKeys, seriesIn, usesAsCount } from '../query/walk';
import { type LintId, reasons } from './reasons';

/** Warning about a setting that Datadog accepts although it is probably a mistake. */
export interface Lint {
  readonly id: LintId;
  readonly message: string;
  /** Column in the query, counted from 1, if the warning is about the query. */
  readonly column?: number;
}

/** Reasons for accepting warnings, keyed by warning id. */
export type Acceptances = Readonly<Partial<Record<LintId, string>>>;

/**
 * Returns warnings about likely mistakes in a monitor that Datadog would accept. Monitors accept warnings by id.
 * @param parsed syntax tree of the query, if the caller has it
 * @throws QueryError
 */
export function lint(definition: MonitorDefinition, catalogue: Catalogue, parsed?: MonitorQuery): Lint[] {
  const query = parsed ?? parseMonitorQuery(definition.type, definition.query);
  const found = [...ofModel(definition), ...ofOptions(definition, query), ...ofMessage(definition)];
  return query.kind === 'metric' ? [...ofMetricQuery(definition, query, catalogue), ...found] : found;
}

/** Returns the warnings that are not accepted, and the acceptances that match no warning. */
export function unaccepted(lints: readonly Lint[], accepted: Acceptances): { message: string; column?: number }[] {
  const left = lints.filter(({ id }) => accepted[id] === undefined);
  const stale = Object.keys(accepted).filter((id) => !lints.some((one) => one.id === id));
  return [
    ...left.map(({ id, message, column }) => ({
      message: `${message} (${id}: ${reasons[id]}; accept it with a reason, or fix it)`,
      ...(column !== undefined && { column }),
    })),
    ...stale.map((id) => ({ message: `accepts ${id}, but has no warning with this id; remove the acceptance` })),
  ];
}

function ofMetricQuery(definition: MonitorDefinition, query: MetricQuery, catalogue: Catalogue): Lint[] {
  return [
    ...ratios(query, catalogue),
    ...averages(query),
    ...convertedGauges(query, catalogue),
    ...recovery(definition, query),
    ...sparse(definition, query),
    ...silent(definition, query),
    ...delays(definition, query, catalogue),
    ...unknownTags(query, catalogue).map((finding) => ({ id: 'unknown-tag' as const, ...finding })),
    ...withoutWindows(definition, query),
    ...groupsAfterModifiers(query),
    ...(query.time.window.minutes > 10_080
      ? [
          {
            id: 'window-beyond-schema' as const,
            message: 'the window is longer than 10080 minutes',
            column: query.time.window.column,
          },
        ]
      : []),
  ];
}

function ratios(query: MetricQuery, catalogue: Catalogue): Lint[] {
  if (usesAsCount(query.expression)) return [];
  const isCounted = (part: Expression) =>
    seriesIn(part).some(({ metric }) => catalogue.find(metric.text)?.type === 'count');
  return [...expressionsIn(query.expression)]
    .filter(
      (part) => part.kind === 'arithmetic' && part.operator === '/' && isCounted(part.left) && isCounted(part.right),
    )
    .map(({ column }) => ({
      id: 'ratio-without-as-count',
      message: 'the query divides counts point by point',
      column,
    }));
}

const averages = (query: MetricQuery): Lint[] =>
  averagesCounts(query)
    ? [{ id: 'average-of-counts', message: 'avg over as_count() is misleading; use sum', column: query.time.column }]
    : [];

function convertedGauges({ expression }: MetricQuery, catalogue: Catalogue): Lint[] {
  const ids = { as_count: 'as-count-on-gauge', as_rate: 'as-rate-on-gauge' } as const;
  return seriesIn(expression)
    .filter(({ metric }) => catalogue.find(metric.text)?.type === 'gauge')
    .flatMap(({ metric, modifiers }) =>
      modifiers.flatMap(({ name, column }): Lint[] =>
        name === 'as_count' || name === 'as_rate'
          ? [{ id: ids[name], message: `${name}() is applied to ${metric.text}, a gauge`, column }]
          : [],
      ),
    );
}

function recovery({ thresholds }: MonitorDefinition, { comparator, expression }: MetricQuery): Lint[] {
  const lints: Lint[] = [];
  const { critical, warning, criticalRecovery } = thresholds;
  const upwards = comparator.sign === '>' || comparator.sign === '>=';
  if (warning === 0 && critical !== undefined && critical > 0 && upwards) {
    lints.push({ id: 'threshold-rounded-to-zero', message: 'the warning threshold is 0' });
  }
  const whole = usesAsCount(expression) && !divides(expression);
  const compared = comparator.sign !== '==' && comparator.sign !== '!=';
  if (criticalRecovery === undefined && !whole && compared) {
    lints.push({ id: 'no-recovery-threshold', message: 'the recovery threshold equals the alert threshold' });
  }
  return lints;
}

const divides = (expression: Expression): boolean =>
  [...expressionsIn(expression)].some((part) => part.kind === 'arithmetic' && part.operator === '/');

function sparse({ notifyNoData, onMissingData }: MonitorDefinition, { expression }: MetricQuery): Lint[] {
  const pages = notifyNoData || onMissingData === 'show_and_notify_no_data';
  if (!pages || !usesAsCount(expression)) return [];
  return [{ id: 'no-data-on-counts', message: 'a count without points is reported as missing data' }];
}

/**
 * Warns if a lower limit on a count is not evaluated in periods without events.
 * Other settings for missing data are deliberate choices.
 */
function silent(definition: MonitorDefinition, query: MetricQuery): Lint[] {
  const { notifyNoData, onMissingData } = definition;
  if (notifyNoData || onMissingData !== undefined) return [];
  // a ratio has no value without data, and default_zero() shows that missing data was considered
  const parts = [...expressionsIn(query.expression)];
  const isPlain = parts.every(
    (part) => part.kind === 'series' || (part.kind === 'call' && part.name.text !== 'default_zero'),
  );
  const { sign } = query.comparator;
  const limit = query.threshold.value;
  const isLower = sign === '<' || sign === '<=';
  const isCount = query.time.aggregator === 'sum' || usesAsCount(query.expression);
  if (!isPlain || !isLower || !isCount || !compares(0, sign, limit)) return [];
  const message = `a count ${sign} ${limit} does not alert if there is no data`;
  return [{ id: 'silent-without-data', message, column: query.comparator.column }];
}

function delays({ evaluationDelaySeconds = 0 }: MonitorDefinition, query: MetricQuery, catalogue: Catalogue): Lint[] {
  const { window } = query.time;
  const seen = window.minutes + evaluationDelaySeconds / 60;
  const late = seriesIn(query.expression).find(({ metric }) => (catalogue.find(metric.text)?.delayMinutes ?? 0) > seen);
  if (!late) return [];
  const delay = catalogue.find(late.metric.text)?.delayMinutes;
  const message = `${late.metric.text} arrives after up to ${delay} minutes, but the window and the delay cover only ${seen}`;
  return [{ id: 'looks-before-data-arrives', message, column: window.column }];
}

function withoutWindows({ thresholdWindows }: MonitorDefinition, { expression }: MetricQuery): Lint[] {
  const call = [...expressionsIn(expression)].find((part) => part.kind === 'call' && part.name.text === 'anomalies');
  if (!call || thresholdWindows) return [];
  return [
    {
      id: 'anomaly-without-windows',
      message: 'an anomaly monitor has neither trigger_window nor recovery_window',
      column: call.column,
    },
  ];
}

function groupsAfterModifiers({ expression }: MetricQuery): Lint[] {
  return seriesIn(expression).flatMap(({ groupBy: [group], modifiers: [modifier] }) =>
    group && modifier && group.column > modifier.column
      ? [{ id: 'group-after-modifier', message: `by {…} follows .${modifier.name}()`, column: group.column }]
      : [],
  );
}

function ofModel({ type, unknownOptions = [], unknownAttributes = [] }: MonitorDefinition): Lint[] {
  return [
    ...(isUnknownType(type) ? [{ id: 'unknown-type' as const, message: `the type ${type} is unknown` }] : []),
    ...unknownOptions.map((path): Lint => {
      const hint = didYouMean(path, knownOptions);
      return { id: 'unknown-option', message: `the option ${path} is unknown${hint}` };
    }),
    ...unknownAttributes.map((path): Lint => {
      const hint = didYouMean(path, knownAttributes);
      return { id: 'unknown-attribute', message: `the attribute ${path} is unknown${hint}` };
    }),
  ];
}

function ofOptions(definition: MonitorDefinition, query: MonitorQuery): Lint[] {
  const { renotifyMinutes, renotifyOccurrences, notifyNoData, noDataTimeframeMinutes } = definition;
  const lints: Lint[] = [];
  if (renotifyMinutes && renotifyOccurrences === undefined) {
    lints.push({
      id: 'renotify-without-end',
      message: `the monitor renotifies every ${renotifyMinutes} minutes for up to 30 hours, because renotify_occurrences is not set`,
    });
  }
  if (notifyNoData && !noDataTimeframeMinutes) {
    lints.push({ id: 'no-data-frame-unset', message: 'no_data_timeframe is not set' });
  }
  const grouped = query.kind === 'metric' && groupKeys(query.expression).length > 0;
  if (definition.newHostDelaySeconds && definition.newGroupDelaySeconds && !grouped) {
    lints.push({ id: 'two-delays', message: 'new_host_delay and new_group_delay are both set' });
  } else if (definition.newGroupDelaySeconds && query.kind === 'metric' && !grouped) {
    const message = 'new_group_delay has no effect, because the query has no by {…}';
    lints.push({ id: 'group-delay-without-groups', message });
  }
  return lints;
}

function ofMessage({ message }: MonitorDefinition): Lint[] {
  const lints: Lint[] = [];
  if (handlesIn(message).length === 0) {
    lints.push({ id: 'notifies-nobody', message: 'the message has no @handle' });
  }
  if (!hasBlock(message, ['is_recovery', 'is_alert_recovery'])) {
    lints.push({ id: 'silent-recovery', message: 'the message has no {{#is_recovery}}' });
  }
  return lints;
}

import { joined, type Phrase, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt, textAt, textsIn, valueAt } from '../plan/value-at';
import { changedIn, recreatedAs } from '../renames';
import { isHarmlessRemoval } from './harmless-removal';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, whereFalse } from './switches';

const ofAccount = 'monitors no longer receive its metrics';

/**
 * Consequence of deleting a resource that delivers metrics to monitors and alarms. Keys are resource types. Source: Terraform Registry,
 * DataDog/datadog 3.82, hashicorp/aws 6.25
 */
const consequenceOf = byType<string>({
  aws_cloudwatch_log_metric_filter: 'alarms on its metric no longer receive data',
  aws_cloudwatch_metric_stream: 'the destination no longer receives metrics',
  datadog_integration_aws: ofAccount,
  datadog_integration_aws_account: ofAccount,
  datadog_logs_metric: 'monitors on its metric no longer receive data',
  datadog_spans_metric: 'monitors on its metric no longer receive data',
});

const switchesOf = byType<readonly Switch[]>({
  datadog_integration_aws_account: [whereFalse(['metrics_config', 'enabled'], `collects no metrics: ${ofAccount}`)],
});

/** Attributes that select the events counted by a metric. */
const filterPathOf = byType<readonly string[]>({
  aws_cloudwatch_log_metric_filter: ['pattern'],
  datadog_logs_metric: ['filter', 'query'],
  datadog_spans_metric: ['filter', 'query'],
});

/** Reports changes after which monitors and alarms no longer receive their metrics. */
export const metricsLost: Rule = (plan) => [
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const without = consequenceOf(change.type);
    if (without === undefined || recreatedAs(plan, change) !== undefined || isHarmlessRemoval(plan, change)) return [];
    return [danger(change, say`${change.address} is deleted: ${[without]}`)];
  }),
  ...switchedOff(plan, 'weaker alerting', switchesOf),
  ...changedIn(plan).flatMap((change) => [...filterChanged(change), ...namespacesExcluded(change)]),
];

const danger = ({ address }: Change, what: Phrase): Danger => ({ kind: 'weaker alerting', address, what });

function filterChanged(change: Change): readonly Danger[] {
  const path = filterPathOf(change.type);
  if (path === undefined || isUnknownAt(change, path)) return [];
  const [was, is] = [textAt(change.before, path), textAt(change.after, path)];
  if (was === undefined || is === undefined || was === is) return [];
  return [
    danger(change, say`${change.address} counts ${is} instead of ${was}: monitors on its metric may receive less data`),
  ];
}

/** Reports metric namespaces that are no longer included or are newly excluded. */
function namespacesExcluded(change: Change): readonly Danger[] {
  if (change.type !== 'datadog_integration_aws_account') return [];
  const [was, is] = [change.before, change.after].map((values) => ({
    included: textsAt(values, 'include_only'),
    excluded: textsAt(values, 'exclude_only'),
  }));
  const gone = [
    ...(is === undefined || is.included.length === 0
      ? []
      : (was?.included ?? []).filter((one) => !is.included.includes(one))),
    ...(is?.excluded ?? []).filter((one) => was?.excluded.includes(one) !== true),
  ];
  if (gone.length === 0) return [];
  return [
    danger(change, say`${change.address} no longer collects metrics from ${joined(gone.map((one) => say`${one}`))}`),
  ];
}

const textsAt = (values: Change['before'], name: string) =>
  textsIn(valueAt(values, ['metrics_config', 'namespace_filters', name]));

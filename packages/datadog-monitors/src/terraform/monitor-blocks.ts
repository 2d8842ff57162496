import type { BlockShape } from './blocks';

// The shapes match provider 3.82, for which @cdktf/provider-datadog 12.15 was generated. Source: DataDog/terraform-provider-datadog,
// docs/resources/monitor.md

const thresholds: BlockShape = {
  attributes: {
    critical: 'number in text',
    critical_recovery: 'number in text',
    ok: 'number in text',
    unknown: 'number in text',
    warning: 'number in text',
    warning_recovery: 'number in text',
  },
};

const thresholdWindows: BlockShape = { attributes: { recovery_window: 'text', trigger_window: 'text' } };

const evaluationWindow: BlockShape = {
  attributes: { day_starts: 'text', hour_starts: 'any number', month_starts: 'number' },
};

const customSchedule: BlockShape = {
  attributes: {},
  blocks: {
    recurrence: { api: 'recurrences', shape: { attributes: { rrule: 'text', start: 'text', timezone: 'text' } } },
  },
};

const schedulingOptions: BlockShape = {
  attributes: {},
  blocks: { evaluation_window: { shape: evaluationWindow }, custom_schedule: { shape: customSchedule } },
};

const sort: BlockShape = { attributes: { aggregation: 'text', metric: 'text', order: 'text' } };

/** Query of a formula over logs, RUM, CI and other events. */
export const eventQuery: BlockShape = {
  attributes: { data_source: 'text', name: 'text', indexes: 'texts' },
  blocks: {
    compute: { shape: { attributes: { aggregation: 'text', interval: 'number', metric: 'text' } } },
    group_by: {
      list: true,
      shape: { attributes: { facet: 'text', limit: 'number' }, blocks: { sort: { shape: sort } } },
    },
    search: { shape: { attributes: { query: 'any text' } } },
  },
};

/** Query of a formula over costs. */
export const cloudCostQuery: BlockShape = {
  attributes: { aggregator: 'text', data_source: 'text', name: 'text', query: 'text' },
};

/** Runbook of a monitor, since provider 4. */
export const assetBlock: BlockShape = {
  attributes: { category: 'text', name: 'text', url: 'text', resource_key: 'text', resource_type: 'text' },
};

/** Blocks of `datadog_monitor` that correspond to an option of the API with another name or shape. */
export const optionBlocks = {
  monitor_thresholds: { option: 'thresholds', shape: thresholds },
  monitor_threshold_windows: { option: 'threshold_windows', shape: thresholdWindows },
  scheduling_options: { option: 'scheduling_options', shape: schedulingOptions },
} as const;

/** Data sources of cost queries. Source: provider documentation, variables.cloud_cost_query.data_source */
export const costSources: readonly string[] = ['metrics', 'cloud_cost', 'datadog_usage'];

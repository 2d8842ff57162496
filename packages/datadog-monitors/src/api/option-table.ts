import { missingDataChoices, renotifyStatuses } from '../monitor/definition';

/** Type of an option's value. */
type OptionKind = 'number' | 'flag' | 'text' | 'sorted words';

interface Option {
  readonly kind: OptionKind;
  /** Value that has the same meaning as an omitted option. */
  readonly unset?: number | boolean | string;
  /** Types of monitors for which Terraform's provider sends the option; all types by default. */
  readonly types?: readonly string[];
  /** Permitted values; all values by default. */
  readonly words?: readonly string[];
}

const ciTypes = ['ci-pipelines alert', 'ci-tests alert'] as const;

/**
 * Options with a single value and with the same name in the API and in `datadog_monitor`. Sources: OpenAPI specification,
 * MonitorOptions; DataDog/terraform-provider-datadog, datadog/resource_datadog_monitor.go, buildMonitorStruct
 */
export const optionTable: Readonly<Record<string, Option>> = {
  escalation_message: { kind: 'text', unset: '' },
  evaluation_delay: { kind: 'number', unset: 0 },
  new_group_delay: { kind: 'number' },
  new_host_delay: { kind: 'number', unset: 300 },
  notify_no_data: { kind: 'flag', unset: false },
  no_data_timeframe: { kind: 'number' },
  on_missing_data: { kind: 'text', unset: '', words: missingDataChoices },
  group_retention_duration: { kind: 'text', unset: '' },
  timeout_h: { kind: 'number', unset: 0 },
  renotify_interval: { kind: 'number', unset: 0 },
  renotify_occurrences: { kind: 'number' },
  renotify_statuses: { kind: 'sorted words', words: renotifyStatuses },
  require_full_window: { kind: 'flag', unset: false },
  notify_audit: { kind: 'flag', unset: false },
  notify_by: { kind: 'sorted words' },
  include_tags: { kind: 'flag', unset: true },
  enable_logs_sample: { kind: 'flag', unset: false, types: ['log alert'] },
  groupby_simple_monitor: { kind: 'flag', unset: false, types: ['log alert'] },
  enable_samples: { kind: 'flag', unset: false, types: ciTypes },
  notification_preset_name: { kind: 'text', unset: '' },
};

/** Attributes of a monitor besides its options, with the same names in the API and in `datadog_monitor`. */
export const attributeTable: Readonly<Record<string, Option>> = {
  tags: { kind: 'sorted words' },
  priority: { kind: 'number' },
  draft_status: { kind: 'text', unset: 'published', words: ['draft', 'published'] },
  restricted_roles: { kind: 'sorted words' },
};

/** Options that `datadog_monitor` does not support, each with the value that has no effect. */
export const unsetElsewhere: Readonly<Record<string, Option>> = {
  // replaced by restriction policies; removed from the provider in version 4
  locked: { kind: 'flag', unset: false },
};

const numeric = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Converts a number or flag in a string, as in Terraform and in the Kubernetes operator. Trims texts, and sorts lists without
 * duplicates. Other values are unchanged.
 */
export function coerced(value: unknown, kind: OptionKind): unknown {
  if (kind === 'number' && typeof value === 'string' && numeric.test(value)) return Number(value);
  if (kind === 'flag' && (value === 'true' || value === 'false')) return value === 'true';
  if (kind === 'text' && typeof value === 'string') return value.trim();
  if (kind === 'sorted words' && isWords(value)) return [...new Set(value)].sort();
  return value;
}

/** Returns whether a value has the type of the option and contains only permitted values. */
export function fitsOption(value: unknown, { kind, words }: Option): boolean {
  if (kind === 'number') return typeof value === 'number';
  if (kind === 'flag') return typeof value === 'boolean';
  const given = kind === 'text' ? [value] : value;
  return isWords(given) && given.every((word) => words?.includes(word) ?? true);
}

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((word) => typeof word === 'string');

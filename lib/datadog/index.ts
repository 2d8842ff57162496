export { type Catalogue, catalogue } from './catalogue/catalogue';
export { check, type Finding } from './catalogue/check';
export type { Metric, MetricType } from './catalogue/metric';
export type { MonitorDefinition, OnMissingData, RenotifyStatus, Thresholds } from './monitor/definition';
export type { Problem } from './monitor/problem';
export { MonitorShapeError, readApiMonitor, readTerraformMonitor } from './monitor/read-monitor';
export { validate } from './monitor/validate';
export { excerpt, QueryError } from './query/error';
export type { Tags } from './query/matches';
export { type MonitorQuery, monitorTypes, type OpaqueQuery, parseMonitorQuery } from './query/monitor-query';
export { parseMetricQuery } from './query/parse';
export { print } from './query/print';
export type {
  Comparator,
  Expression,
  MetricQuery,
  MetricSeries,
  Scope,
  Threshold,
  TimeAggregation,
  Window,
} from './query/tree';
export { groupKeys, seriesIn, usesAsCount } from './query/walk';

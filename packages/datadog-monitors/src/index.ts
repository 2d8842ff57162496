export { type ApiMonitor, ApiMonitorError, datadogIdOf, parseApiMonitor } from './api/api-monitor';
export { compareMonitors } from './api/compare-monitors';
export { apiMonitorOf, propertiesOf } from './api/monitor-properties';
export { alertStrip, stripDays } from './backtest/alert-strip';
export { clockIn } from './backtest/clock';
export {
  type BacktestComparison,
  type BacktestData,
  type BacktestSide,
  type ChangedDefinition,
  compareBacktests,
  compareSimulations,
  type NotCompared,
} from './backtest/compare-backtests';
export { pointInterval } from './backtest/point-interval';
export { type Alert, alertsIn, type Tally } from './backtest/tally';
export { cloudWatchDelayMinutes, cloudWatchNamespaceOf } from './catalogue/aws';
export { type Catalogue, catalogue } from './catalogue/catalogue';
export { check, type Finding } from './catalogue/check-query';
export type { Metric, MetricType } from './catalogue/metric';
export { span } from './chart/columns';
export { svgChart } from './chart/svg';
export { textChart } from './chart/text';
export { type Assumptions, cautious } from './evaluate/assumptions';
export { compositeState } from './evaluate/composite';
export { createCompositeEvaluator } from './evaluate/composite-evaluator';
export {
  createEvaluator,
  createSloEvaluator,
  type Evaluation,
  type Evaluator,
  type GroupResult,
} from './evaluate/evaluator';
export { NotEvaluatedError } from './evaluate/not-evaluated-error';
export type { Notification, Transition } from './evaluate/notify';
export type { EvaluatorOptions } from './evaluate/prepare';
export type { MetricSlo } from './evaluate/prepare-slo';
export type { Bucket, SeriesSource, SourceSeries } from './evaluate/source';
export { type MonitorState, readMonitorState, type State, untouched } from './evaluate/state';
export { compares } from './evaluate/threshold';
export { EventError, type RecordedEvent, readEvent } from './events/event';
export { parseSearchText } from './events/search';
export { matchers } from './expect/matchers';
export { ExportError } from './exports/export-error';
export { joinSeries } from './exports/join-series';
export { readExport } from './exports/read-export';
export { describeApiMonitor } from './import/described-monitor';
export { type Acceptances, type Lint, lint, unaccepted } from './lint/lint';
export { type LintId, reasons as lintReasons } from './lint/reasons';
export { checkMessage } from './message/check-message';
export type { MessageContext } from './message/context';
export { handlesIn } from './message/handles';
export { MessageError } from './message/message-error';
export { messageOf, type RenderedMessage, renderTemplate } from './message/render';
export type { MonitorDefinition, OnMissingData, RenotifyStatus, Thresholds } from './monitor/definition';
export type { Problem } from './monitor/problem';
export {
  type LenientMonitor,
  type MonitorOrigin,
  MonitorShapeError,
  readApiMonitor,
  readMonitorLeniently,
  readTerraformMonitor,
  type UnreadAttribute,
} from './monitor/read-monitor';
export { validate } from './monitor/validate';
export { burnRateProblems, compositeMembers } from './monitor/validate-kind';
export { didYouMean } from './near-miss';
export { describeMonitor, type Sentence, type Topic } from './prose/describe';
export { minutesInWords, windowInWords } from './prose/spans';
export { matches as matchesScope, type Tags } from './query/matches';
export { mayMatch, type TagTest, tagTest } from './query/may-match';
export { type MonitorQuery, monitorTypes, type OpaqueQuery, parseMonitorQuery } from './query/monitor-query';
export { monitorsIn, parseComposite } from './query/parse-composite';
export { parseMetricQuery } from './query/parse-query';
export { print } from './query/print';
export { excerpt, QueryError } from './query/query-error';
export type {
  Comparator,
  Expression,
  MetricQuery,
  MetricSeries,
  Scope,
  Threshold,
  TimeAggregation,
  Window,
} from './query/query-tree';
export { replaceMembers } from './query/replace-members';
export { groupKeys, seriesIn, tagsIn, usesAsCount } from './query/walk';
export { type DowntimeSchedule, readDowntimeSchedule, selectsMonitor } from './routing/downtime-schedule';
export { RecurrenceError } from './routing/recurrence';
export { TagSearchError } from './routing/tag-search';
export { NotationError, parseNotation } from './series/notation';
export { type Point, PointsError, seriesOfPoints } from './series/points';
export { recordedSeries, type SavedSeries, savedSeries } from './series/saved-series';
export { keyOf as seriesKey, series, sourceOf, type TestSeries } from './series/series';
export { binOf, quantileOf } from './series/sketch';
export type { GroupEvaluation } from './simulate/run-group';
export { simulate } from './simulate/simulate';
export { simulateCheck } from './simulate/simulate-check';
export { simulateComposite } from './simulate/simulate-composite';
export { simulateSlo } from './simulate/simulate-slo';
export type { SimulationOptions } from './simulate/simulation-options';
export type { GroupTimeline, SentNotification, Simulation } from './simulate/timelines';
export { type Budget, budgetAfter, budgetAt, type Objective } from './slo/error-budget';
export { fromDatadogMonitor, fromMonitorJson, type ReadResource } from './terraform/from-terraform';
export { ExpressionError, unescapeTemplates } from './terraform/template-text';
export { terraformBlock } from './terraform/terraform-block';
export { type MonitorResource, toTerraform } from './terraform/to-terraform';

export type TimeAggregator = 'avg' | 'sum' | 'min' | 'max' | 'percentile';
export type Comparator = '>' | '>=' | '<' | '<=' | '==' | '!=';
export type ArithmeticOperator = '+' | '-' | '*' | '/';

/** Position in the query's text: `column` counts from 1, `end` is the column after the last character. */
export interface TextSpan {
  readonly column: number;
  readonly end: number;
}

/** Time window: `last_5m`, `current_1d`, or, for a forecast, `next_1w`. */
export interface Window extends TextSpan {
  readonly kind: 'last' | 'current' | 'next';
  readonly amount: number;
  readonly unit: WindowUnit;
  readonly minutes: number;
}

export type WindowUnit = 'm' | 'h' | 'd' | 'w' | 'mo';

/** Change function `change(avg(last_5m),1h_ago)`, which compares the series with its earlier values. */
export interface Change extends TextSpan {
  readonly kind: 'change' | 'pct_change';
  readonly shift: Window;
}

export interface TimeAggregation extends TextSpan {
  readonly aggregator: TimeAggregator;
  readonly window: Window;
  readonly change: Change | undefined;
}

export interface Name extends TextSpan {
  readonly text: string;
}

/** Scope within the braces of a metric. */
export type Scope = TextSpan &
  (
    | { readonly kind: 'all' }
    | { readonly kind: 'tag'; readonly key: string; readonly value: string | undefined }
    | { readonly kind: 'in'; readonly key: string; readonly values: readonly string[]; readonly negated: boolean }
    | { readonly kind: 'not'; readonly of: Scope; readonly sign: '!' | 'NOT' }
    | { readonly kind: 'and' | 'or'; readonly parts: readonly Scope[]; readonly sign: ',' | 'AND' | 'OR' }
  );

/** Modifier such as `.rollup(sum, 60)` or `.as_count()`. */
export interface Modifier extends TextSpan {
  readonly name: string;
  readonly args: readonly Argument[];
}

export type Argument = TextSpan &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'named'; readonly name: string; readonly value: Argument }
  );

/** Series such as `sum:aws.states.executions_failed{*} by {statemachinearn}.as_count()`. */
export interface MetricSeries extends TextSpan {
  readonly kind: 'series';
  readonly aggregator: Name | undefined;
  readonly metric: Name;
  readonly scope: Scope;
  readonly groupBy: readonly Name[];
  readonly modifiers: readonly Modifier[];
}

export type Expression =
  | MetricSeries
  | (TextSpan & { readonly kind: 'number'; readonly value: number })
  | (TextSpan & { readonly kind: 'negative'; readonly operand: Expression })
  | (TextSpan & {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (TextSpan & {
      readonly kind: 'call';
      readonly name: Name;
      readonly operand: Expression;
      readonly args: readonly Argument[];
    });

export interface Threshold extends TextSpan {
  readonly value: number;
}

/** Query of a metric monitor. */
export interface MetricQuery extends Comparison {
  readonly kind: 'metric';
  readonly text: string;
  readonly time: TimeAggregation;
  readonly expression: Expression;
  /** Parts that are aggregated over the window before the arithmetic: variables of a formula that have an aggregator. */
  readonly aggregated?: ReadonlyMap<Expression, 'avg' | 'sum' | 'min' | 'max' | 'last'>;
}

/** Comparison at the end of every query except service checks and composites, for example `sum(last_5m):… >= 1`. */
export interface Comparison {
  readonly comparator: TextSpan & { readonly sign: Comparator };
  readonly threshold: Threshold;
}

/** Query of a service check, for example `"datadog.agent.up".over("env:prod").by("host").last(3).count_by_status()`. */
export interface ServiceCheckQuery {
  readonly kind: 'service check';
  readonly text: string;
  readonly check: Name;
  /** Tags that a check must have. A single `*` matches every check. */
  readonly over: readonly Name[];
  /** Tags that a check must not have. */
  readonly exclude: readonly Name[];
  readonly groupBy: readonly Name[];
  /** Number of recent runs that are evaluated. */
  readonly last: TextSpan & { readonly value: number };
  /** Counted quantity: consecutive check results, or the percentage of a cluster's checks. */
  readonly counts: 'count_by_status' | 'pct_by_status';
}

/** Sources of searches. Source: API reference, "Create a monitor", and exports of the newer products. */
export const searchSources = [
  'events',
  'logs',
  'trace-analytics',
  'rum',
  'audits',
  'ci-pipelines',
  'ci-tests',
  'error-tracking',
  'error-tracking-rum',
  'error-tracking-logs',
  'error-tracking-traces',
  'llm-observability',
] as const;
export type SearchSource = (typeof searchSources)[number];

/** Issues that an error-tracking query selects. */
export interface IssueFilter {
  /** Origin of the issues: `all`, `browser`, `mobile` or `backend`. */
  readonly source: Name | undefined;
  /** Condition on the issues: `new()` selects new issues, `impact()` issues with a high impact. */
  readonly condition: 'new' | 'impact' | undefined;
}

/** Search query: `logs("status:error").index("main").rollup("count").by("service").last("5m") > 10`. The search is not parsed. */
export interface SearchQuery extends Comparison {
  readonly kind: 'search';
  readonly text: string;
  readonly source: SearchSource;
  readonly search: Name;
  readonly index: Name | undefined;
  readonly issues: IssueFilter;
  readonly rollup: { readonly method: Name; readonly measure: Name | undefined };
  readonly groupBy: readonly Name[];
  readonly window: Window;
}

/** Formula over the queries in `options.variables`, for example `formula("errors / requests").last("5m") > 0.1`. */
export interface FormulaQuery extends Comparison {
  readonly kind: 'formula';
  readonly text: string;
  readonly formula: Name;
  /** Syntax tree of the formula. Each variable is a series with its name as the metric, without scope and groups. */
  readonly expression: Expression;
  /** Aggregation over the window, for example `sum`. */
  readonly rollup: Name | undefined;
  readonly groupBy: readonly Name[];
  readonly window: Window;
}

/** Reference to a monitor by id, or a combination of expressions. */
export type CompositeExpression = TextSpan &
  (
    | { readonly kind: 'monitor'; readonly id: string }
    | { readonly kind: 'not'; readonly operand: CompositeExpression }
    | { readonly kind: 'and' | 'or'; readonly left: CompositeExpression; readonly right: CompositeExpression }
  );

/** Query of a composite, for example `1234 && !(5678 || 9012)`. */
export interface CompositeQuery {
  readonly kind: 'composite';
  readonly text: string;
  readonly expression: CompositeExpression;
}

/**
 * Query of an SLO alert: `burn_rate("id").over("30d").long_window("1h").short_window("5m") > 14.4`, or `error_budget("id").over("7d") >
 * 75`.
 */
export interface SloQuery extends Comparison {
  readonly kind: 'slo';
  readonly text: string;
  readonly slo: Name;
  readonly days: 7 | 30 | 90;
  /** Windows of a burn rate in minutes; undefined for an error budget, whose threshold is the percentage consumed. */
  readonly burnRate: { readonly longMinutes: number; readonly shortMinutes: number; readonly short: Name } | undefined;
}

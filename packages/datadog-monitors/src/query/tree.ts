export type TimeAggregator = 'avg' | 'sum' | 'min' | 'max' | 'percentile';
export type Comparator = '>' | '>=' | '<' | '<=' | '==' | '!=';
export type ArithmeticOperator = '+' | '-' | '*' | '/';

/** Where something stands in the query's text: `column` counts from 1, `end` is the column after it. */
export interface Placed {
  readonly column: number;
  readonly end: number;
}

/** `last_5m`, `current_1d`, and `next_1w` of a forecast. */
export interface Window extends Placed {
  readonly kind: 'last' | 'current' | 'next';
  readonly amount: number;
  readonly unit: WindowUnit;
  readonly minutes: number;
}

export type WindowUnit = 'm' | 'h' | 'd' | 'w' | 'mo';

/** `change(avg(last_5m),1h_ago)`: compares the series with itself that much earlier. */
export interface Change extends Placed {
  readonly kind: 'change' | 'pct_change';
  readonly shift: Window;
}

export interface TimeAggregation extends Placed {
  readonly aggregator: TimeAggregator;
  readonly window: Window;
  readonly change: Change | undefined;
}

export interface Name extends Placed {
  readonly text: string;
}

/** What stands in the braces of a metric. */
export type Scope = Placed &
  (
    | { readonly kind: 'all' }
    | { readonly kind: 'tag'; readonly key: string; readonly value: string | undefined }
    | { readonly kind: 'in'; readonly key: string; readonly values: readonly string[]; readonly negated: boolean }
    | { readonly kind: 'not'; readonly of: Scope; readonly sign: '!' | 'NOT' }
    | { readonly kind: 'and' | 'or'; readonly parts: readonly Scope[]; readonly sign: ',' | 'AND' | 'OR' }
  );

/** `.rollup(sum, 60)`, `.as_count()`. */
export interface Modifier extends Placed {
  readonly name: string;
  readonly args: readonly Argument[];
}

export type Argument = Placed &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'named'; readonly name: string; readonly value: Argument }
  );

/** `sum:aws.states.executions_failed{*} by {statemachinearn}.as_count()` */
export interface MetricSeries extends Placed {
  readonly kind: 'series';
  readonly aggregator: Name | undefined;
  readonly metric: Name;
  readonly scope: Scope;
  readonly groupBy: readonly Name[];
  readonly modifiers: readonly Modifier[];
}

export type Expression =
  | MetricSeries
  | (Placed & { readonly kind: 'number'; readonly value: number })
  | (Placed & { readonly kind: 'negative'; readonly operand: Expression })
  | (Placed & {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Placed & {
      readonly kind: 'call';
      readonly name: Name;
      readonly operand: Expression;
      readonly args: readonly Argument[];
    });

export interface Threshold extends Placed {
  readonly value: number;
}

/** The query of a metric monitor. */
export interface MetricQuery extends Comparison {
  readonly kind: 'metric';
  readonly text: string;
  readonly time: TimeAggregation;
  readonly expression: Expression;
}

/** `sum(last_5m):… >= 1`: every kind of monitor but service checks and composites ends so. */
export interface Comparison {
  readonly comparator: Placed & { readonly sign: Comparator };
  readonly threshold: Threshold;
}

/** `"datadog.agent.up".over("env:prod").by("host").last(3).count_by_status()`. */
export interface ServiceCheckQuery {
  readonly kind: 'service check';
  readonly text: string;
  readonly check: Name;
  /** Tags that a check must have, all of them; `*` alone for every check. */
  readonly over: readonly Name[];
  /** Tags of which a check may have none. */
  readonly exclude: readonly Name[];
  readonly groupBy: readonly Name[];
  /** How many of the last runs are looked at. */
  readonly last: Placed & { readonly value: number };
  /** Consecutive runs of a check, or the share of a cluster in percent. */
  readonly counts: 'count_by_status' | 'pct_by_status';
}

export const searchSources = ['events', 'logs', 'trace-analytics'] as const;
export type SearchSource = (typeof searchSources)[number];

/** `logs("status:error").index("main").rollup("count").by("service").last("5m") > 10`; the search itself is opaque. */
export interface SearchQuery extends Comparison {
  readonly kind: 'search';
  readonly text: string;
  readonly source: SearchSource;
  readonly search: Name;
  readonly index: Name | undefined;
  readonly rollup: { readonly method: Name; readonly measure: Name | undefined };
  readonly groupBy: readonly Name[];
  readonly window: Window;
}

/** A monitor by its id, and how it is joined with others. */
export type CompositeExpression = Placed &
  (
    | { readonly kind: 'monitor'; readonly id: string }
    | { readonly kind: 'not'; readonly operand: CompositeExpression }
    | { readonly kind: 'and' | 'or'; readonly left: CompositeExpression; readonly right: CompositeExpression }
  );

/** `1234 && !(5678 || 9012)`. */
export interface CompositeQuery {
  readonly kind: 'composite';
  readonly text: string;
  readonly expression: CompositeExpression;
}

/** `burn_rate("id").over("30d").long_window("1h").short_window("5m") > 14.4`, or `error_budget("id").over("7d") > 75`. */
export interface SloQuery extends Comparison {
  readonly kind: 'slo';
  readonly text: string;
  readonly slo: Name;
  readonly days: 7 | 30 | 90;
  /** Windows in minutes of a burn rate; undefined for an error budget, which is percent consumed. */
  readonly burnRate: { readonly longMinutes: number; readonly shortMinutes: number; readonly short: Name } | undefined;
}

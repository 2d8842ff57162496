export type TimeAggregator = 'avg' | 'sum' | 'min' | 'max' | 'percentile';
export type Comparator = '>' | '>=' | '<' | '<=' | '==' | '!=';
export type ArithmeticOperator = '+' | '-' | '*' | '/';

/** Where something stands in the query's text: `column` counts from 1, `end` is the column after it. */
export interface Placed {
  readonly column: number;
  readonly end: number;
}

/** `last_5m`, `current_1d`. */
export interface Window extends Placed {
  readonly kind: 'last' | 'current';
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
export interface MetricQuery {
  readonly kind: 'metric';
  readonly text: string;
  readonly time: TimeAggregation;
  readonly expression: Expression;
  readonly comparator: Placed & { readonly sign: Comparator };
  readonly threshold: Threshold;
}

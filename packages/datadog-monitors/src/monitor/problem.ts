/** Problem that makes Datadog reject a monitor, or that makes the monitor useless. */
export interface Problem {
  readonly message: string;
  /** Column in the query or in the attribute's text, counted from 1, if the problem has a position. */
  readonly column?: number;
  /** Name of the attribute that causes the problem, unless it is the query. */
  readonly attribute?: string;
}

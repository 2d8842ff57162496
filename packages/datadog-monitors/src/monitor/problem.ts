/** What Datadog would refuse about a monitor, or what makes it useless. */
export interface Problem {
  readonly message: string;
  /** Counted from 1 in the query, or in the text of the attribute (a message), where the problem stands there. */
  readonly column?: number;
  /** The attribute at fault, by Datadog's name, where it is not the query. */
  readonly attribute?: string;
}

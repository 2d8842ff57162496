import type { Call } from '../ast';
import type { Evaluate } from '../compiled-expression';
import type { Service } from '../service-requests';
import type { SqlValue, SqlVersion } from '../value';

export interface Signature {
  /** First SQL version that supports the function. */
  readonly since: '2015-10-08' | '2016-03-23';
  /** Minimum and maximum number of arguments. */
  readonly arguments: readonly [number, number];
  /** Returns the reason why a call is always Undefined although its number of arguments is valid. */
  readonly pointless?: (call: Call) => string | undefined;
  /** Allowed literals, keyed by argument position. */
  readonly literals?: Readonly<Record<number, readonly string[]>>;
  /** Position of the argument that may be `*`, the whole payload. */
  readonly payloadAt?: number;
  /** Whether `*` in this argument is the payload's JSON value instead of its bytes. */
  readonly payloadIsJson?: boolean;
  /** Positions of arguments that cannot be variables; -1 represents the last argument. */
  readonly noVariables?: readonly number[];
  /** Returns any other error in a call, with the position of the faulty argument. */
  readonly faultOf?: (call: Call) => { readonly message: string; readonly argument: number } | undefined;
}

/** AWS IoT SQL function. Evaluation never throws; failures return Undefined. */
export type FunctionEntry =
  /** Function that depends only on its arguments, which are passed as `values`. */
  | (Signature & {
      readonly kind: 'values';
      readonly apply: (values: readonly SqlValue[], version: SqlVersion) => SqlValue;
    })
  /**
   * Function that depends on the message. If its arguments are constant, `prepare` is called when the rule is compiled.
   */
  | (Signature & {
      readonly kind: 'message';
      readonly prepare: (values: readonly SqlValue[], version: SqlVersion) => Evaluate;
      /** Returns the service that a call uses, if any. */
      readonly serviceOf?: (call: Call) => Service | undefined;
    })
  /** Function that AWS no longer supports. */
  | { readonly kind: 'retired'; readonly reason: string };

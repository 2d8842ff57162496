import type { Call } from '../ast';
import type { Evaluate } from '../compiled';
import type { Service } from '../service-requests';
import type { SqlValue, SqlVersion } from '../value';

export interface Signature {
  /** First SQL version that supports it. */
  readonly since: '2015-10-08' | '2016-03-23';
  /** Minimum and maximum number of arguments. */
  readonly arguments: readonly [number, number];
  /** Returns why a call is always Undefined even though its number of arguments is allowed. */
  readonly pointless?: (call: Call) => string | undefined;
  /** Arguments that must be one of a few literals, by position. */
  readonly literals?: Readonly<Record<number, readonly string[]>>;
  /** Position of the argument that may be `*`, the whole payload. */
  readonly payloadAt?: number;
  /** Whether that `*` is the payload's JSON value instead of its bytes. */
  readonly payloadIsJson?: boolean;
  /** Positions of arguments that cannot contain variables; -1 is the last. */
  readonly noVariables?: readonly number[];
  /** Returns any other error of a call, with the argument that causes it. */
  readonly refuse?: (call: Call) => { readonly message: string; readonly argument: number } | undefined;
}

/** Function of AWS IoT SQL. It never throws; failures are Undefined. */
export type FunctionEntry =
  /** Depends only on its arguments; `values` has one entry per argument. */
  | (Signature & {
      readonly kind: 'values';
      readonly apply: (values: readonly SqlValue[], version: SqlVersion) => SqlValue;
    })
  /** Depends on the message; returns a closure for arguments that are known when the rule is compiled, which is the usual case. */
  | (Signature & {
      readonly kind: 'message';
      readonly prepare: (values: readonly SqlValue[], version: SqlVersion) => Evaluate;
      /** Returns the service that a call uses, if any. */
      readonly asks?: (call: Call) => Service | undefined;
    })
  /** No longer supported by AWS. */
  | { readonly kind: 'retired'; readonly reason: string };

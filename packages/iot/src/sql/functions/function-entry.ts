import type { Call } from '../ast';
import type { Evaluate } from '../compiled';
import type { Service } from '../services';
import type { SqlValue, SqlVersion } from '../value';

export interface Signature {
  /** The first SQL version that has it. */
  readonly since: '2015-10-08' | '2016-03-23';
  /** How many arguments it takes: at least, at most. */
  readonly arguments: readonly [number, number];
  /** Why a call with that many arguments is Undefined for every message all the same. */
  readonly pointless?: (call: Call) => string | undefined;
  /** Arguments that must be one of a few literal texts, by position. */
  readonly literals?: Readonly<Record<number, readonly string[]>>;
  /** The argument that may be `*`, the whole payload. */
  readonly payloadAt?: number;
  /** `*` there is what the payload's JSON says, and not its bytes. */
  readonly payloadIsJson?: boolean;
  /** Arguments that no variable may stand for, by position; -1 is the last. */
  readonly noVariables?: readonly number[];
  /** What else is wrong with a call, and which argument. */
  readonly refuse?: (call: Call) => { readonly message: string; readonly argument: number } | undefined;
}

/** A function of AWS IoT SQL. None throws: what it cannot do is Undefined. */
export type FunctionEntry =
  /** Its arguments alone decide; `values` has as many as were written. */
  | (Signature & {
      readonly kind: 'values';
      readonly apply: (values: readonly SqlValue[], version: SqlVersion) => SqlValue;
    })
  /** Looks at the message; the closure for arguments that are known when the rule is compiled, which are nearly all. */
  | (Signature & {
      readonly kind: 'message';
      readonly prepare: (values: readonly SqlValue[], version: SqlVersion) => Evaluate;
      /** The service that a call asks, if it asks one. */
      readonly asks?: (call: Call) => Service | undefined;
    })
  /** AWS no longer has it. */
  | { readonly kind: 'retired'; readonly reason: string };

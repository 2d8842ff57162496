import type { Evaluate } from '../compiled';
import type { SqlValue, SqlVersion } from '../value';

interface Signature {
  /** The first SQL version that has it. */
  readonly since: '2015-10-08' | '2016-03-23';
  /** How many arguments it takes: at least, at most. */
  readonly arguments: readonly [number, number];
  /** Arguments that must be one of a few literal texts, by position. */
  readonly literals?: Readonly<Record<number, readonly string[]>>;
  /** Whether the first argument may be `*`, the whole payload. */
  readonly takesPayload?: boolean;
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
      readonly prepare: (values: readonly SqlValue[]) => Evaluate;
    })
  /** AWS has it, and we refuse it by name. */
  | { readonly kind: 'unsupported'; readonly reason: string };

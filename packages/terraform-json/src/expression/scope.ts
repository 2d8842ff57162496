import type { Value } from '../value';
import type { Reference } from './expression-tree';

/** Values that an expression can use. The caller provides them; this library performs no I/O. */
export interface Scope {
  /**
   * Returns the value at an address: for a resource or data source, the object of all its attributes; for a variable or local,
   * its value. Undefined if it is not declared.
   */
  readonly resolve: (reference: Reference) => Value | undefined;
  /** Returns the bytes of a file by the path in the expression; undefined if it does not exist. Without it, file functions are rejected. */
  readonly files?: (path: string) => Uint8Array | undefined;
  /** Value of `path.module`, `path.root` and `path.cwd`; default ".", Terraform's value for the stack's own folder. */
  readonly pathModule?: string;
}

import type { Value } from '../value';
import type { Reference } from './expression-tree';

/** Values that an expression can use. The caller provides them, because this library performs no I/O. */
export interface Scope {
  /**
   * Returns the value at an address: an object with all attributes for a resource or data source, or the value of a
   * variable or local. Returns undefined if the address is not declared.
   */
  readonly resolve: (reference: Reference) => Value | undefined;
  /** Reads the file at a path; returns undefined if it does not exist. Without this function, file functions are rejected. */
  readonly files?: (path: string) => Uint8Array | undefined;
  /** Value of `path.module`, `path.root` and `path.cwd`. The default is ".", as in Terraform. */
  readonly pathModule?: string;
}

import type { Value } from '../value';
import type { Reference } from './expression-tree';

/** Values that an expression can use, provided by the caller. This library performs no I/O. */
export interface Scope {
  /**
   * Returns the value at an address: an object with all attributes for a resource or data source, or the value of a variable or
   * local. Undefined if the address is not declared.
   */
  readonly resolve: (reference: Reference) => Value | undefined;
  /** Reads a file by the path in the expression; undefined if the file does not exist. If absent, file functions are rejected. */
  readonly files?: (path: string) => Uint8Array | undefined;
  /** Value of `path.module`, `path.root` and `path.cwd`; default ".", which Terraform uses for the stack's folder. */
  readonly pathModule?: string;
}

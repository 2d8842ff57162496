import type { Value } from '../value';
import type { Reference } from './tree';

/** What an expression may see. Given by the caller: this library reads nothing by itself. */
export interface Scope {
  /**
   * The value at an address: for a resource or data source the object of all its attributes, for a variable or local
   * its value. Undefined where nothing is declared there.
   */
  readonly resolve: (reference: Reference) => Value | undefined;
  /** Bytes of a file, by the path as the expression gives it; undefined where there is none. Without it, file functions are refused. */
  readonly files?: (path: string) => Uint8Array | undefined;
  /** `path.module`, `path.root` and `path.cwd`; "." where absent, as Terraform has it for the stack's own folder. */
  readonly pathModule?: string;
}

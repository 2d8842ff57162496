import { DeclaredConstruct } from './declared-construct';

/** Vertical slice of the platform. Its id is not part of Terraform addresses, so resources can move (see `ReadableStack`). */
export abstract class Feature extends DeclaredConstruct {}

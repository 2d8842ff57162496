import { Construct, type IConstruct } from 'constructs';

/** A construct that remembers the call that made it, so that a refusal names file and line. */
export abstract class Declared extends Construct {
  /** Its stack is read, and mapped to the source, only where something is refused. */
  readonly declared = new Error();
}

/** The call that made `construct`, or the nearest of those around it that remember theirs. */
export function declarationOf(construct: IConstruct): Error {
  for (const scope of construct.node.scopes.toReversed()) {
    if ('declared' in scope && scope.declared instanceof Error) return scope.declared;
  }
  return new Error(construct.node.path);
}

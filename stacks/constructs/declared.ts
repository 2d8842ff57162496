import { Construct, type IConstruct } from 'constructs';

/** A construct that remembers the call that made it, so that a refusal names file and line. */
export abstract class Declared extends Construct {
  /** Its stack is read, and mapped to the source, only where something is refused. */
  readonly declared = new Error();
}

/** Has a construct that is none of ours remember a call, too: this one, or that which declares it elsewhere. */
export const remembering = <Made extends IConstruct>(construct: Made, declared = new Error()): Made =>
  Object.assign(construct, { declared });

/** The call that made `construct`, or the nearest of those around it that remember theirs. */
export const declarationOf = ({ node }: IConstruct): Error => rememberedIn(node.scopes)?.call ?? new Error(node.path);

/** The innermost of some constructs that remembers its call. */
export function rememberedIn(
  scopes: readonly IConstruct[],
): { readonly construct: IConstruct; readonly call: Error } | undefined {
  for (const construct of scopes.toReversed())
    if ('declared' in construct && construct.declared instanceof Error) return { construct, call: construct.declared };
  return undefined;
}

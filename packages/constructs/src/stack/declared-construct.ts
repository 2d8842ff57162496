import { Construct, type IConstruct } from 'constructs';

/** Construct that records its call site, for error messages with file and line. */
export abstract class DeclaredConstruct extends Construct {
  /** Call site. The stack is read and source-mapped only when a problem is reported. */
  readonly declared = new Error();
}

/** Records a call site on a third-party construct. @param declared error whose stack is the call site; default: the call site of the caller */
export const withCallSite = <Type extends IConstruct>(construct: Type, declared = new Error()): Type =>
  Object.assign(construct, { declared });

/** Returns the call site of a construct or, if it has no call site, of its nearest ancestor with a call site. */
export const callSiteOf = ({ node }: IConstruct): Error => innermostCallSite(node.scopes)?.call ?? new Error(node.path);

/** Returns the innermost of several nested constructs that has a call site. */
export function innermostCallSite(
  scopes: readonly IConstruct[],
): { readonly construct: IConstruct; readonly call: Error } | undefined {
  for (const construct of scopes.toReversed())
    if ('declared' in construct && construct.declared instanceof Error) return { construct, call: construct.declared };
  return undefined;
}

import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { report } from './problems';

/** Class of constructs, which can be abstract. Its constructor can have any parameters. */
type Kind<Type> = abstract new (...given: never[]) => Type;

const collected = new WeakMap<TerraformStack, Set<Kind<unknown>>>();

/** Returns the constructs of a class declared so far in a construct's stack, in order of declaration. */
export const declaredIn = <Type>(scope: IConstruct, kind: Kind<Type>): readonly Type[] =>
  TerraformStack.of(scope)
    .node.findAll()
    .flatMap((construct) => (construct instanceof kind ? [construct] : []));

/**
 * Returns the constructs of a class in a construct's stack, for a feature that completes the declarations of other features.
 * Constructs declared later are missing from the result, so `reportIfCollected` reports them.
 */
export function collect<Type>(scope: IConstruct, kind: Kind<Type>): readonly Type[] {
  const stack = TerraformStack.of(scope);
  collected.set(stack, new Set([...(collected.get(stack) ?? []), kind]));
  return declaredIn(scope, kind);
}

/** Reports a construct that is declared after the constructs of its class were collected. */
export function reportIfCollected(construct: IConstruct, kind: Kind<unknown>): void {
  if (!collected.get(TerraformStack.of(construct))?.has(kind)) return;
  const message = `is declared after every ${kind.name} of its stack was collected; declare its feature earlier`;
  report(construct, { subject: construct.node.id, message });
}

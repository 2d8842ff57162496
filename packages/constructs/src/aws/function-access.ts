import type { Construct, IConstruct } from 'constructs';
import { declaredIn } from '../stack/collect';
import { DeclaredConstruct } from '../stack/declared-construct';
import { report } from '../stack/problems';
import type { Grant } from './policy-document';

interface FunctionAccessProps {
  /** Environment variables that identify the resources. */
  readonly environment: Readonly<Record<string, string>>;
  /** Permissions of the function on the resources. */
  readonly can: readonly Grant[];
}

/**
 * Access to a feature's resources for a function in a later feature. The id is the function's name. The function receives the
 * variables and permissions in addition to its own, so the later feature does not depend on this feature.
 */
export class FunctionAccess extends DeclaredConstruct {
  readonly environment: Readonly<Record<string, string>>;
  readonly can: readonly Grant[];

  constructor(scope: Construct, id: string, { environment, can }: FunctionAccessProps) {
    super(scope, id);
    this.environment = environment;
    this.can = can;
  }
}

const usedAccess = new WeakSet<FunctionAccess>();

/** Returns the access that earlier features grant to a function, and marks it as used. */
export function takeAccess(scope: IConstruct, name: string): readonly FunctionAccess[] {
  const found = declaredIn(scope, FunctionAccess).filter(({ node }) => node.id === name);
  for (const access of found) usedAccess.add(access);
  return found;
}

/** Reports variables that the function already has, because one of the two values would be lost. */
export function reportRepeatedVariables(own: Readonly<Record<string, string>>, given: readonly FunctionAccess[]): void {
  const known = new Set(Object.keys(own));
  for (const access of given)
    for (const variable of Object.keys(access.environment)) {
      const subject = `access for function ${access.node.id}`;
      if (known.has(variable)) report(access, { subject, message: `the function already has a variable ${variable}` });
      known.add(variable);
    }
}

/** Reports unused access: its function is missing or was declared earlier. */
export function checkFunctionAccess(stack: IConstruct): void {
  for (const access of declaredIn(stack, FunctionAccess).filter((one) => !usedAccess.has(one)))
    report(access, {
      subject: `access for function ${access.node.id}`,
      message: 'no later feature declares this function; declare this feature earlier, or remove the access',
    });
}

import type { App } from 'cdktf';
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from 'cdktf';
import type { Environment } from '../config/environment';
import { NodeFunction } from './constructs/node-function';

/** A function as the stack of an environment declares it. */
export interface DeclaredFunction {
  /** Name of the function, its folder and its zip. */
  readonly name: string;
  readonly environment: Environment;
  /** Environment variables; values that only Terraform knows are its expressions. */
  readonly variables: Readonly<Record<string, string>>;
  /** The call that declares the function. */
  readonly declared: Error;
}

/** Returns the functions of some environments. */
export function declaredFunctions(app: App, environments: readonly Environment[]): readonly DeclaredFunction[] {
  return app.node.children.filter(TerraformStack.isStack).flatMap((stack) => {
    const environment = environments.find((one) => one.stack === stack.node.id);
    const functions = stack.node.findAll().filter((construct) => construct instanceof NodeFunction);
    return functions.flatMap(({ node, variables, declared }) =>
      environment === undefined
        ? []
        : [{ name: node.id, environment, variables: resolved(stack, variables), declared }],
    );
  });
}

function resolved(scope: TerraformStack, variables: Readonly<Record<string, string>>) {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const text = (value: string) => String(Tokenization.resolve(value, { scope, resolver, preparing: false }));
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, text(value)]));
}

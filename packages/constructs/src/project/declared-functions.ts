import type { App } from 'cdktf';
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from 'cdktf';
import { NodeFunction } from '../aws/node-function';

/** Lambda function in the stack of an environment. */
export interface DeclaredFunction<Environment> {
  /** Name of the function, and of its folder and zip. */
  readonly name: string;
  readonly environment: Environment;
  /** Environment variables. Values that only Terraform knows are expressions. */
  readonly variables: Readonly<Record<string, string>>;
  /** Call site of the declaration. */
  readonly declared: Error;
}

/** Returns the Lambda functions declared in the stacks of the given environments. */
export function declaredFunctions<Environment extends { readonly stack: string }>(
  app: App,
  environments: readonly Environment[],
): readonly DeclaredFunction<Environment>[] {
  return app.node.children.filter(TerraformStack.isStack).flatMap((stack) => {
    const environment = environments.find((candidate) => candidate.stack === stack.node.id);
    const functions = stack.node.findAll().filter((construct) => construct instanceof NodeFunction);
    return functions.flatMap(({ node, variables, declared }) =>
      environment === undefined
        ? []
        : [{ name: node.id, environment, variables: resolveVariables(stack, variables), declared }],
    );
  });
}

function resolveVariables(scope: TerraformStack, variables: Readonly<Record<string, string>>) {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const text = (value: string) => String(Tokenization.resolve(value, { scope, resolver, preparing: false }));
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, text(value)]));
}

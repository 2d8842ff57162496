import {
  declareAws,
  declareDatadog,
  EncryptionKey,
  type Platform,
  providePlatform,
  type ResourceStatement,
  StackContext,
} from '@himeshima/constructs';
import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Environment } from '../config/environment';
import { names, tagsOf } from '../config/names';

const environments = new StackContext<Environment>('a stack that calls provideEnvironment');

/** Returns the environment of the stack that contains a construct. */
export const environmentOf = (scope: IConstruct): Environment => environments.of(scope);

interface StackParts extends Pick<Platform, 'boundary' | 'functions'> {
  /** Key policy statements for services that use the key of the stack without a role. */
  readonly keyStatements?: readonly ResourceStatement[];
}

/** Declares the providers, state backend and key of a stack, and sets the context for its constructs. */
export function provideEnvironment(
  stack: TerraformStack,
  environment: Environment,
  { boundary, functions, keyStatements = [] }: StackParts,
): void {
  const { account, region, datadog } = environment;
  declareAws(stack, { account, region, tags: tagsOf(environment), stateBucket: names.stateBucket(environment) });
  declareDatadog(stack, datadog.site);
  environments.provide(stack, environment);
  const key = new EncryptionKey(stack, 'key', {
    account,
    region,
    alias: names.keyAlias(stack.node.id),
    additionalStatements: keyStatements,
  });
  providePlatform(stack, { settings: environment, names, key, boundary, functions });
}

import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { EncryptionKey } from '../aws/encryption-key';
import type { ResourceStatement } from '../aws/policy-document';
import { declareDatadog } from './datadog-provider';
import type { PhysicalNames } from './physical-names';
import { type Platform, type PlatformSettings, providePlatform } from './platform';
import { declareAws } from './providers';
import { StackContext } from './stack-context';

/** Environment of a stack. */
interface StackEnvironment extends PlatformSettings {
  readonly datadog: { readonly site: string };
}

interface Project<Environment> {
  readonly names: PhysicalNames;
  /** Returns the tags of every AWS resource. */
  readonly tagsOf: (environment: Environment) => Readonly<Record<string, string>>;
}

interface StackParts extends Pick<Platform, 'boundary' | 'functions'> {
  /** Key policy statements for services that use the stack's key without a role. @defaultValue none */
  readonly keyStatements?: readonly ResourceStatement[];
}

/** Creates the functions that provide the environment of a project's stacks to their constructs. */
export function environmentContext<Environment extends StackEnvironment>({ names, tagsOf }: Project<Environment>) {
  const environments = new StackContext<Environment>('a stack that calls provideEnvironment');
  return {
    /** Returns the environment of the stack that contains a construct. */
    environmentOf: (scope: IConstruct): Environment => environments.of(scope),

    /** Declares providers, state backend and key of a stack, and sets the context of its constructs. */
    provideEnvironment(
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
    },
  };
}

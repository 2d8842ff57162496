import { isPlaceholder } from '../knowledge/placeholder';
import { isSecretAttribute, isSecretReference } from '../masking/secret-attribute';
import { constantsOfProviders } from './configuration';

/** Facts about the constants in the configuration of a provider. */
export interface ProviderSettings {
  /** Provider, and its alias or module: `aws.west`. */
  readonly provider: string;
  /** Paths of the attributes whose constants are secrets: `client_secret`. */
  readonly secrets: readonly string[];
  /** Whether the secrets are values with which providers are tested. */
  readonly isTested: boolean;
  /** URLs of services on the machine that runs Terraform, such as LocalStack. */
  readonly localUrls: readonly string[];
}

/** Matches URLs of the machine that runs Terraform. */
const localUrl =
  /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|host\.docker\.internal|localstack|(?:[\w-]+\.)?localhost\.localstack\.cloud)(?::\d+)?(?:\/|$)/i;

/** Matches values with which providers are tested, and the keys in the documentation of AWS. */
const testValue =
  /^(?:test|foo|bar|fake|dummy|none|mock\w*|(?:access|secret)[-_]key|my[-_](?:access|secret)[-_]key|minio(?:admin)?|localstack|example|\w*EXAMPLE(?:KEY)?|[0x*-]+)$/i;

/** Matches paths of files, and templates that are filled later. */
const notASecret = /^\.{0,2}\/|^[\w./-]+\.(?:json|pem|key|txt)$|\{\{|\$\{/;

/** Providers that call the API of a cloud, unlike those that usually reach a service through a tunnel. */
const cloudProvider =
  /^(?:.*[.:])?(?:alicloud|aws|awscc|azapi|azurerm|datadog|digitalocean|google|google-beta)(?:\.|$)/;

/** Returns the providers whose configuration contains credentials or URLs of the machine that runs Terraform. */
export function providerSettingsIn(configuration: unknown): readonly ProviderSettings[] {
  return constantsOfProviders(configuration).flatMap(({ provider, constants }): ProviderSettings[] => {
    const texts = constants.filter(({ value }) => value !== '');
    const credentials = texts.filter(({ path }) => isSecretAttribute(path.at(-1) ?? ''));
    const tested = credentials.filter(({ value }) => testValue.test(value));
    const secrets = credentials.filter(
      (one) =>
        !tested.includes(one) &&
        !notASecret.test(one.value) &&
        !isSecretReference(one.value) &&
        !isPlaceholder(one.value),
    );
    const urls = cloudProvider.test(provider)
      ? texts.map(({ value }) => value).filter((value) => localUrl.test(value))
      : [];
    if (tested.length + secrets.length + urls.length === 0) return [];
    return [
      {
        provider,
        secrets: [...new Set(secrets.map(({ path }) => path.join('.')))],
        isTested: tested.length > 0,
        localUrls: [...new Set(urls)],
      },
    ];
  });
}

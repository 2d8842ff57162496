import { isPlaceholder } from '../knowledge/placeholder';
import { isSecretAttribute } from '../masking/secret-attribute';
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

/** Matches values with which providers are tested. */
const testValue = /^(?:test\w*|foo|bar|fake|dummy|none|minio\w*|localstack)$|mock|example|^my[-_]|^\W*$|^(.)\1*$/i;

/** Returns the providers whose configuration contains credentials or URLs of the machine that runs Terraform. */
export function providerSettingsIn(configuration: unknown): readonly ProviderSettings[] {
  return constantsOfProviders(configuration).flatMap(({ provider, constants }): ProviderSettings[] => {
    const texts = constants.filter(({ value }) => value !== '');
    const credentials = texts.filter(({ path }) => isSecretAttribute(path.at(-1) ?? ''));
    const secrets = credentials.filter(({ value }) => !testValue.test(value) && !isPlaceholder(value));
    const urls = texts.map(({ value }) => value).filter((value) => localUrl.test(value));
    if (credentials.length + urls.length === 0) return [];
    return [
      {
        provider,
        secrets: [...new Set(secrets.map(({ path }) => path.join('.')))],
        isTested: credentials.length > secrets.length,
        localUrls: [...new Set(urls)],
      },
    ];
  });
}

import { isEmpty } from '../knowledge/condition';
import { isUtility } from '../knowledge/utilities';
import { secret } from '../masking/mask';
import { isSecretAttribute } from '../masking/secret-attribute';
import { joined, type Phrase, say } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { namedOrCounted } from './named-or-counted';

/** Maximum number of secrets to name. */
const namedAtMost = 3;

/** Matches names of outputs that contain a secret. */
const secretOutput = /(?:^|_)(?:kube_?config(?:_raw)?|client_key|private_key(?:_\w+)?|admin_password)$/i;

/** Names the secrets that others can read: in the code of a provider, in the state, and in the output of Terraform. */
export function readableSecrets(created: readonly Change[], plan: Plan): readonly Phrase[] {
  return [...inProviders(plan), ...inState(created), ...inOutputs(plan)];
}

const inProviders = ({ providerSettings }: Plan): readonly Phrase[] =>
  providerSettings.flatMap(({ provider, secrets, isTested, localUrls }) => {
    const urls = joined(localUrls.slice(0, namedAtMost).map((url) => [{ value: url }]));
    const uses = [
      ...(isTested ? [['has test credentials']] : []),
      ...(localUrls.length > 0 ? [['calls ', ...urls]] : []),
    ];
    return [
      ...(secrets.length === 0
        ? []
        : [
            say`${listed(secrets)} of the provider ${provider} ${[secrets.length === 1 ? 'is' : 'are']} written in the code and in the plan`,
          ]),
      ...(uses.length === 0
        ? []
        : [say`the provider ${provider} ${joined(uses)}, so the plan may not describe a real account`]),
    ];
  });

/** Matches names of attributes whose values are passwords or keys. The value of a secret in a vault is one, too. */
const secretAttribute =
  /^(?!manage_)(?:\w*_)?(?:api_key|password|private_key(?:_pem)?|secret_data|secret_string|token)$/;
const vaultSecret = /_secret(?:_version)?$/;

/** Resource with secrets, and their names: `password`, `the private key in value`. */
interface StoredSecret {
  readonly address: string;
  readonly name: Phrase;
}

function storedIn({ type, address, after, privateKeys }: Change): readonly StoredSecret[] {
  if (isUtility(type)) return [];
  if (/^kubernetes_secret(?:_v1)?$/.test(type))
    return isEmpty(after['data']) ? [] : [{ address, name: say`${'data'}` }];
  return Object.entries(after).flatMap(([name, value]) => {
    const isSecret = value === secret && (secretAttribute.test(name) || (name === 'value' && vaultSecret.test(type)));
    const isKey = privateKeys.some(([first, ...inside]) => first === name && inside.length === 0);
    return isKey
      ? [{ address, name: say`the private key in ${name}` }]
      : isSecret
        ? [{ address, name: say`${name}` }]
        : [];
  });
}

/**
 * Names the private keys and passwords that Terraform stores in its state. Source: Terraform Registry,
 * hashicorp/tls 4; Terraform, "Manage sensitive data"
 */
function inState(created: readonly Change[]): readonly Phrase[] {
  const keys = created.filter(({ type }) => type === 'tls_private_key');
  const stored = created.flatMap(storedIn).map(({ address, name }) => say`${name} of ${address}`);
  const key = keys.length > namedAtMost ? '' : keys.length > 1 ? 'the private keys ' : 'the private key ';
  const names = [...(keys.length === 0 ? [] : [say`${[key]}${namedOrCounted(keys)}`]), ...stored.slice(0, namedAtMost)];
  const more = stored.length - namedAtMost;
  return names.length === 0
    ? []
    : [['readable in the state: ', ...joined([...names, ...(more > 0 ? [[`${more} more`]] : [])])]];
}

function inOutputs({ plainOutputs }: Plan): readonly Phrase[] {
  const names = plainOutputs.filter((name) => secretOutput.test(name) || isSecretAttribute(name));
  return names.length === 0 ? [] : [say`probably a secret, but not marked as sensitive: ${outputsOf(names)}`];
}

const outputsOf = (names: readonly string[]): Phrase =>
  say`${[names.length === 1 ? 'the output ' : 'the outputs ']}${listed(names)}`;

const listed = (names: readonly string[]): Phrase => joined(names.map((name) => say`${name}`));

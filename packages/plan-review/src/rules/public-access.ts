import type { Value, ValueObject } from '@himeshima/terraform-json';
import { appliesToEverySource } from '../knowledge/implicit-source';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Plan } from '../plan/plan';
import { replacementReason } from '../plan/replacement-reason';
import { byType } from '../plan/type-table';
import { changedIn, newIn } from '../renames';
import { ruleOf } from './meaning-kinds';
import { ownersIn } from './policies';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessOneOf, unlessSet, unlessTrue, whereFalse, whereOneOf } from './switches';

const withoutAuthentication = 'can be called without authentication';
const withoutKey = 'can be called without an API key';
const publicNetwork = whereOneOf(['public_network_access_enabled'], [true], 'accepts requests from public networks');
const publicAcl = [
  whereOneOf(['acl'], ['public-read'], 'can be read by anyone'),
  whereOneOf(['acl'], ['public-read-write'], 'can be read and written by anyone'),
  whereOneOf(['acl'], ['authenticated-read'], 'can be read by anyone with an AWS account'),
];
const blocked = [
  ['block_public_acls', 'no longer blocks new public ACLs'],
  ['block_public_policy', 'no longer blocks public bucket policies'],
  ['ignore_public_acls', 'no longer ignores public ACLs'],
  ['restrict_public_buckets', 'no longer restricts access to buckets with a public policy'],
] as const;
const publicAccessBlock = blocked.map(([name, off]) => unlessTrue([name], off));

/**
 * Returns whether a value contains a network with a prefix length of 0 or 1, which covers at least half of the internet.
 */
const isEverywhere = (value: Value | undefined) =>
  /"(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f:]*:[\da-f:.]*)\/0*[01]?"/i.test(JSON.stringify(value ?? null));
const open = 'will be open to the internet';
const openIn = (...path: readonly string[]): Switch => ({ path, isOff: isEverywhere, off: open });

/**
 * Settings, other than policies, that prevent public access. Keys are resource types.
 * Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/azurerm 4, hashicorp/google 7, integrations/github 6; Checkov
 * CKV_AZURE_190, CKV_AZURE_109, CKV_GCP_114, CKV_GCP_20
 */
export const accessSettings = byType<readonly Switch[]>({
  aws_api_gateway_method: [
    whereOneOf(['authorization'], ['NONE'], withoutAuthentication),
    whereFalse(['api_key_required'], withoutKey),
  ],
  aws_apigatewayv2_route: [
    unlessOneOf(['authorization_type'], ['AWS_IAM', 'CUSTOM', 'JWT'], withoutAuthentication),
    whereFalse(['api_key_required'], withoutKey),
  ],
  aws_cognito_identity_pool: [
    whereOneOf(['allow_unauthenticated_identities'], [true], 'issues credentials without authentication'),
  ],
  aws_cognito_user_pool: [
    unlessOneOf(['mfa_configuration'], ['ON'], 'no longer requires a second factor'),
    whereFalse(['admin_create_user_config', 'allow_admin_create_user_only'], 'allows anyone to sign up'),
  ],
  aws_lambda_function_url: [whereOneOf(['authorization_type'], ['NONE'], withoutAuthentication)],
  aws_s3_account_public_access_block: publicAccessBlock,
  aws_s3_bucket: publicAcl,
  aws_s3_bucket_acl: publicAcl,
  aws_s3_bucket_public_access_block: publicAccessBlock,
  aws_security_group: [openIn('ingress')],
  azurerm_key_vault: [
    unlessOneOf(['network_acls', 'default_action'], ['Deny'], 'accepts requests from every network by default'),
    publicNetwork,
  ],
  azurerm_container_registry: [publicNetwork],
  azurerm_cosmosdb_account: [publicNetwork],
  azurerm_mssql_server: [publicNetwork],
  azurerm_postgresql_flexible_server: [publicNetwork],
  azurerm_storage_account: [
    whereOneOf(['allow_nested_items_to_be_public'], [true], 'allows containers to be made public'),
    publicNetwork,
  ],
  azurerm_storage_container: [whereOneOf(['container_access_type'], ['blob', 'container'], 'can be read by anyone')],
  github_repository: [whereOneOf(['visibility'], ['public'], 'is public')],
  google_container_cluster: [
    unlessSet(['master_authorized_networks_config'], 'accepts requests to its control plane from every network'),
  ],
  google_storage_bucket: [unlessOneOf(['public_access_prevention'], ['enforced'], 'no longer prevents public access')],
});

/** Reports new public access blocks that block nothing. */
const blocksNothing = (plan: Plan): readonly Danger[] =>
  newIn(plan)
    .filter(({ type, after }) => isBlock(type) && blocksNothingIn(after))
    .map(({ address }) => ({
      kind: 'weaker protection',
      address,
      what: say`${address} blocks nothing: the bucket can be made public`,
    }));

/** Returns whether a public access block explicitly blocks nothing. */
const blocksNothingIn = (values: ValueObject): boolean => blocked.every(([name]) => values[name] === false);

/** Settings that make a new resource public. Keys are resource types. */
const createdSettingsOf = byType<readonly Switch[]>({
  aws_lambda_function_url: [whereOneOf(['authorization_type'], ['NONE'], withoutAuthentication)],
  aws_s3_bucket: publicAcl,
  aws_s3_bucket_acl: publicAcl,
});

/**
 * Settings of a public access block that cover each other: new public ACLs have no effect while public ACLs are ignored, and a new
 * public policy has no effect while public buckets are restricted.
 */
const covers: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['block_public_acls', ['ignore_public_acls', 'still ignores them']],
  ['block_public_policy', ['restrict_public_buckets', 'still restricts access to such buckets']],
]);

/** Downgrades a danger to weaker protection if another setting of the same public access block covers the disabled setting. */
function stillBlocked(plan: Plan, dangers: readonly Danger[]): readonly Danger[] {
  const changes = new Map(changedIn(plan).map((change) => [change.address, change]));
  return dangers.map((danger): Danger => {
    const { address, attribute = '', what } = danger;
    const change = changes.get(address);
    const [cover = '', still = ''] = change === undefined || !isBlock(change.type) ? [] : (covers.get(attribute) ?? []);
    if (cover === '' || change?.after[cover] !== true) return danger;
    return {
      ...danger,
      kind: 'weaker protection',
      what: [...what, `, but ${still} (`, { code: cover }, ')'],
    };
  });
}

const isBlock = (type: string) =>
  type === 'aws_s3_bucket_public_access_block' || type === 'aws_s3_account_public_access_block';

/** Consequence of deleting a resource that prevents public access. Keys are resource types. */
const consequenceOf = byType<string>({
  aws_s3_account_public_access_block: 'buckets in the account can be made public',
  aws_s3_bucket_public_access_block: 'the bucket can be made public',
});

/** Attributes that contain the networks allowed by a security group rule. */
const groupRulesOf = byType<readonly string[]>({
  aws_security_group_rule: ['cidr_blocks', 'ipv6_cidr_blocks'],
  aws_vpc_security_group_ingress_rule: ['cidr_ipv4', 'cidr_ipv6'],
});

/** Reports rules that open an existing security group to the internet. Ignores egress, which is often open. */
function groupRules(plan: Plan): readonly Danger[] {
  const owners = ownersIn(plan);
  return [...changedIn(plan), ...newIn(plan)].flatMap((change): Danger[] => {
    const { address, type, action, before, after } = change;
    const attributes = groupRulesOf(type) ?? [];
    const opened = attributes.filter((name) => isEverywhere(after[name]) && !isEverywhere(before[name]));
    const group = owners.addressOf(change, { attribute: 'security_group_id', type: 'aws_security_group' });
    const isNew = action === 'create' && owners.actionOf(group ?? '') === 'create';
    if (opened.length === 0 || isNew || after['type'] === 'egress') return [];
    return [{ kind: 'exposure', address, what: say`${address} ${[open]} (${opened.join()})` }];
  });
}

/** Reports firewall rules without a source, which apply to the internet. */
const rulesWithoutSource = (plan: Plan): readonly Danger[] =>
  [...changedIn(plan), ...newIn(plan)]
    .filter((change) => appliesToEverySource(change, 'after') && !appliesToEverySource(change, 'before'))
    .map(({ address }) => {
      const what = say`${address} ${[open]} (${'source_ranges'} is not set)`;
      return { kind: 'exposure', rule: ruleOf('reach'), address, attribute: 'source_ranges', what };
    });

/** Reports resources that become publicly accessible or lose protection against public access. Other rules cover policies. */
export const publicAccess: Rule = (plan) => {
  const owners = ownersIn(plan);
  return [
    ...stillBlocked(plan, switchedOff(plan, 'exposure', accessSettings)),
    ...groupRules(plan),
    ...rulesWithoutSource(plan),
    ...blocksNothing(plan),
    ...newIn(plan).flatMap((change) =>
      (createdSettingsOf(change.type) ?? []).flatMap(({ path: [attribute = ''], isOff, off }): Danger[] => {
        const { address, after } = change;
        const value = after[attribute];
        const what = say`${address} ${[off]} (${attribute}: ${{ value: String(value) }})`;
        return isOff(value) ? [{ kind: 'exposure', address, attribute, what }] : [];
      }),
    ),
    ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
      const { address, action } = change;
      const without = consequenceOf(change.type);
      const bucket = owners.addressOf(change, { attribute: 'bucket', type: 'aws_s3_bucket' });
      if (
        without === undefined ||
        blocksNothingIn(change.before) ||
        (bucket !== undefined && owners.actionOf(bucket) === action)
      )
        return [];
      return [
        action === 'delete'
          ? { kind: 'exposure', address, what: say`${address} is deleted: ${[without]}` }
          : {
              kind: 'weaker protection',
              address,
              what: say`${address} is replaced${replacementReason(change)}: during the replacement, ${[without]}`,
            },
      ];
    }),
  ];
};

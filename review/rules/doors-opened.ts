import type { Value } from '../../lib/terraform';
import { say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import type { Plan } from '../plan/plan';
import { textAt } from '../plan/value-at';
import { changedIn, renamedIn } from '../renames';
import { ownersIn } from './policies';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessOneOf, unlessSet, whereFalse, whereOneOf } from './switches';

const byEverybody = 'may be called by everybody, without a name';
const withoutKey = 'may be called without an API key';
const fromEverywhere = (attribute: string) => whereOneOf([attribute], [true], 'can be reached from everywhere');
const asPublic = whereOneOf(
  ['acl'],
  ['public-read', 'public-read-write', 'authenticated-read'],
  'may be read by everybody, or by everybody with an account at AWS',
);

const isEverywhere = (value: Value | undefined) => /"(?:0\.0\.0\.0\/0|::\/0)"/.test(JSON.stringify(value ?? null));
const letsIn = 'lets in whoever comes';
const whoeverComes = (attribute: string): Switch => ({ path: [attribute], isOff: isEverywhere, off: letsIn });

/** What keeps others out without a policy, and what comes of it where it is open. Terraform Registry, hashicorp/aws 6.25 */
const doorsOf = byType<readonly Switch[]>({
  aws_api_gateway_method: [
    whereOneOf(['authorization'], ['NONE'], byEverybody),
    whereFalse(['api_key_required'], withoutKey),
  ],
  aws_apigatewayv2_route: [
    unlessOneOf(['authorization_type'], ['AWS_IAM', 'CUSTOM', 'JWT'], byEverybody),
    whereFalse(['api_key_required'], withoutKey),
  ],
  aws_cognito_identity_pool: [
    whereOneOf(['allow_unauthenticated_identities'], [true], 'gives credentials to whoever asks, without a name'),
  ],
  aws_cognito_user_pool: [
    unlessOneOf(['mfa_configuration'], ['ON'], 'lets people in without a second factor'),
    whereFalse(['admin_create_user_config', 'allow_admin_create_user_only'], 'lets everybody sign up'),
  ],
  aws_db_instance: [fromEverywhere('publicly_accessible')],
  aws_lambda_function_url: [whereOneOf(['authorization_type'], ['NONE'], byEverybody)],
  aws_mq_broker: [fromEverywhere('publicly_accessible')],
  aws_rds_cluster_instance: [fromEverywhere('publicly_accessible')],
  aws_redshift_cluster: [fromEverywhere('publicly_accessible')],
  aws_s3_bucket: [asPublic],
  aws_s3_bucket_acl: [asPublic],
  aws_security_group: [whoeverComes('ingress')],
  google_compute_firewall: [whoeverComes('source_ranges')],
});

/** A rule of a security group that is there: by which attributes it says who comes in. */
const groupRulesOf = byType<readonly string[]>({
  aws_security_group_rule: ['cidr_blocks', 'ipv6_cidr_blocks'],
  aws_vpc_security_group_ingress_rule: ['cidr_ipv4', 'cidr_ipv6'],
});

/** Also one that comes to a group that is there; who goes out is let out everywhere as a rule. */
function groupRules(plan: Plan): readonly Danger[] {
  const owners = ownersIn(plan);
  const renamed = new Set(renamedIn(plan).map(({ come }) => come));
  const come = changesOf(plan, 'create').filter((change) => !renamed.has(change));
  return [...changedIn(plan), ...come].flatMap((change): Danger[] => {
    const { address, type, action, before, after } = change;
    const attributes = groupRulesOf(type) ?? [];
    const opened = attributes.filter((name) => isEverywhere(after[name]) && !isEverywhere(before[name]));
    const group = owners.addressOf(change, { attribute: 'security_group_id', type: 'aws_security_group' });
    const isNew = action === 'create' && owners.actionOf(group ?? '') === 'create';
    if (opened.length === 0 || isNew || after['type'] === 'egress') return [];
    return [{ kind: 'more rights', address, what: say`${address} ${[letsIn]} (${opened.join()})` }];
  });
}

/** What bounds what somebody may be allowed at all. */
const boundsOf = byType<readonly Switch[]>({
  aws_iam_role: [unlessSet(['permissions_boundary'], 'has no permissions boundary any more')],
  aws_iam_user: [unlessSet(['permissions_boundary'], 'has no permissions boundary any more')],
});

/** A door that a policy does not tell of is open from now on. */
export const doorsOpened: Rule = (plan) => [
  ...switchedOff(plan, 'more rights', doorsOf),
  ...switchedOff(plan, 'more rights', boundsOf),
  ...groupRules(plan),
  ...changedIn(plan).flatMap((change): Danger[] => {
    const [was, is] = [change.before, change.after].map((values) => textAt(values, ['permissions_boundary']));
    if (boundsOf(change.type) === undefined || was === undefined || is === undefined || was === is) return [];
    return [
      {
        kind: 'more rights',
        address: change.address,
        what: say`${change.address} is bounded by ${is} instead of ${was}`,
      },
    ];
  }),
  ...changesOf(plan, 'create').flatMap((change): Danger[] => {
    if (change.type !== 'aws_lambda_function_url' || change.after['authorization_type'] !== 'NONE') return [];
    return [{ kind: 'more rights', address: change.address, what: say`${change.address} ${[byEverybody]}` }];
  }),
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    if (change.type !== 'aws_ssoadmin_permissions_boundary_attachment') return [];
    const who = textAt(change.before, ['permission_set_arn']) ?? change.address;
    return [{ kind: 'more rights', address: change.address, what: say`${who} has no permissions boundary any more` }];
  }),
];

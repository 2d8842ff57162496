import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parsePolicy } from '@himeshima/aws-policy';
import { sqlVersions } from '@himeshima/iot';
import { z } from 'zod';
import { parseCertificate } from '../certificates/certificate-checks';
import {
  certificateId,
  claimFiles,
  deviceCertificate,
  deviceFiles,
  storedKeys,
} from '../certificates/device-certificates';
import { readIfThere, writePrivate } from '../certificates/private-files';
import { block, resourceType } from '../resource-type';
import { parseTemplate } from './provisioning/template-body';
import { attributeLimitFault, policyLimitFault, policySizeFault } from './registry/account-limits';
import { authorizerFault, authorizersOf } from './registry/authorizers';
import { billingGroupsOf } from './registry/billing-groups';
import { caCertificatesOf } from './registry/ca-certificates';
import { domainConfigurationsOf } from './registry/domain-configurations';
import { parsePolicyTarget, policyTargetPattern } from './registry/policy-target';
import { provisioningTemplatesOf } from './registry/provisioning-templates';
import { defaultDurationSeconds, roleAliasesOf } from './registry/role-aliases';
import { apiRulesOf } from './rules/api-rules';
import { ActionBlocks, actionBlocks, actionsOf } from './rules/terraform-actions';
import { unsupportedActions } from './rules/unsupported-actions';

/**
 * Returns the name under which the certificate for a signing request or an address is stored,
 * so that the certificate is found after a restart.
 */
const requestName = (csrOrAddress: string) => createHash('sha256').update(csrOrAddress).digest('hex').slice(0, 16);

const labelOf = (address: string) => address.split('.').at(-1) ?? address;

const iotArn = (place: { region: string; account: string }, rest: string) =>
  `arn:aws:iot:${place.region}:${place.account}:${rest}`;

export const iotResources = {
  aws_iot_thing_type: resourceType({
    runs: 'stored in the registry',
    attributes: {
      name: z.string(),
      properties: block(
        z.object({ description: z.string().optional(), searchable_attributes: z.array(z.string()).default([]) }),
      ).optional(),
      deprecated: z.literal(false, 'deprecated types are not supported locally').optional(),
    },
    create({ attributes }, { registry, place }) {
      const { description, searchable_attributes: searchableAttributes = [] } = attributes.properties ?? {};
      registry.addThingType(attributes.name, { description, searchableAttributes });
      return { id: attributes.name, name: attributes.name, arn: iotArn(place, `thingtype/${attributes.name}`) };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { registry }) => registry.removeThingType(attributes.name),
  }),
  aws_iot_billing_group: resourceType({
    runs: 'stored in the registry',
    attributes: {
      name: z.string(),
      properties: block(z.object({ description: z.string().optional() })).optional(),
    },
    create({ attributes: { name, properties } }, parts) {
      const groups = billingGroupsOf(parts);
      const known = groups.find(name);
      const isSame = known !== undefined && known.description === properties?.description;
      const { version } = isSame ? known : groups.set(name, properties?.description);
      return { id: name, name, arn: iotArn(parts.place, `billinggroup/${name}`), version };
    },
    updatesInPlace: true,
    remove: ({ attributes }, parts) => billingGroupsOf(parts).remove(attributes.name),
  }),
  aws_iot_domain_configuration: resourceType({
    runs: 'the broker accepts the domain name in TLS (SNI), with a certificate of the local certificate authority; custom authorizers',
    notSimulated: {
      tls_config: 'security policies',
      authentication_type: 'authentication types',
      application_protocol: 'application protocols',
      validation_certificate_arn: 'validation of the domain',
    },
    attributes: {
      name: z.string(),
      domain_name: z.string().optional(),
      server_certificate_arns: z.array(z.string()).default([]),
      service_type: z.enum(['DATA', 'CREDENTIAL_PROVIDER']).default('DATA'),
      status: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      authorizer_config: block(
        z.object({
          default_authorizer_name: z.string().optional(),
          allow_authorizer_override: z.boolean().default(false),
        }),
      ).optional(),
    },
    create({ attributes }, parts) {
      const { name, domain_name: custom, service_type: serviceType, authorizer_config: config } = attributes;
      const configurations = domainConfigurationsOf(parts);
      const arn = iotArn(parts.place, `domainconfiguration/${name}`);
      const isEnabled = attributes.status === 'ENABLED';
      const known = configurations.find(name);
      configurations.set({
        name,
        arn,
        domainName: (custom ?? `${requestName(name)}-ats.iot.${parts.place.region}.amazonaws.com`).toLowerCase(),
        type: custom === undefined ? 'AWS_MANAGED' : 'CUSTOMER_MANAGED',
        serviceType,
        serverCertificateArns: attributes.server_certificate_arns,
        authorizer: config && {
          defaultName: config.default_authorizer_name,
          isOverridable: config.allow_authorizer_override,
        },
        isEnabled,
        changedAt: known?.isEnabled === isEnabled ? known.changedAt : Math.floor(parts.clock.now()),
      });
      return { id: name, arn, domain_type: custom === undefined ? 'AWS_MANAGED' : 'CUSTOMER_MANAGED' };
    },
    updatesInPlace: true,
    remove: ({ attributes }, parts) => domainConfigurationsOf(parts).remove(attributes.name),
  }),
  aws_iot_thing_group: resourceType({
    runs: 'stored in the registry',
    attributes: {
      name: z.string(),
      parent_group_name: z.string().optional(),
      properties: block(
        z.object({
          description: z.string().optional(),
          attribute_payload: block(z.object({ attributes: z.record(z.string(), z.string()).default({}) })).optional(),
        }),
      ).optional(),
    },
    create({ attributes }, { registry, place }) {
      const { description, attribute_payload: payload } = attributes.properties ?? {};
      registry.addGroup(attributes.name, {
        parent: attributes.parent_group_name,
        description,
        attributes: payload?.attributes ?? {},
      });
      return { id: attributes.name, name: attributes.name, arn: iotArn(place, `thinggroup/${attributes.name}`) };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { registry }) => registry.removeGroup(attributes.name),
  }),
  aws_iot_thing: resourceType({
    runs: 'stored in the registry',
    keepsData: true,
    attributes: {
      name: z.string(),
      thing_type_name: z.string().optional(),
      attributes: z.record(z.string(), z.string()).default({}),
    },
    create({ attributes }, { registry, place }) {
      const thing = { type: attributes.thing_type_name, attributes: attributes.attributes };
      const fault = attributeLimitFault(thing);
      if (fault !== undefined) throw new Error(`attributes: ${fault}`);
      registry.addThing(attributes.name, thing);
      return { id: attributes.name, name: attributes.name, arn: iotArn(place, `thing/${attributes.name}`) };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { registry }) => registry.removeThing(attributes.name),
  }),
  aws_iot_thing_group_membership: resourceType({
    runs: 'stored in the registry',
    attributes: {
      thing_name: z.string(),
      thing_group_name: z.string(),
      override_dynamic_group: z.boolean().optional(),
    },
    create({ attributes }, { registry }) {
      registry.addToGroup(attributes.thing_name, attributes.thing_group_name);
      return { id: `${attributes.thing_group_name}/${attributes.thing_name}` };
    },
    remove: ({ attributes }, { registry }) =>
      registry.removeFromGroup(attributes.thing_name, attributes.thing_group_name),
  }),
  aws_iot_certificate: resourceType({
    runs: 'issued by the local certificate authority, for the signing request or with new keys; a certificate_pem is registered',
    keepsData: true,
    sensitive: ['private_key'],
    attributes: {
      csr: z.string().optional(),
      certificate_pem: z.string().optional(),
      ca_pem: z.string().optional(),
      active: z.boolean(),
    },
    async create({ address, attributes }, { authority, registry, place }) {
      const status = attributes.active ? 'ACTIVE' : 'INACTIVE';
      const { csr, certificate_pem: given, ca_pem: authorityPem } = attributes;
      if (csr === undefined) {
        const keys =
          given === undefined
            ? await storedKeys(authority, join(place.directory, 'certificates', requestName(address)))
            : undefined;
        const pem = given ?? keys?.certificatePem ?? '';
        if (parseCertificate(pem) === undefined) throw new Error('certificate_pem: expected a certificate in PEM');
        const id = certificateId(pem);
        const arn = iotArn(place, `cert/${id}`);
        const mode = given !== undefined && authorityPem === undefined ? 'SNI_ONLY' : 'DEFAULT';
        registry.addCertificate({ id, arn, pem, status, mode });
        return {
          id,
          arn,
          certificate_pem: pem,
          ...(keys && { public_key: keys.publicKeyPem, private_key: keys.privateKeyPem }),
        };
      }
      const file = join(place.directory, 'certificates', `${requestName(csr)}.pem`);
      const known = readIfThere(file);
      const pem = await deviceCertificate(authority, csr, known);
      if (pem !== known) writePrivate(file, pem);
      const id = certificateId(pem);
      const arn = iotArn(place, `cert/${id}`);
      registry.addCertificate({ id, arn, pem, status });
      const claim = claimFiles(place.directory, labelOf(address));
      if (readIfThere(claim.csr) === csr) writePrivate(claim.certificate, pem);
      return { id, arn, certificate_pem: pem };
    },
    updatesInPlace: true,
  }),
  aws_iot_ca_certificate: resourceType({
    runs: 'stored in the registry; registers and provisions devices that connect for the first time. The verification certificate is not checked',
    attributes: {
      ca_certificate_pem: z.string(),
      active: z.boolean(),
      allow_auto_registration: z.boolean(),
      certificate_mode: z.enum(['DEFAULT', 'SNI_ONLY']).default('DEFAULT'),
      verification_certificate_pem: z.string().optional(),
      registration_config: block(
        z.object({
          role_arn: z.string().optional(),
          template_body: z.string().optional(),
          template_name: z.string().optional(),
        }),
      ).optional(),
    },
    create({ attributes }, parts) {
      const { ca_certificate_pem: pem, certificate_mode: mode, registration_config: config } = attributes;
      if (parseCertificate(pem)?.ca !== true)
        throw new Error('ca_certificate_pem: expected the certificate of a CA in PEM');
      if (config?.template_body !== undefined) parseTemplate(config.template_body);
      const id = certificateId(pem);
      const arn = iotArn(parts.place, `cacert/${id}`);
      const authorities = caCertificatesOf(parts);
      const modifiedAt = Math.floor(parts.clock.now());
      authorities.set({
        id,
        arn,
        pem,
        mode,
        status: attributes.active ? 'ACTIVE' : 'INACTIVE',
        autoRegistration: attributes.allow_auto_registration,
        registration: config && {
          roleArn: config.role_arn,
          templateBody: config.template_body,
          templateName: config.template_name,
        },
        createdAt: authorities.find(id)?.createdAt ?? modifiedAt,
        modifiedAt,
      });
      return { id, arn, customer_version: 1 };
    },
    updatesInPlace: (before, after) => before['ca_certificate_pem'] === after['ca_certificate_pem'],
    remove: ({ attributes }, parts) => caCertificatesOf(parts).remove(certificateId(attributes.ca_certificate_pem)),
  }),
  aws_iot_policy: resourceType({
    runs: 'a policy that is evaluated for every connect, publish, subscribe and delivery',
    attributes: { name: z.string(), policy: z.string() },
    create({ attributes }, { registry, place }) {
      const fault = policySizeFault(attributes.policy);
      if (fault !== undefined) throw new Error(`policy: ${fault}`);
      parsePolicy(attributes.policy);
      registry.addPolicy(attributes.name, attributes.policy);
      return {
        id: attributes.name,
        name: attributes.name,
        policy: attributes.policy,
        arn: iotArn(place, `policy/${attributes.name}`),
      };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { registry }) => registry.removePolicy(attributes.name),
  }),
  aws_iot_policy_attachment: resourceType({
    runs: 'attaches policies to certificates and thing groups',
    keepsData: true,
    attributes: {
      policy: z.string(),
      target: z.string().regex(policyTargetPattern, 'expected the ARN of a certificate or a thing group'),
    },
    create({ attributes }, { authorizer, registry }) {
      const document = registry.policy(attributes.policy);
      if (document === undefined) throw new Error(`policy: unknown IoT policy ${attributes.policy}`);
      const target = parsePolicyTarget(attributes.target) ?? '';
      const { policy } = attributes;
      const fault = policyLimitFault(target, { attached: authorizer.iotPoliciesOf(target), policy });
      if (fault !== undefined) throw new Error(`target: ${fault}`);
      authorizer.attachIotPolicy(target, { name: attributes.policy, document: parsePolicy(document) });
      return { id: `${attributes.policy}|${attributes.target}` };
    },
    remove: ({ attributes }, { authorizer }) =>
      authorizer.detachIotPolicy(parsePolicyTarget(attributes.target) ?? '', attributes.policy),
  }),
  aws_iot_role_alias: resourceType({
    runs: "the credentials provider exchanges a device's certificate for credentials of the role",
    attributes: {
      alias: z.string(),
      role_arn: z.string(),
      credential_duration: z.number().default(defaultDurationSeconds),
    },
    create({ attributes }, parts) {
      const { alias: name, role_arn: roleArn, credential_duration: durationSeconds } = attributes;
      const arn = iotArn(parts.place, `rolealias/${name}`);
      const aliases = roleAliasesOf(parts);
      const modifiedAt = Math.floor(parts.clock.now());
      const createdAt = aliases.find(name)?.createdAt ?? modifiedAt;
      aliases.set({ name, arn, roleArn, durationSeconds, createdAt, modifiedAt });
      return { id: name, arn };
    },
    updatesInPlace: true,
    remove: ({ attributes }, parts) => roleAliasesOf(parts).remove(attributes.alias),
  }),
  aws_iot_authorizer: resourceType({
    runs: 'authenticates devices without a certificate, over MQTT, WebSocket and HTTPS, with its function and token signatures',
    attributes: {
      name: z.string(),
      authorizer_function_arn: z.string(),
      enable_caching_for_http: z.boolean().default(false),
      signing_disabled: z.boolean().default(false),
      status: z.enum(['ACTIVE', 'INACTIVE']).default('ACTIVE'),
      token_key_name: z.string().optional(),
      token_signing_public_keys: z.record(z.string(), z.string()).default({}),
    },
    create({ attributes }, parts) {
      const arn = iotArn(parts.place, `authorizer/${attributes.name}`);
      const authorizers = authorizersOf(parts);
      const modifiedAt = Math.floor(parts.clock.now());
      const authorizer = {
        name: attributes.name,
        arn,
        functionArn: attributes.authorizer_function_arn,
        tokenKeyName: attributes.token_key_name,
        publicKeys: attributes.token_signing_public_keys,
        isSigningDisabled: attributes.signing_disabled,
        isActive: attributes.status === 'ACTIVE',
        cachesHttp: attributes.enable_caching_for_http,
        createdAt: authorizers.find(attributes.name)?.createdAt ?? modifiedAt,
        modifiedAt,
      };
      const fault = authorizerFault(authorizer);
      if (fault !== undefined) throw new Error(fault);
      authorizers.set(authorizer);
      return { id: attributes.name, arn };
    },
    updatesInPlace: true,
    remove: ({ attributes }, parts) => authorizersOf(parts).remove(attributes.name),
  }),
  aws_iot_thing_principal_attachment: resourceType({
    runs: 'stored in the registry; the certificate is written next to the device key',
    attributes: {
      thing: z.string(),
      principal: z.string(),
      thing_principal_type: z.enum(['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING']).optional(),
    },
    create({ attributes }, { registry, place }) {
      const isExclusive = attributes.thing_principal_type === 'EXCLUSIVE_THING';
      registry.attachThing(attributes.thing, attributes.principal, isExclusive);
      const certificate = registry.certificate(attributes.principal.split('/').at(-1) ?? '');
      if (certificate !== undefined) {
        writePrivate(deviceFiles(place.directory, attributes.thing).certificate, certificate.pem);
      }
      return { id: `${attributes.thing}|${attributes.principal}` };
    },
    remove: ({ attributes }, { registry }) =>
      registry.detachThing(attributes.thing, attributes.principal.split('/').at(-1) ?? ''),
  }),
  aws_iot_provisioning_template: resourceType({
    runs: "fleet provisioning over MQTT with JSON or CBOR payloads, and just-in-time provisioning, using the template's role and pre-provisioning hook",
    attributes: {
      name: z
        .string()
        .regex(/^[0-9A-Za-z_-]{1,36}$/, 'invalid template name: expected 1 to 36 letters, digits, _ or -'),
      description: z.string().optional(),
      enabled: z.boolean().default(false),
      type: z.enum(['FLEET_PROVISIONING', 'JITP']).default('FLEET_PROVISIONING'),
      provisioning_role_arn: z.string(),
      template_body: z.string(),
      pre_provisioning_hook: block(
        z.object({ target_arn: z.string(), payload_version: z.literal('2020-04-01').optional() }),
      ).optional(),
    },
    create({ attributes }, parts) {
      const arn = iotArn(parts.place, `provisioningtemplate/${attributes.name}`);
      parseTemplate(attributes.template_body);
      const { defaultVersion } = provisioningTemplatesOf(parts).declare({
        name: attributes.name,
        arn,
        type: attributes.type,
        description: attributes.description,
        isEnabled: attributes.enabled,
        roleArn: attributes.provisioning_role_arn,
        body: attributes.template_body,
        hook: attributes.pre_provisioning_hook?.target_arn,
      });
      return { id: attributes.name, name: attributes.name, arn, default_version_id: defaultVersion };
    },
    updatesInPlace: true,
    remove: ({ attributes }, parts) => provisioningTemplatesOf(parts).remove(attributes.name),
  }),
  aws_iot_topic_rule: resourceType({
    runs: `evaluates SQL with @himeshima/iot; \`aws_lambda\` and \`get_thing_shadow\` are the only supported functions that call other services. Actions: ${actionBlocks.join(', ')}. As in AWS, \`http\` sends only to endpoints that have confirmed the request that they receive at startup`,
    unsupported: (attributes) => unsupportedActions(attributes, actionBlocks),
    attributes: {
      name: z.string(),
      description: z.string().optional(),
      sql: z.string(),
      sql_version: z.enum(sqlVersions),
      enabled: z.boolean(),
      ...ActionBlocks,
      error_action: block(z.object(ActionBlocks)).optional(),
    },
    create({ attributes }, parts) {
      const { name, description, sql, sql_version: version, enabled, error_action: errorAction } = attributes;
      const arn = iotArn(parts.place, `rule/${name}`);
      const [onError] = actionsOf(errorAction ?? {});
      apiRulesOf(parts).forget(name);
      parts.rules.declare({
        name,
        arn,
        description,
        sql,
        version,
        enabled,
        actions: actionsOf(attributes),
        errorAction: onError,
      });
      return { id: name, name, arn };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { rules }) => rules.remove(attributes.name),
  }),
} as const;

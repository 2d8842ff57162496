import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { managedDomainDeletionDelayMs } from '../quotas';
import { authorizersOf } from '../registry/authorizers';
import {
  type DomainAuthorizer,
  type DomainConfiguration,
  domainConfigurationsOf,
} from '../registry/domain-configurations';
import { AuthorizerName } from './authorizers-api';
import {
  arns,
  type ControlParts,
  invalidRequest,
  notFound,
  operation,
  pattern,
  rejectUnsupported,
  timestampOf,
} from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';

const DomainName = pattern('[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+', 'i').max(253);
const ConfigurationName = z.object({ domainConfigurationName: pattern('[\\w.-]+').max(128) });

/** Request members that the local runtime does not support. */
const unsupported = {
  tlsConfig: z.unknown().optional(),
  serverCertificateConfig: z.unknown().optional(),
  authenticationType: z.unknown().optional(),
  applicationProtocol: z.unknown().optional(),
  clientCertificateConfig: z.unknown().optional(),
} as const;

const AuthorizerConfig = z.object({
  defaultAuthorizerName: AuthorizerName.optional(),
  allowAuthorizerOverride: z.boolean().default(false),
});

const NewConfiguration = ConfigurationName.extend({
  ...unsupported,
  authorizerConfig: AuthorizerConfig.optional(),
  domainName: DomainName.optional(),
  serverCertificateArns: z.array(z.string().max(2048)).max(1).default([]),
  validationCertificateArn: z.string().optional(),
  serviceType: z.enum(['DATA', 'CREDENTIAL_PROVIDER', 'JOBS']).default('DATA'),
  tags: Tags,
});
const ChangedConfiguration = ConfigurationName.extend({
  ...unsupported,
  authorizerConfig: AuthorizerConfig.optional(),
  domainConfigurationStatus: z.enum(['ENABLED', 'DISABLED']).optional(),
  removeAuthorizerConfig: z.boolean().default(false),
});

function rejectUnsupportedMembers(name: string, input: Readonly<Record<string, unknown>>): void {
  for (const member of Object.keys(unsupported)) rejectUnsupported(name, member, input[member]);
}

/** Returns the routes for domain configurations. Source: AWS IoT developer guide, "iot-custom-endpoints-managing". */
export function domainConfigurationRoutes(parts: ControlParts): Route[] {
  const { clock, place } = parts;
  const configurations = domainConfigurationsOf(parts);
  const tags = tagsOf(parts);
  const now = () => Math.floor(clock.now());
  const find = (name: string): DomainConfiguration => {
    const found = configurations.find(name);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', 'The specified resource does not exist.', 404);
    return found;
  };
  /** Returns the authorizer in a request. Throws an AwsError if the authorizer does not exist. */
  const authorizerIn = (config: z.infer<typeof AuthorizerConfig> | undefined): DomainAuthorizer | undefined => {
    if (config === undefined) return undefined;
    const { defaultAuthorizerName: defaultName, allowAuthorizerOverride: isOverridable } = config;
    if (defaultName !== undefined && authorizersOf(parts).find(defaultName) === undefined)
      throw notFound(`Authorizer ${defaultName}`);
    return { defaultName, isOverridable };
  };
  const path = '/domainConfigurations/{domainConfigurationName}' as const;
  return [
    operation('CreateDomainConfiguration', `POST ${path}`, NewConfiguration, (input) => {
      const { domainConfigurationName: name, domainName, serverCertificateArns, serviceType } = input;
      rejectUnsupportedMembers('CreateDomainConfiguration', input);
      if (serviceType === 'JOBS')
        throw new AwsError('NotImplemented', 'iot.CreateDomainConfiguration for JOBS is not supported locally', 501);
      rejectInvalidTags(input.tags);
      if ((domainName === undefined) !== (serverCertificateArns.length === 0))
        throw invalidRequest(
          'A custom domain requires exactly one server certificate, and an AWS-managed domain must have none',
        );
      const known = configurations.find(name);
      if (known !== undefined)
        throw new AwsError(
          'ResourceAlreadyExistsException',
          'Domain configuration with given name already exists.',
          409,
          {
            resourceId: name,
            resourceArn: known.arn,
          },
        );
      const id = randomBytes(3).toString('hex').slice(0, 5);
      const arn = arns(parts)(`domainconfiguration/${name}/${id}`);
      configurations.set({
        name,
        arn,
        domainName: (
          domainName ?? `${randomBytes(7).toString('hex')}-ats.iot.${place.region}.amazonaws.com`
        ).toLowerCase(),
        type: domainName === undefined ? 'AWS_MANAGED' : 'CUSTOMER_MANAGED',
        serviceType,
        serverCertificateArns,
        authorizer: authorizerIn(input.authorizerConfig),
        isEnabled: true,
        changedAt: now(),
      });
      tags.add(arn, input.tags);
      return { domainConfigurationName: name, domainConfigurationArn: arn };
    }),
    operation('DescribeDomainConfiguration', `GET ${path}`, ConfigurationName, ({ domainConfigurationName }) => {
      const { name, arn, domainName, type, serviceType, serverCertificateArns, ...found } =
        find(domainConfigurationName);
      return {
        domainConfigurationName: name,
        domainConfigurationArn: arn,
        domainName,
        domainType: type,
        serviceType,
        serverCertificates: serverCertificateArns.map((serverCertificateArn) => ({
          serverCertificateArn,
          serverCertificateStatus: 'VALID',
        })),
        domainConfigurationStatus: found.isEnabled ? 'ENABLED' : 'DISABLED',
        lastStatusChangeDate: timestampOf(found.changedAt),
        ...(found.authorizer && {
          authorizerConfig: {
            defaultAuthorizerName: found.authorizer.defaultName,
            allowAuthorizerOverride: found.authorizer.isOverridable,
          },
        }),
      };
    }),
    operation(
      'ListDomainConfigurations',
      'GET /domainConfigurations',
      z.object({ serviceType: z.string().optional() }),
      ({ serviceType }, { query }) => {
        const found = configurations
          .all()
          .filter((one) => serviceType === undefined || one.serviceType === serviceType);
        const { page, more } = pageOf(found, {
          query,
          size: ['pageSize', 250],
          token: ['marker', 'nextMarker'],
          nameOf: ({ name }) => name,
        });
        const domainConfigurations = page.map(({ name, arn, serviceType: type }) => ({
          domainConfigurationName: name,
          domainConfigurationArn: arn,
          serviceType: type,
        }));
        return { domainConfigurations, ...more };
      },
    ),
    operation('UpdateDomainConfiguration', `PUT ${path}`, ChangedConfiguration, (input) => {
      const found = find(input.domainConfigurationName);
      rejectUnsupportedMembers('UpdateDomainConfiguration', input);
      const { domainConfigurationStatus: status } = input;
      const isEnabled = status === undefined ? found.isEnabled : status === 'ENABLED';
      const { authorizerConfig, removeAuthorizerConfig } = input;
      const authorizer = authorizerConfig === undefined ? found.authorizer : authorizerIn(authorizerConfig);
      configurations.set({
        ...found,
        isEnabled,
        authorizer: removeAuthorizerConfig ? undefined : authorizer,
        changedAt: isEnabled === found.isEnabled ? found.changedAt : now(),
      });
      return { domainConfigurationName: found.name, domainConfigurationArn: found.arn };
    }),
    operation('DeleteDomainConfiguration', `DELETE ${path}`, ConfigurationName, ({ domainConfigurationName }) => {
      const { name, arn, type, isEnabled, changedAt } = find(domainConfigurationName);
      if (isEnabled) throw invalidRequest(`Domain configuration ${name} must be DISABLED before it is deleted`);
      if (type === 'AWS_MANAGED' && now() < changedAt + managedDomainDeletionDelayMs)
        throw invalidRequest(`The AWS-managed domain ${name} must be DISABLED for 7 days before it is deleted`);
      configurations.remove(name);
      tags.forget(arn);
      return undefined;
    }),
  ];
}

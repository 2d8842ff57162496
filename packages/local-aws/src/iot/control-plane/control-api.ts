import { restApi } from '../../gateway/json-api';
import { AwsError, type ServiceApi } from '../../gateway/service-api';
import { iotNames } from '../operation-names';
import { auditRoutes } from './audit-api';
import { authorizerRoutes } from './authorizers-api';
import { billingGroupRoutes } from './billing-groups-api';
import { caCertificateRoutes } from './ca-certificates-api';
import { certificateRoutes } from './certificates-api';
import { type ControlParts, jsonResponse } from './control-input';
import { domainConfigurationRoutes } from './domain-configurations-api';
import { effectivePolicyRoutes } from './effective-policies-api';
import { groupMemberRoutes } from './group-members-api';
import { indexingConfigurationRoutes } from './indexing-configuration-api';
import { policyRoutes } from './policies-api';
import { policyAttachmentRoutes } from './policy-attachments-api';
import { provisioningTemplateRoutes } from './provisioning-templates-api';
import { registerThingRoutes } from './register-thing-api';
import { roleAliasRoutes } from './role-aliases-api';
import { ruleDestinationRoutes } from './rule-destinations-api';
import { searchRoutes } from './search-api';
import { tagRoutes } from './tags-api';
import { thingGroupRoutes } from './thing-groups-api';
import { thingPrincipalRoutes } from './thing-principals-api';
import { thingTypeRoutes } from './thing-types-api';
import { thingRoutes } from './things-api';
import { topicRuleRoutes } from './topic-rules-api';

/** Creates AWS IoT's control plane API, with the operations that functions and device tools need. */
export function iotApi(parts: ControlParts): ServiceApi {
  return restApi(
    'iot',
    [
      {
        name: 'DescribeEndpoint',
        method: 'GET',
        path: '/endpoint',
        run: (_, { query }) => endpointOf(query.get('endpointType') ?? 'iot:Data', parts),
      },
      ...thingRoutes(parts),
      ...thingTypeRoutes(parts),
      ...thingGroupRoutes(parts),
      ...groupMemberRoutes(parts),
      ...billingGroupRoutes(parts),
      ...tagRoutes(parts),
      ...certificateRoutes(parts),
      ...caCertificateRoutes(parts),
      ...thingPrincipalRoutes(parts),
      ...policyRoutes(parts),
      ...policyAttachmentRoutes(parts),
      ...effectivePolicyRoutes(parts),
      ...roleAliasRoutes(parts),
      ...authorizerRoutes(parts),
      ...domainConfigurationRoutes(parts),
      ...provisioningTemplateRoutes(parts),
      ...registerThingRoutes(parts),
      ...topicRuleRoutes(parts),
      ...ruleDestinationRoutes(parts),
      ...searchRoutes(parts),
      ...indexingConfigurationRoutes(parts),
      ...auditRoutes(parts),
    ],
    iotNames,
  );
}

/**
 * Endpoint types, and whether the local runtime supports the service behind each type. Source: API reference,
 * "DescribeEndpoint".
 */
const endpoints: Readonly<Record<string, 'supported' | 'unsupported'>> = {
  'iot:Data': 'supported',
  'iot:Data-ATS': 'supported',
  'iot:Data-Beta': 'unsupported',
  'iot:CredentialProvider': 'supported',
  'iot:Jobs': 'unsupported',
};

/**
 * Returns the address of an endpoint. Throws an AwsError if the type is unknown or not supported by the local runtime.
 */
function endpointOf(type: string, { broker }: Pick<ControlParts, 'broker'>) {
  const known = Object.hasOwn(endpoints, type) ? endpoints[type] : undefined;
  if (known === undefined) throw new AwsError('InvalidRequestException', `Invalid endpoint type ${type}`);
  if (known === 'unsupported')
    throw new AwsError('NotImplemented', `iot.DescribeEndpoint for ${type} is not supported locally`, 501);
  return jsonResponse({ endpointAddress: `localhost:${broker.port}` });
}

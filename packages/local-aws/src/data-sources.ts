import type { DataSources } from './service';

/**
 * Data sources that describe the account and region of a stack. They are evaluated locally even if a plan
 * contains their results.
 */
export const accountDataSources: DataSources = {
  aws_caller_identity: ({ place }) => ({
    id: place.account,
    account_id: place.account,
    arn: `arn:aws:iam::${place.account}:user/local`,
    user_id: 'local',
  }),
  aws_region: ({ place }) => ({ id: place.region, name: place.region, region: place.region }),
  // the address contains no port, because ports can differ at each start
  aws_iot_endpoint: () => ({ endpoint_address: '127.0.0.1' }),
  aws_partition: () => ({
    id: 'aws',
    partition: 'aws',
    dns_suffix: 'amazonaws.com',
    reverse_dns_prefix: 'com.amazonaws',
  }),
  aws_availability_zones: ({ place }) => {
    const zones = ['a', 'b', 'c'];
    const ids = zones.map((_, index) => `${place.region}-az${index + 1}`);
    return { id: place.region, names: zones.map((zone) => `${place.region}${zone}`), zone_ids: ids };
  },
  aws_default_tags: () => ({ id: 'aws', tags: {} }),
  aws_service_principal: ({ place }, { service_name: service = '', region = place.region }) => ({
    id: `${service}.${region}.amazonaws.com`,
    name: `${service}.amazonaws.com`,
    region,
    suffix: 'amazonaws.com',
  }),
};

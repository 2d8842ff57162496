import type { ServiceRows } from '../service';

export const apigateway: ServiceRows = {
  namespace: 'aws.apigateway',
  cloudWatch: 'AWS/ApiGateway',
  tags: ['apiid', 'apiname', 'stage', 'method', 'resource'],
  source: 'Datadog, integration page of Amazon API Gateway (Korean edition), read 2026-11-24',
  rows: {
    'count operation': `
      4xx 4xxerror 5xx 5xxerror cache_hit_count cache_miss_count client_error+sum connect_count+sum count
      execution_error+sum integration_error+sum message_count+sum`,
    'gauge millisecond': `
      integration_latency+maximum+minimum+p90+p95+p99 latency+maximum+minimum+p50+p75+p90+p95+p99`,
  },
};

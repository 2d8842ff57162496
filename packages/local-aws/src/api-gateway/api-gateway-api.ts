import { json, restApi } from '../gateway/json-api';
import { AwsError, type ServiceApi } from '../gateway/service-api';
import type { ApiKey, UsagePlans } from './usage-plans';

/**
 * Returns the description of an API key, which includes the key's value only on request. Source: API Gateway API
 * reference, "GetApiKey".
 */
const described = ({ keyId, name, value, enabled }: ApiKey, withValue: boolean) => ({
  id: keyId,
  name,
  enabled,
  ...(withValue && { value }),
});

/** Creates API Gateway's control plane API, which supports only reading API keys. */
export function apiGatewayApi({ keys }: Pick<UsagePlans, 'keys'>): ServiceApi {
  const answer = (body: object) => json(body, 200, 'application/json');
  return restApi('apigateway', [
    {
      name: 'GetApiKeys',
      method: 'GET',
      path: '/apikeys',
      run(_, { query }) {
        const prefix = query.get('name') ?? '';
        const matchingKeys = keys().filter(({ name }) => name.startsWith(prefix));
        return answer({ item: matchingKeys.map((key) => described(key, query.get('includeValues') === 'true')) });
      },
    },
    {
      name: 'GetApiKey',
      method: 'GET',
      path: '/apikeys/{id}',
      run({ id = '' }, { query }) {
        const key = keys().find(({ keyId }) => keyId === id);
        if (key === undefined) throw new AwsError('NotFoundException', 'Invalid API Key identifier specified', 404);
        return answer(described(key, query.get('includeValue') === 'true'));
      },
    },
  ]);
}

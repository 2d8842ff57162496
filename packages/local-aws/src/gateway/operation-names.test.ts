import { iotDataNames, iotNames } from '../iot/operation-names';
import { lambdaNames } from '../lambda/lambda-operations';
import { operationNamed } from './operation-names';

test.each([
  [iotNames, 'GET', '/policies', 'ListPolicies'],
  [iotNames, 'GET', '/policies/device', 'GetPolicy'],
  [iotNames, 'POST', '/policies/device', 'CreatePolicy'],
  [iotNames, 'GET', '/policies/device/', 'GetPolicy'],
  [iotNames, 'PUT', '/thing-groups/addThingToThingGroup', 'AddThingToThingGroup'],
  [iotNames, 'PATCH', '/thing-groups/addThingToThingGroup', 'UpdateThingGroup'],
  [iotNames, 'GET', '/no/such/path', undefined],
  [iotDataNames, 'GET', '/retainedMessage/a%2Fb', 'GetRetainedMessage'],
  [lambdaNames, 'DELETE', '/2015-03-31/functions/greet', 'DeleteFunction'],
  [lambdaNames, 'PATCH', '/2015-03-31/functions/greet', undefined],
])('%# %s %s %s', (names, method, path, name) => expect(operationNamed(names, { method, path })).toBe(name));

import { ofType } from '../platform-resources';
import { textOf } from '../resource';
import { at, type Service, type Usage } from '../usage';

export const stepFunctions: Service = {
  types: ['aws_sfn_state_machine'],
  usages: ({ platform, fleet }) =>
    ofType(platform, 'aws_sfn_state_machine').map((workflow) => {
      const of = fleet.executions[textOf(workflow.attributes, 'name') ?? workflow.name];
      const executions = of === undefined ? 0 : of.often.always + of.often.aDevice * fleet.devices;
      return {
        service: 'AWS Step Functions',
        ...at(workflow),
        what: 'transitions',
        quantity: executions * (of?.transitions ?? 0),
        unit: 'transitions',
        name: 'states.transition',
      };
    }),
};

export const apiGateway: Service = {
  types: ['aws_api_gateway_rest_api', 'aws_api_gateway_stage', 'aws_apigatewayv2_api', 'aws_apigatewayv2_stage'],
  usages: ({ platform, fleet }) => [
    ...ofType(platform, 'aws_api_gateway_rest_api').map(
      (api): Usage => ({
        service: 'Amazon API Gateway',
        ...at(api),
        what: 'requests',
        quantity: fleet.requests.count * fleet.devices,
        unit: 'requests',
        name: 'apigateway.request',
      }),
    ),
    ...ofType(platform, 'aws_apigatewayv2_api').flatMap((api): Usage[] => {
      const place = { service: 'Amazon API Gateway', ...at(api) };
      return [
        {
          ...place,
          what: 'messages',
          quantity: fleet.pages.messages * fleet.devices,
          unit: 'messages of 32 KB',
          name: 'apigateway.message',
        },
        {
          ...place,
          what: 'connected',
          quantity: fleet.pages.connectionMinutes * fleet.devices,
          unit: 'minutes',
          name: 'apigateway.connection-minute',
        },
      ];
    }),
  ],
};

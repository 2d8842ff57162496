import * as apiGateway from './api-gateway';

export const flow = [{ title: 'API', monitors: Object.values(apiGateway) }];

import type { APIGatewayProxyResult } from 'aws-lambda';
import type { operations } from '../../contracts/api';
import { traceHeader } from '../../contracts/trace';
import type { Operations } from './operation';
import { notFound, Problem } from './problem';
import type { Request } from './request';

/** Which operation a method and path of the specification name. */
export const routes: Readonly<Record<string, keyof operations>> = {
  'GET /devices': 'listDevices',
  'GET /devices/{thing}': 'getDevice',
  'PUT /devices/{thing}/owner': 'giveDevice',
  'POST /devices/{thing}/power-commands': 'commandPower',
  'GET /devices/{thing}/power-commands': 'listCommands',
  'GET /devices/{thing}/power-commands/{command}': 'getCommand',
  'DELETE /devices/{thing}/power-commands/{command}': 'cancelCommand',
  'POST /power-commands': 'commandDevices',
  'GET /power-commands/{command}': 'getCommands',
  'GET /devices/{thing}/shadow': 'getShadow',
  'GET /devices/{thing}/shadow/history': 'listShadowChanges',
  'GET /rooms/{room}/telemetry': 'listReadings',
  'PUT /rooms/{room}/owner': 'giveRoom',
  'GET /digests/{date}': 'getDigest',
};

interface Routed {
  /** `GET /devices/{thing}` */
  readonly route: string;
  readonly request: Request;
}

/** Answers a request: what is wrong with it is an answer, too. */
export async function answer(
  { route, request }: Routed,
  { operations, origin }: { readonly operations: Operations; readonly origin: string },
): Promise<APIGatewayProxyResult> {
  const id = routes[route];
  const { trace } = request;
  try {
    if (id === undefined) throw notFound();
    const { status, body, location } = await operations[id](request);
    return sent({ origin, trace, location }, status, 'application/json', body);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return sent({ origin, trace }, error.status, 'application/problem+json', error.document);
  }
}

interface AnsweredTo {
  /** Browsers show an answer to the pages of this origin alone, and of its headers those that it names. */
  readonly origin: string;
  readonly trace: string;
  readonly location?: string | undefined;
}

const sent = (
  { origin, trace, location }: AnsweredTo,
  statusCode: number,
  type: string,
  body: object | undefined,
): APIGatewayProxyResult => ({
  statusCode,
  headers: {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': `${traceHeader}, location`,
    [traceHeader]: trace,
    ...(location !== undefined && { Location: location }),
    ...(body !== undefined && { 'Content-Type': type }),
  },
  body: body === undefined ? '' : JSON.stringify(body),
});

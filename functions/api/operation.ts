import type { operations } from '../../contracts/api';
import type { Request } from './request';

type Success = 200 | 202 | 204;
type Body<Response> = Response extends { content: { 'application/json': infer Content } } ? Content : undefined;

/** Successful responses of an operation, as the specification declares them. */
type SuccessResponse<Responses> = {
  [Status in keyof Responses & Success]: {
    readonly status: Status;
    readonly body: Body<Responses[Status]>;
    /** Value of the Location header, relative to the path of the request. */
    readonly location?: string;
  };
}[keyof Responses & Success];

/** Implementation of an operation. @throws Problem for a response with an error status */
export type Operation<Id extends keyof operations> = (
  request: Request,
) => Promise<SuccessResponse<operations[Id]['responses']>>;

/** Implementations of all operations, by operation id. */
export type Operations = { readonly [Id in keyof operations]: Operation<Id> };

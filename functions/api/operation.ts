import type { operations } from '../../contracts/api';
import type { Request } from './request';

type Success = 200 | 202 | 204;
type Body<Response> = Response extends { content: { 'application/json': infer Content } } ? Content : undefined;

/** What the specification lets an operation answer where all went well. */
type Answered<Responses> = {
  [Status in keyof Responses & Success]: {
    readonly status: Status;
    readonly body: Body<Responses[Status]>;
    /** Where to ask for what was accepted, seen from where it was asked for. */
    readonly location?: string;
  };
}[keyof Responses & Success];

/** An operation of the specification. @throws Problem */
export type Operation<Id extends keyof operations> = (
  request: Request,
) => Promise<Answered<operations[Id]['responses']>>;

/** Every one of them, by its id. */
export type Operations = { readonly [Id in keyof operations]: Operation<Id> };

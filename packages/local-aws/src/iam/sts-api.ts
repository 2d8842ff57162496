import { sessionArn } from '@himeshima/aws-policy';
import { type ServiceApi, serviceApi } from '../gateway/service-api';
import { unsupportedOperation } from '../gateway/unsupported-operation';
import type { Principal } from './principal';

const arnOf = (principal: Principal, account: string): string =>
  principal.kind === 'role'
    ? sessionArn(principal)
    : `arn:aws:iam::${account}:user/${principal.kind === 'user' ? principal.name : principal.kind}`;

/** Creates the STS API, which supports only GetCallerIdentity. */
export function stsApi(account: string): ServiceApi {
  return serviceApi(['GetCallerIdentity'], async (request) => {
    const action = new URLSearchParams(Buffer.from(request.body).toString('utf8')).get('Action');
    if (action !== 'GetCallerIdentity') throw unsupportedOperation('sts', action ?? '(none)', ['GetCallerIdentity']);
    const arn = arnOf(request.principal, account);
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body:
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        `<Arn>${arn}</Arn><UserId>local</UserId><Account>${account}</Account>` +
        '</GetCallerIdentityResult></GetCallerIdentityResponse>',
    };
  });
}

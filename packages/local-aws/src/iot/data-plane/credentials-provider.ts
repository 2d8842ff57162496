import { randomBytes } from 'node:crypto';
import type { Authorizer } from '../../authorize';
import type { Clock } from '../../clock';
import type { AwsResponse } from '../../gateway/service-api';
import { AwsError } from '../../gateway/service-api';
import type { Credentials } from '../../gateway/signature';
import type { HttpCall } from '../../http/http-call';
import type { CertificatePrincipal, RolePrincipal } from '../../iam/principal';
import type { Store } from '../../store';
import { roleAliasesOf } from '../registry/role-aliases';
import type { Registry } from '../registry/thing-registry';

const credentialsPath = /^\/role-aliases\/([\w=,@-]+)\/credentials$/;

interface CredentialsProviderOptions {
  store: Store;
  clock: Pick<Clock, 'now' | 'after'>;
  registry: Pick<Registry, 'thing' | 'thingsOf'>;
  authorizer: Pick<Authorizer, 'mayAssume'>;
  place: { region: string; account: string };
  /** Adds credentials for signing requests. */
  issue(credentials: Credentials): void;
  revoke(accessKeyId: string): void;
  /** Throws an AwsError with status 403 if no IoT policy of the device allows the action. */
  authorize(device: CertificatePrincipal, permission: { action: string; resources: string[] }): void;
  reportDenied(
    device: CertificatePrincipal,
    request: { action: string; resource: string },
    denied: { allowed: false; reason: string },
  ): void;
}

/** Returns whether a request is for the credentials provider. */
export const isCredentialsRequest = ({ method, path }: Pick<HttpCall, 'method' | 'path'>): boolean =>
  method === 'GET' && credentialsPath.test(path);

/** Action that a device needs for the credentials of a role alias. */
export const assumeRole = 'iot:AssumeRoleWithCertificate';

const forbidden = (reason: string) => new AwsError('AccessDeniedException', reason, 403);

/**
 * Creates the credentials provider, which exchanges a device's certificate for the temporary credentials of a role.
 * The credentials expire on the platform's clock. Source: AWS IoT developer guide, "authorizing-direct-aws".
 */
export function createCredentialsProvider(options: CredentialsProviderOptions) {
  const { clock, registry, authorizer, place, issue, revoke, authorize, reportDenied } = options;
  const aliases = roleAliasesOf(options);

  /** Returns the thing in a request's header. Throws an AwsError if the certificate is not attached to this thing. */
  const thingIn = ({ headers }: HttpCall, device: CertificatePrincipal, alias: string): string | undefined => {
    const thing = headers['x-amzn-iot-thingname'];
    if (thing === undefined || registry.thingsOf(device.certificateId).includes(thing)) return thing;
    const reason = `The certificate is not attached to the thing ${thing}`;
    reportDenied(device, { action: assumeRole, resource: alias }, { allowed: false, reason });
    throw forbidden(reason);
  };

  return (call: HttpCall, device: CertificatePrincipal): AwsResponse => {
    const name = credentialsPath.exec(call.path)?.[1] ?? '';
    const alias = aliases.find(name);
    if (alias === undefined) throw new AwsError('ResourceNotFoundException', `Role alias ${name} does not exist`, 404);
    const thing = thingIn(call, device, alias.arn);
    authorize(device, { action: assumeRole, resources: [alias.arn] });
    const principal: RolePrincipal = {
      kind: 'role',
      arn: alias.roleArn,
      session: device.certificateId,
      by: {
        kind: 'service',
        service: 'credentials.iot.amazonaws.com',
        sourceArn: alias.arn,
        sourceAccount: place.account,
      },
      context: {
        'credentials-iot:AwsCertificateId': device.certificateId,
        ...(thing !== undefined && {
          'credentials-iot:ThingName': thing,
          'credentials-iot:ThingTypeName': registry.thing(thing)?.type,
        }),
      },
    };
    const decision = authorizer.mayAssume(principal);
    if (!decision.allowed) throw forbidden(decision.reason);
    const credentials = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString('hex'),
      sessionToken: randomBytes(64).toString('base64'),
    };
    issue({ ...credentials, principal });
    const lifetimeMs = alias.durationSeconds * 1000;
    clock.after(lifetimeMs, () => revoke(credentials.accessKeyId));
    const expiration = new Date(Math.floor((clock.now() + lifetimeMs) / 1000) * 1000).toISOString().replace('.000', '');
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ credentials: { ...credentials, expiration } }),
    };
  };
}

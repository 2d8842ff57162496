import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthorizer } from '../../authorize';
import { type Authority, makeDeviceRequest, openAuthority } from '../../certificates/authority';
import { AwsError, type AwsRequest } from '../../gateway/service-api';
import { fakeLambda } from '../../lambda/fake-lambda.fixture';
import { start, stopped } from '../../stopped-platform.fixture';
import { memoryStore, type Store } from '../../store';
import type { Finding } from '../audit/audit';
import { parseTemplate } from '../provisioning/template-body';
import { billingGroupsOf } from '../registry/billing-groups';
import { createFleetIndex } from '../registry/fleet-index';
import { bodyOf, provisioningTemplatesOf } from '../registry/provisioning-templates';
import { createRegistry } from '../registry/thing-registry';
import { apiRulesOf } from '../rules/api-rules';
import { recordingRules } from '../rules/rules.fixture';
import { iotApi } from './control-api';

/** Policy document that allows every connection. */
export const document =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}]}';

let folder = '';
let authority: Authority | undefined;
let csr = '';

/** Creates the certificate authority that the tests of a file share. */
export async function openControlPlanes(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-control-'));
  authority = await openAuthority(folder, start);
  csr = (await makeDeviceRequest('light-1')).csrPem;
}

/** Returns the certificate signing request of a device. */
export const signingRequest = () => csr;

export const closeControlPlanes = () => rmSync(folder, { recursive: true });

interface ControlPlaneOptions {
  findings?: readonly Finding[];
  /** Handler of all functions. */
  handler?: (event: unknown) => unknown;
  /** Store of an earlier control plane, to simulate a restart. */
  store?: Store;
}

/**
 * Creates a control plane with the thing `light-1` and the policy `device`. Its clock moves only with `advance`, and
 * its broker records the certificates that it disconnects.
 */
export function controlPlane({
  findings = [],
  handler = () => undefined,
  store = memoryStore(),
}: ControlPlaneOptions = {}) {
  if (authority === undefined) throw new Error('call openControlPlanes in beforeAll');
  const parts = { ...stopped(), store };
  const registry = createRegistry(parts.store, parts.clock);
  const authorizer = createAuthorizer(store, parts.clock, registry);
  registry.addThing('light-1', { type: 'light', attributes: { room: 'hall' } });
  registry.addPolicy('device', document);
  const disconnected: string[] = [];
  const broker = {
    port: 8883,
    connections: 0,
    listen: async () => undefined,
    publish: () => undefined,
    upgrade: () => undefined,
    answer: () => undefined,
    close: async () => undefined,
    rates: 1,
    usageOf: () => undefined,
    disconnectClient: () => false,
    disconnect: (id: string) => {
      disconnected.push(id);
      return ['light-1'];
    },
  };
  const place = { region: 'eu-west-1', account: '000000000000', directory: folder };
  const audit = {
    configure: () => undefined,
    schedule: () => undefined,
    start: () => '',
    findings: () => findings,
    stop: () => undefined,
  };
  const fleetIndex = createFleetIndex(
    {
      registry,
      billingGroups: billingGroupsOf({ ...parts, registry }),
      shadows: { document: () => undefined },
      presence: { connectivityOf: () => ({ connected: false }), sessionOf: () => undefined },
      deviceDefender: { violationsOf: () => [] },
    },
    store,
  );
  const recorded = recordingRules({ ...parts, authorizer });
  const { rules, destinations: ruleDestinations } = recorded;
  apiRulesOf(parts).restore(rules);
  const functions = fakeLambda(handler);
  const provisioning = {
    template: (name: string) => {
      const stored = provisioningTemplatesOf(parts).find(name);
      return stored && { ...stored, enabled: stored.isEnabled, body: parseTemplate(bodyOf(stored)) };
    },
    receive: () => undefined,
  };
  const api = iotApi({
    ...parts,
    rules,
    provisioning,
    ruleDestinations,
    authorizer,
    registry,
    fleetIndex,
    audit,
    authority,
    broker,
    lambda: functions.lambda,
    place,
  });
  const call = async (method: string, path: string, more: Partial<AwsRequest> & { json?: object } = {}) => {
    const [pathname = '', query = ''] = path.split('?');
    const request: AwsRequest = {
      service: 'iot',
      principal: { kind: 'user', name: 'me' },
      cause: undefined,
      method,
      path: pathname,
      query: new URLSearchParams(query),
      headers: {},
      body: Buffer.from(JSON.stringify(more.json ?? {})),
      ...more,
    };
    const answer = await api(request).catch((error: unknown) => {
      if (error instanceof AwsError)
        return { status: error.status, body: JSON.stringify(`${error.name}: ${error.message}`) };
      throw error;
    });
    return { status: answer.status, body: JSON.parse(String(answer.body)) };
  };
  const createCertificate = async () => {
    const { body } = await call('POST', '/certificates?setAsActive=true', { json: { certificateSigningRequest: csr } });
    const { certificateId: id, certificateArn: arn } = body;
    return { id: String(id), arn: String(arn) };
  };
  /** Publishes a message to the rules. */
  const publish = async (topic: string, payload: object) => {
    rules.handle({ topic, payload: Buffer.from(JSON.stringify(payload)) }, undefined, undefined);
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return {
    ...recorded,
    call,
    publish,
    createCertificate,
    disconnected,
    registry,
    authorizer,
    fleetIndex,
    provisioning,
    functionsInvoked: functions.invoked,
    clock: parts.clock,
  };
}

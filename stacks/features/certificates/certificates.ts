import {
  type DevicePolicy,
  endings,
  Feature,
  type Grant,
  grantInvoke,
  grantSendTaskSuccess,
  IotRule,
  invoke,
  NodeFunction,
  newest,
  put,
  query,
  read,
  remove,
  removeMany,
  SavedQuery,
  Table,
  update,
  Workflow,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import type { Environment } from '../../../config/environment';
import { bindings } from '../../../contracts/bindings';
import { bindFunction } from '../../bound-function';
import { environmentOf } from '../../environment-context';
import type { Failures } from '../../services/failures';
import { deleteDevice, rotate } from './certificate-workflows';

// Reads the device's own message instead of the shadow's `accepted` message, because only then does principal() return the
// device's certificate.
const reportedSql =
  'SELECT topic(3) AS thing, state.reported.rotation AS rotation, state.reported.csr AS csr, ' +
  'principal() AS certificateId, timestamp() AS receivedAt, traceid() AS traceId ' +
  "FROM '$aws/things/+/shadow/name/certificate/update' WHERE state.reported.rotation <> ''";

interface CertificatesProps {
  readonly failures: Failures;
  /** Device policy. */
  readonly policy: DevicePolicy;
  /** Owners of devices and rooms. */
  readonly belongings: Table;
  /** Serial numbers of the devices that may be provisioned. */
  readonly serials: Table;
  /** Tables of all features. In tables whose key is `thing`, a device's items are deleted with the device. */
  readonly tables: readonly Table[];
}

/**
 * Certificate rotation and device decommissioning.
 * Features that are declared earlier grant `decommission-delete` access to their device data.
 */
export class Certificates extends Feature {
  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const rotations = new Table(this, 'rotations', { key: { name: 'thing', type: 'string' }, expiresBy: 'expiresAt' });
    this.declareRotation(rotations, props);
    this.declareDecommissioning(rotations, props);
  }

  /**
   * Declares the rotation: the device sends a CSR → receives a certificate
   * → connects with it → the old certificate is deactivated.
   */
  private declareRotation(rotations: Table, { failures, policy }: CertificatesProps): void {
    const environment = environmentOf(this);
    const { answerWithin, connectWithin } = environment.certificateRotation;
    const table = rotations.name;
    const ask = new NodeFunction(this, 'rotate-ask', {
      timeout: seconds(10),
      environment: bindings.rotateAsk.environment({ table, answerWithinSeconds: answerWithin.seconds }),
      can: [put(rotations), onThings(environment, 'UpdateThingShadow')],
    });
    const issue = new NodeFunction(this, 'rotate-issue', {
      timeout: seconds(10),
      environment: bindings.rotateIssue.environment({
        table,
        policy: policy.name,
        connectWithinSeconds: connectWithin.seconds,
      }),
      can: [
        read(rotations),
        update(rotations),
        createCertificates,
        onCertificates(environment, 'DescribeCertificate', 'AttachPolicy', 'AttachThingPrincipal', 'UpdateCertificate'),
        onThings(environment, 'UpdateThingShadow'),
      ],
    });
    const finish = new NodeFunction(this, 'rotate-finish', {
      timeout: seconds(10),
      environment: bindings.rotateFinish.environment({ table }),
      can: [
        read(rotations),
        remove(rotations),
        grantRevoke(environment),
        onCertificates(environment, 'DeleteCertificate'),
        onThings(environment, 'ListThingPrincipals', 'UpdateThingShadow'),
      ],
    });
    const workflow = new Workflow(this, 'rotate-certificate-workflow', {
      name: 'rotate-certificate',
      definition: rotate({ ask, issue, finish }, environment.certificateRotation),
      can: [grantInvoke(ask), grantInvoke(issue), grantInvoke(finish)],
    });
    const resume = new NodeFunction(this, 'rotate-answer', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.rotateAnswer, { table }),
      can: [read(rotations), grantSendTaskSuccess(workflow)],
      onFailure: failures.events,
    });
    new SavedQuery(this, 'rotations-ended', { of: [workflow], query: endings });
    new SavedQuery(this, 'rotations-of-certificates', {
      of: [ask, issue, resume, finish],
      query: newest('thing', 'rotation', 'certificate_id'),
    });
    new IotRule(this, 'rotation_reported', {
      description: 'A device sent the CSR for its new certificate, or connected with it',
      sql: reportedSql,
      actions: [invoke(resume)],
      onError: failures.ruleErrors,
    });
  }

  /** Declares the decommissioning: certificates are revoked → in-flight data arrives → data, shadows and thing are deleted. */
  private declareDecommissioning(rotations: Table, props: CertificatesProps): void {
    const environment = environmentOf(this);
    const { serials, belongings } = props;
    const ofThings = [...props.tables, rotations]
      .filter(({ key }) => key === 'thing')
      .toSorted((one, other) => (one.node.id < other.node.id ? -1 : 1));
    const revoke = new NodeFunction(this, 'decommission-revoke', {
      timeout: seconds(10),
      environment: bindings.decommissionRevoke.environment({ table: serials.name }),
      can: [update(serials), grantRevoke(environment), onThings(environment, 'ListThingPrincipals')],
    });
    const erase = new NodeFunction(this, 'decommission-delete', {
      timeout: seconds(10),
      environment: bindings.decommissionDelete.environment({
        belongings: belongings.name,
        ofThings: Object.fromEntries(ofThings.map(({ node, name }) => [node.id, name])),
      }),
      can: [
        remove(belongings),
        ...ofThings.flatMap((table) => [query(table), removeMany(table)]),
        onThings(environment, 'DescribeThing', 'DeleteThingShadow', 'DeleteThing'),
      ],
    });
    new SavedQuery(this, 'devices-decommissioned', { of: [revoke, erase], query: newest('thing', 'certificates') });
    const workflow = new Workflow(this, 'decommission-workflow', {
      name: 'decommission',
      definition: deleteDevice({ revoke, erase }),
      can: [grantInvoke(revoke), grantInvoke(erase)],
    });
    new SavedQuery(this, 'decommissions-ended', { of: [workflow], query: endings });
  }
}

// this action has no resource-level permissions (Service Authorization Reference, "AWS IoT")
const createCertificates: Grant = [{ Effect: 'Allow', Action: ['iot:CreateCertificateFromCsr'], Resource: '*' }];

type ThingCall = 'DeleteThing' | 'DeleteThingShadow' | 'DescribeThing' | 'ListThingPrincipals' | 'UpdateThingShadow';

/** Grants permission for calls on all things, because the thing is known only from the workflow's input. */
const onThings = ({ region, account }: Environment, ...calls: readonly ThingCall[]): Grant => [
  { Effect: 'Allow', Action: calls.map((name) => `iot:${name}`), Resource: `arn:aws:iot:${region}:${account}:thing/*` },
];

type CertificateCall =
  | 'AttachPolicy'
  | 'AttachThingPrincipal'
  | 'DeleteCertificate'
  | 'DescribeCertificate'
  | 'DetachPolicy'
  | 'DetachThingPrincipal'
  | 'ListAttachedPolicies'
  | 'UpdateCertificate';

/** Grants permission for calls on certificates, such as attaching things and policies (Service Authorization Reference, "AWS IoT"). */
const onCertificates = ({ region, account }: Environment, ...calls: readonly CertificateCall[]): Grant => [
  { Effect: 'Allow', Action: calls.map((name) => `iot:${name}`), Resource: `arn:aws:iot:${region}:${account}:cert/*` },
];

const grantRevoke = (environment: Environment): Grant =>
  onCertificates(environment, 'UpdateCertificate', 'ListAttachedPolicies', 'DetachPolicy', 'DetachThingPrincipal');

import {
  AlertTopic,
  declaredIn,
  declareMonitoring,
  type Logging,
  NodeFunction,
  ReadableStack,
  RestApi,
  Table,
  WebSocketApi,
  Workflow,
} from '@himeshima/constructs';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { names } from '../config/names';
import { monitoringOf } from '../monitors/monitoring';
import { provideEnvironment } from './environment-context';
import { Alerts } from './features/alerts';
import { Analytics } from './features/analytics';
import { Api } from './features/api';
import { Certificates } from './features/certificates/certificates';
import { DeviceSecurity } from './features/device-security';
import { Fleet } from './features/fleet';
import { Lights } from './features/lights';
import { Live } from './features/live';
import { Owners } from './features/owners';
import { Power } from './features/power';
import { PowerCommand } from './features/power-command/power-command';
import { Provisioning } from './features/provisioning/provisioning';
import { Sensors } from './features/sensors';
import { ShadowHistory } from './features/shadow-history';
import { Telemetry } from './features/telemetry';
import { TimerEvent } from './features/timer-event';
import { Traces } from './features/traces';
import { Archive } from './services/archive';
import { Failures } from './services/failures';

interface PlatformInputs {
  /** Names of the functions in `functions/`. */
  readonly functions: readonly string[];
  /** Parsed OpenAPI document of the REST API (`api/openapi.yaml`). */
  readonly specification: unknown;
}

/** Stack of one environment: its features in the order of data flow, then its monitoring. */
export class PlatformStack extends ReadableStack {
  constructor(scope: Construct, environment: Environment, inputs: PlatformInputs) {
    super(scope, environment.stack);
    const { functions, specification } = inputs;
    provideEnvironment(this, environment, { functions, boundary: names.boundaryArn(environment) });

    const failures = new Failures(this, 'failures');
    const topic = new AlertTopic(this, 'alerts', { emails: environment.alertEmails });
    const { hook, serials } = new Provisioning(this, 'provisioning');
    const { belongings, people } = new Owners(this, 'owners');
    const archive = new Archive(this, 'archived');

    new Lights(this, 'lights');
    new Sensors(this, 'sensors');
    const { devicePower } = new Power(this, 'power', { failures });
    new Telemetry(this, 'telemetry', { failures, archive, topic });
    new ShadowHistory(this, 'shadow-history', { failures, archive });
    new Analytics(this, 'analytics', { archive });
    new PowerCommand(this, 'power-command', { failures, devicePower });

    const { policy } = new Fleet(this, 'fleet', { hook });
    new DeviceSecurity(this, 'device-security', { topic });
    const tables = declaredIn(this, Table);
    new Certificates(this, 'certificates', { failures, policy, belongings, serials, tables });
    // declared after all workflows, because the digest counts workflow failures
    new TimerEvent(this, 'timer', { failures, topic, archive, workflows: declaredIn(this, Workflow) });
    new Api(this, 'api', { specification, belongings, people });
    new Live(this, 'live-pages', { failures, belongings, people });
    const apis = [...declaredIn(this, RestApi), ...declaredIn(this, WebSocketApi)];
    new Alerts(this, 'alert-messages', {
      functions: declaredIn(this, NodeFunction),
      workflows: declaredIn(this, Workflow),
      apis,
      topic,
    });
    new Traces(this, 'traces', {
      logs: [NodeFunction, Workflow, RestApi, WebSocketApi].flatMap((kind) => declaredIn<Logging>(this, kind)),
    });
    declareMonitoring(this, monitoringOf(environment));
  }
}

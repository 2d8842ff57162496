/** One resource type of the laptop, as far as a reader wants to know. */
export interface Row {
  /** `aws_sqs_queue`. */
  readonly type: string;
  readonly runs: string;
  /** What makes no difference, by attribute. */
  readonly notSimulated: Readonly<Record<string, string>>;
}

/** Who needs what of the key of something encrypted. */
interface KeyRow {
  readonly what: string;
  readonly who: string;
  readonly calls: readonly string[];
  readonly needs: readonly string[];
  readonly via: string | undefined;
  readonly context: (resource: string) => Readonly<Record<string, string>>;
}

interface Documented {
  readonly rows: readonly Row[];
  readonly dataSources: readonly string[];
  /** Service → its operations. */
  readonly operations: ReadonlyMap<string, readonly string[]>;
  readonly keyUses: readonly KeyRow[];
}

/** docs/local.md: what runs on the laptop, from the tables that run it. */
export function localPage({ rows, dataSources, operations, keyUses }: Documented): string {
  const table = rows.toSorted((a, b) => (a.type < b.type ? -1 : 1)).map(tableRow);
  return [
    before,
    '| Resource type | What runs it | Not simulated |',
    '|---|---|---|',
    ...table,
    '',
    between(dataSources),
    ...[...operations].toSorted(byName).map(operationRow),
    '',
    rights,
    ...keyUses.map(keyRow),
    '',
    quotas,
    '',
    after,
  ].join('\n');
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

function operationRow([service, names]: readonly [string, readonly string[]]): string {
  return `| \`${service}\` | ${names.toSorted().join(', ')} |`;
}

function keyRow({ what, who, calls, needs, via, context }: KeyRow): string {
  const conditions = [
    ...(via === undefined ? [] : [`\`kms:ViaService\` ${via}.REGION.amazonaws.com`]),
    ...Object.keys(context('')).map((key) => `\`kms:EncryptionContext:${key}\``),
  ];
  return `| ${what} | ${calls.join(', ')} | ${who} | ${needs.join(', ') || 'nothing'} | ${conditions.join('; ')} |`;
}

function tableRow({ type, runs, notSimulated }: Row): string {
  return `| \`${type}\` | ${cell(runs)} | ${cell(ignored(notSimulated))} |`;
}

/** `encryption at rest (kms_key_arn, kms_key_id)`: what is not simulated, once, with the attributes that ask for it. */
function ignored(notSimulated: Readonly<Record<string, string>>): string {
  const attributes = new Map<string, string[]>();
  for (const [attribute, what] of Object.entries(notSimulated))
    attributes.set(what, [...(attributes.get(what) ?? []), `\`${attribute}\``]);
  return [...attributes].map(([what, names]) => `${what} (${names.join(', ')})`).join('; ');
}

const cell = (text: string) => text.replaceAll('|', '\\|');

const before = `<!-- Written by \`npm run local-docs\` from packages/local-aws/src/resource-types.ts: change it there, or in commands/generated-pages/. -->

# What runs on a laptop

\`npm start\` reads \`cdktf.out/stacks/<stack>/cdk.tf.json\` of both stacks of an environment, the foundation first, evaluates
its expressions, and creates every resource in the order in which they refer to each other. It knows nothing else of the
platform: \`npm start -- --out DIR --stack NAME\` runs the \`cdk.tf.json\` of another project just as well, as far as its types are
in the table. \`--stack\` may be repeated: each stack is a state of its own, and an address that two of them have is written
\`STACK/ADDRESS\`. \`npm start -- --out plan.json\` runs the plan of a project in HCL, which \`terraform show -json plan.tfplan\` prints
([which values it needs](../packages/local-aws/README.md#terraform-and-opentofu-projects-in-hcl)).

A resource type that is not in the table is refused at start, by address; \`--without ADDRESS\` leaves a resource or data source
out, and the refusal names what refers to it. \`--value ADDRESS.ATTRIBUTE=VALUE\` gives a value that a plan does not have. What is
declared but makes no difference here (the third column) is named at start; attributes that the
laptop has never heard of are said at start. Tags, descriptions and lifecycles make no difference anywhere and are not mentioned.

At the broker's port a client that asks for \`x-amzn-http-ca\` or \`http/1.1\` by ALPN speaks HTTPS, as it would at AWS IoT's
ports 443 and 8443: it publishes (\`POST /topics/TOPIC?qos=1\`) and uses shadows and retained messages by its certificate. It
has no client id there, so that a policy by \`\${iot:Connection.Thing.ThingName}\` allows it nothing.

Who has no certificate may speak MQTT over WebSocket at the same port, \`wss://127.0.0.1:8883/mqtt\`, with the subprotocol
\`mqtt\`: signed with AWS credentials for \`iotdevicegateway\`, in the query or in headers, within five minutes or what
\`X-Amz-Expires\` says, by real time or by the platform's clock. The keys are those of the profile in
\`.himeshima/aws-config\`, which may do everything, or a function's own, for which the IAM policies of its role decide on
iot:Connect, Publish, Subscribe and Receive. Everybody else gets 403.

Refused at start in the same way as an unknown type, with the part that does not run locally: a rule with such an action; a
function in another runtime than Node.js, in a container image or with layers; an event source mapping with
\`provisioned_poller_config\`, or of a stream with \`filter_criteria\`.

## Access

- All ports listen on 127.0.0.1. Requests get 403 if their \`Host\` is not 127.0.0.1, ::1, localhost or a subdomain of localhost, or
  if their \`Origin\` is not one of these: web pages from elsewhere cannot call the local runtime, not even by DNS rebinding.
- Signatures of the AWS APIs are valid for five minutes, those in a query (presigned URLs) for \`X-Amz-Expires\`. Valid means by
  real time or by the platform's clock, which a function's \`Date\` follows.
- TLS without a server name (SNI) is accepted, as at the default endpoint of AWS IoT. A name that is not localhost, one of its
  subdomains or an AWS IoT endpoint is rejected.
- A connection to the AWS APIs or the REST API is closed if it sends no request within 10 s, or no complete request within 30 s; one to
  the broker if it has not connected within 30 s. The AWS APIs and the REST API take 1,000 connections each, the broker 12,000.
- A request without a known access key may have a body of 64 KiB, any other one of 16 MiB (10 MB at the REST API). Bodies in flight hold at
  most 128 MiB per port; beyond that, requests get 503.
- \`--dir\` and \`--data\` take new, empty and their own folders only, and keep everything in them private (0700, 0600).

## Resources
`;

const between = (
  dataSources: readonly string[],
) => `Data sources: ${dataSources.map((type) => `\`${type}\``).join(', ')}. The account
is 000000000000 here, wherever the stack names its own. Parameters and secrets have to be declared in a stack. A data source that was
read while planning keeps its result.

## AWS operations

One endpoint answers for all services (\`http://127.0.0.1:4566\`, or \`--port\`), over HTTP/1.1 and HTTP/2. It tells the service
by the signature, which it verifies. An operation that is not served is refused by name, and the refusal lists those that
are. Tables are served by dynalite; queues, topics, objects and buckets by fauxqs. A call of S3 with parameters or conditions
that fauxqs would not hear, such as \`versionId\` or \`If-None-Match\`, is refused as well.

| Service | Operations |
|---|---|`;

const rights = `## Rights

Every call of a function, rule, event source mapping, subscription filter, workflow or destination is judged as IAM would: by the
policies and the boundary of its role, by the policy of the function, queue, topic, bucket or stream, and by the role's trust
policy, with \`aws:SourceArn\` and \`aws:SourceAccount\` where the service tells them. Devices are judged by their IoT policies.
A refusal is AWS's own message, as AccessDeniedException, and stands on the screen once. Where AWS says nothing, only the
screen does: a function without \`logs:CreateLogStream\` and \`logs:PutLogEvents\` loses its lines, and without
\`xray:PutTraceSegments\` and \`xray:PutTelemetryRecords\` its traces, which are counted here as \`local.trace_segments\`.

The local user may do everything. A role that the stack does not declare is not judged, and is named on the screen. Of AWS's
managed policies those for functions and for audits are known. Condition keys of single services, such as \`dynamodb:LeadingKeys\`, have no
value here: a statement that asks for one allows nothing. Not judged: subscriptions that are made by the API, session
policies, service control policies, grants.

Where something is encrypted with a key that the stack declares, the key's policy and the policies of the role decide:

| Encrypted | In the course of | Who | Needs | Conditions see |
|---|---|---|---|---|`;

const quotas =
  '## Quotas of AWS IoT\n\n[quotas.md](quotas.md) lists them, with their sources and tests, and how `--quotas` scales them.';

const after = `## Limits

- **Time.** One clock drives retries, pauses and timeouts of workflows, windows, rates and monitors; a function's \`Date\` and
  a message's SentTimestamp tell its time. \`--speed 60\` makes an hour of it pass in a minute. In real time, whatever the
  speed, and unmoved by \`advanceSeconds\`, go what follows. The clock runs ahead of the real time by at most ten years.
  - of **functions** their timers, their computing, their timeout, and the 5 s that a provisioning hook has;
  - of **MQTT** keep-alive, and TLS with the validity of certificates;
  - of **queues** invisibility and delays, the wait of ReceiveMessage, and the 5 minutes in which a FIFO queue knows duplicates.
    Messages that a Lambda function has failed to process become visible again by the platform's clock, though;
  - of **objects** their LastModified, and of **tables** how long a call takes.
- **Metrics.** They arrive at once, so monitors do not wait for their \`evaluation_delay\`; \`--evaluation-delay 900\` brings the
  wait back. A metric of AWS that no part here emits stays empty, as if nothing had happened: the monitors that look at one
  are named at start. A counter that has counted once reads 0 in each quiet minute, so that a monitor on it can recover. Notifications are printed, never sent.
- **Monitors.** Metric monitors, SLO alerts and composites are evaluated. Metrics are kept for 28 hours: an error budget over 7
  or 30 days is that of what is there, and monitors that look further back are named at start, as are those of other types.
- **State.** Everything is in memory and ends with the process; keys and certificates alone are kept, in \`.himeshima/\`.
  With \`--data DIR\` state is kept there, and a platform that is started on it again goes on, even after a SIGKILL: tables,
  shadows, things, certificates, queues, buckets, streams and how far they are read, retained messages, sessions and their
  queues, events that wait for a function, log lines, metrics, states of monitors. If a part of the folder is missing or truncated, the
  start fails and names it; what was written in the last quarter of a second before a kill can be cut off unnoticed. Not after a power
  cut, and not:
  - **branches of workflows**: an execution resumes at the state that it was in, which runs again from its beginning, with the
    same task token; one that was in a Map, a Parallel or a task that starts executions ends as ABORTED;
  - **what Device Defender has counted** and which devices are in violation: nobody has counted while the platform was down, so
    that a span begins anew, and a violation from before it is not told as ended;
  - **wills**: they belong to connections, and who would see those end has ended itself;
  - **when a message's invisibility ends**: that is a timer of the queues, so that a message can be received at
    once; so are the five minutes in which a FIFO queue knows duplicates;
  - **log lines on their way to a subscription** (a quarter of a second) and the **last second of metrics**: nobody was told
    that they had arrived;
  - **what programs have declared themselves**: queues, topics, subscriptions, permissions and policies that are not in the plan.
    The plan is read anew at each start, and a second copy would contradict it;
  - **uploads in parts** that are not complete: nobody was told that the object is there, and who uploads begins anew;
  - **environments of functions**, with what they keep in memory: they are threads of the process, and AWS ends one when it likes,
    too.
- **Functions.** Each runs in a thread of this Node.js, not on the declared runtime and processor. Its memory is limited, heap
  and Buffers, Node.js itself not counted; but one allocation in the heap that alone is larger than what is left
  (\`new Array(4e8).fill()\`) ends the whole platform: \`--isolate NAME\` gives a function a process of its own. There is one
  process to all threads: what a handler does to processes other than its own, it does to those of the laptop, and what it
  writes to file descriptor 1 by itself stands among what the platform says. An event or a result of more than 1,000 levels
  is refused: no thread can hand it on.
- **Broker.** MQTT 3.1.1 and 5 on 8883 with client certificates from the local authority, or over WebSocket; nothing on 443, no
  custom authorizers, no credentials of Cognito identities. QoS 2 and messages over 128 KiB are refused, as AWS IoT does. Shared subscriptions give a message to one
  member by chance; where a member may not receive it by its policy, no other member gets it. A session ends an hour after
  its client has gone, with MQTT 5 when it says so, within seven days. What aedes cannot do: SUBACK has 0x87, not 0x8F, for a
  filter that is none; two subscriptions of a client that both match a message bring it once; a keep-alive that has passed ends
  a connection without 0x8D; bytes of a topic that are no UTF-8 are read as U+FFFD. A client that leaves more than 8 MiB unread,
  or for whom as much waits by the quotas, is cut off, and so is one that says nothing for 30 s after it has
  connected: both are ours, AWS IoT does not say. Nobody publishes to \`$aws/events/\`, nor to other topics that begin with
  \`$\`, whatever a policy allows.
- **Shadows.** A number has the digits of a double: an integer beyond 2^53 (9,007,199,254,740,992) is rounded, and what has to
  keep all its digits is better a text, as for any reader of JSON. No request is ever in flight beside another.
- **Fleet provisioning.** By claim, in JSON; what is asked in CBOR is not answered. Keys that \`$aws/certificates/create\` makes
  are P-256, AWS IoT's are RSA. No just-in-time or bulk registration, no claims by trusted users. The claim certificate and
  its key are made at the first start, in \`.himeshima/claims/\`.
- **Registry events.** What the plan itself changes is told when all of it is there, and what it declares anew on the same
  \`--data\` is no change.
- **Index, audits.** The index looks at what is there at the moment, and knows of connections since the start. An audit comes
  when its whole span has passed, whatever day is declared, and at once by StartOnDemandAuditTask; what it has found is kept in
  memory. CA certificates, Cognito and role aliases are not audited.
- **Workflows.** Standard ones in JSONPath. Express workflows and JSONata are refused.
- **Network.** Everything listens on 127.0.0.1 alone.
`;

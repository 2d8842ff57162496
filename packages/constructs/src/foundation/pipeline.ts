import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { Construct } from 'constructs';
import { policyJson } from '../aws/policy-document';
import { Feature } from '../stack/feature';
import { declareOutputs } from '../stack/outputs';
import { platformOf } from '../stack/platform';
import type { JobsOf, PipelineIdentity } from './pipeline-identity';
import { deployRights, type Policies, planRights, readRights } from './pipeline-rights';
import { PipelineRole } from './pipeline-role';
import type { StateBucket } from './state-bucket';

interface PipelineProps {
  readonly state: StateBucket;
  readonly identity: PipelineIdentity;
  /** Name of the environment. */
  readonly environment: string;
  /**
   * Jobs that may assume the plan role. The role reads the state, which contains API keys, so only jobs on the protected branch
   * should plan environments with real data.
   */
  readonly plannedFrom: Exclude<JobsOf, 'protected environment'>;
  /** Jobs that may assume the deploy role. */
  readonly deployedFrom: Exclude<JobsOf, 'any branch'>;
  /**
   * Permissions, keyed by policy name, of a role for end-to-end tests on the protected branch.
   * @defaultValue no test role
   */
  readonly tests?: Policies;
}

/** Roles for a pipeline's jobs. Jobs assume the roles with an ID token, without stored AWS access keys. */
export class Pipeline extends Feature {
  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id);
    const { state, identity, environment, tests } = props;
    const { settings, names } = platformOf(this);
    // omit the thumbprint, because AWS itself verifies certificates from public CAs (IAM user guide)
    const provider = new IamOpenidConnectProvider(this, identity.id, {
      url: identity.url,
      clientIdList: [identity.audience],
    });
    const reads = new IamPolicy(this, 'pipeline-reads', {
      name: names.role('pipeline-reads'),
      description: 'What is there already: for plans and deployments',
      policy: policyJson(readRights({ ...settings, names })),
    });
    const role = (name: string, jobs: JobsOf, can: Policies) =>
      new PipelineRole(this, `pipeline-${name}`, {
        identity,
        provider: provider.arn,
        subjects: identity.subjectsOf(jobs, environment),
        can,
      });
    const plan = role('plan', props.plannedFrom, planRights(state));
    const deploy = role('deploy', props.deployedFrom, deployRights({ ...settings, names }, state));
    for (const one of [plan, deploy]) one.attach(reads);
    declareOutputs(this, { plan_role: plan.arn, deploy_role: deploy.arn });
    if (tests) declareOutputs(this, { test_role: role('test', 'protected branch', tests).arn });
  }
}

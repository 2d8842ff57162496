import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { names } from '../../config/names';
import { pipeline } from '../../config/pipeline';
import { Feature } from '../constructs/feature';
import { declareOutputs } from '../constructs/outputs';
import { platformOf } from '../constructs/platform';
import { policyJson } from '../constructs/policy-document';
import { deployRights, planRights, readRights, testRights } from './pipeline-rights';
import { PipelineRole } from './pipeline-role';
import type { StateBucket } from './state-bucket';

// `sub` tells claims by name, in the order in which the project has them (docs/deploy.md): GitLab's own order, and behind it
// whether the job deploys to a protected environment. A job without an environment leaves that out (GitLab, lib/gitlab/ci/jwt_v2.rb);
// no branch has a colon in its name (git-check-ref-format).
const branch = (name: string) => `project_path:${pipeline.project}:ref_type:branch:ref:${name}`;
/** Any branch of the project itself; a fork has another path, and a tag is no branch. */
const anyBranch = [branch('*')];
const protectedBranch = [branch(pipeline.branch), `${branch(pipeline.branch)}:environment_protected:*`];
const planning: Readonly<Record<Environment['plannedFrom'], readonly string[]>> = {
  'any branch': anyBranch,
  'protected branch': protectedBranch,
};
const deploying: Readonly<Record<Environment['deployedFrom'], readonly string[]>> = {
  'protected branch': protectedBranch,
  'protected environment': [`${branch(pipeline.branch)}:environment_protected:true`],
};

/** Jobs of GitLab work by roles, which they take by a token of their own: no key of AWS is kept anywhere. */
export class Pipeline extends Feature {
  constructor(scope: Construct, id: string, { state }: { readonly state: StateBucket }) {
    super(scope, id);
    const { environment } = platformOf(this);
    // Its certificate is checked by AWS itself: the IAM user guide wants no thumbprint for authorities that everybody knows.
    const provider = new IamOpenidConnectProvider(this, 'gitlab', {
      url: pipeline.gitlab,
      clientIdList: [pipeline.gitlab],
    });
    const reads = new IamPolicy(this, 'pipeline-reads', {
      name: names.role('pipeline-reads'),
      description: 'What is there already: for plans and deployments',
      policy: policyJson(readRights(environment)),
    });
    const at = { provider: provider.arn };
    const plan = new PipelineRole(this, 'pipeline-plan', {
      ...at,
      subjects: planning[environment.plannedFrom],
      can: planRights(state),
    });
    const deploy = new PipelineRole(this, 'pipeline-deploy', {
      ...at,
      subjects: deploying[environment.deployedFrom],
      can: deployRights(environment, state),
    });
    const tests = new PipelineRole(this, 'pipeline-test', {
      ...at,
      subjects: protectedBranch,
      can: testRights(environment),
    });
    for (const role of [plan, deploy]) role.attach(reads);
    declareOutputs(this, { plan_role: plan.arn, deploy_role: deploy.arn, test_role: tests.arn });
  }
}

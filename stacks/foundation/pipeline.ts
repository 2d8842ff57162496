import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { declareOutputs, Feature, policyJson } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { names } from '../../config/names';
import { pipeline } from '../../config/pipeline';
import { environmentOf } from '../environment-context';
import { deployRights, planRights, readRights, testRights } from './pipeline-rights';
import { PipelineRole } from './pipeline-role';
import type { StateBucket } from './state-bucket';

// `sub` lists claims in the order that the project configures (docs/deploy.md): GitLab's default claims, then whether the job
// deploys to a protected environment. Jobs without an environment omit the latter (GitLab, lib/gitlab/ci/jwt_v2.rb). Branch names
// cannot contain a colon (git-check-ref-format).
const branch = (name: string) => `project_path:${pipeline.project}:ref_type:branch:ref:${name}`;
/** Any branch of the project; forks have another path, and tags another ref type. */
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

/** Roles for GitLab jobs, which assume them with their ID token, so that no AWS access keys are stored. */
export class Pipeline extends Feature {
  constructor(scope: Construct, id: string, { state }: { readonly state: StateBucket }) {
    super(scope, id);
    const environment = environmentOf(this);
    // No thumbprint: AWS verifies certificates of public CAs itself (IAM user guide).
    const provider = new IamOpenidConnectProvider(this, 'gitlab', {
      url: pipeline.gitlab,
      clientIdList: [pipeline.gitlab],
    });
    const reads = new IamPolicy(this, 'pipeline-reads', {
      name: names.role('pipeline-reads'),
      description: 'What is there already: for plans and deployments',
      policy: policyJson(readRights(environment)),
    });
    const trust = { provider: provider.arn };
    const plan = new PipelineRole(this, 'pipeline-plan', {
      ...trust,
      subjects: planning[environment.plannedFrom],
      can: planRights(state),
    });
    const deploy = new PipelineRole(this, 'pipeline-deploy', {
      ...trust,
      subjects: deploying[environment.deployedFrom],
      can: deployRights(environment, state),
    });
    const tests = new PipelineRole(this, 'pipeline-test', {
      ...trust,
      subjects: protectedBranch,
      can: testRights(environment),
    });
    for (const role of [plan, deploy]) role.attach(reads);
    declareOutputs(this, { plan_role: plan.arn, deploy_role: deploy.arn, test_role: tests.arn });
  }
}

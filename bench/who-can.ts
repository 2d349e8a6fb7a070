import { largePolicies } from './policy-shapes';
import { TemplateFacts } from '../src/facts/template-facts';
import { readPolicyDocument } from '../src/policy/policy-document';
import { whoCan } from '../src/policy/questions/who-can';
import { askWhoCan } from '../src/reach/access/ask-who-can';
import { Template, TemplateResource } from '../src/template/template';

/** What is allowed, in milliseconds. */
const BUDGETS = { policy: 1_000, app: 5_000 };

const BUCKETS = 100;

/** How long it takes to list who gets in: of one policy of 20 KB, and of apps with many roles and buckets. */
export function benchWhoCan(): void {
  console.log(`\nwho can: a policy of 20 KB (budget ${BUDGETS.policy} ms, or unknown)`);
  for (const { name, policy } of largePolicies()) {
    const document = readPolicyDocument(policy);
    const { milliseconds, value } = timed(() => whoCan(document));
    row(name, milliseconds, BUDGETS.policy, `${value.length} rows, ${value.filter(({ certainty }) => certainty === 'unknown').length} unknown`);
  }
  console.log(`\nwho can: roles × ${BUCKETS} buckets (budget ${BUDGETS.app} ms for 1,000 roles)`);
  for (const [roles, places] of [[250, 0], [500, 0], [1_000, 0], [1_000, 1_000], [2_000, 0]]) {
    const app = appWith(roles, places);
    const before = process.cpuUsage();
    const value = rowsOf(app);
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1_000;
    // Of the processor's time: what else the machine does is not ours.
    row(`${roles} roles${places > 0 ? `, ${places} functions` : ''}`, milliseconds, roles <= 1_000 ? BUDGETS.app : Infinity, `${value.rows} rows, ${value.paths} paths, ${value.unknown} unknown`);
  }
}

function rowsOf(app: Template) {
  const facts = new TemplateFacts([app], []);
  const { whoCan: asked } = askWhoCan(facts, [app]);
  const answers = facts.buckets.flatMap((bucket) => asked.of(bucket).rows);
  return { rows: answers.length, unknown: answers.filter(({ certainty }) => certainty === 'unknown').length, paths: answers.reduce((sum, { paths }) => sum + paths.length, 0) };
}

/** Each role may read one bucket and write to another one; the buckets want TLS, and one account more reads them. Functions run as the roles, in ten subnets. */
function appWith(roles: number, places: number): Template {
  const resources: Record<string, TemplateResource> = {};
  const ref = (id: string) => ({ Ref: id });
  if (places > 0) {
    const ec2 = (type: string, Properties: object): TemplateResource => ({ Type: `AWS::EC2::${type}`, Properties });
    resources.Vpc = ec2('VPC', { CidrBlock: '10.0.0.0/16' });
    resources.Group = ec2('SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'g' });
    resources.Endpoint = ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-west-1.s3', RouteTableIds: [ref('Table')] });
    resources.Table = ec2('RouteTable', { VpcId: ref('Vpc') });
    for (let i = 0; i < 10; i++) {
      resources[`Subnet${i}`] = ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: `10.0.${i}.0/24` });
      resources[`Association${i}`] = ec2('SubnetRouteTableAssociation', { SubnetId: ref(`Subnet${i}`), RouteTableId: ref('Table') });
    }
  }
  for (let i = 0; i < places; i++) {
    const VpcConfig = { SubnetIds: [ref(`Subnet${i % 10}`), ref(`Subnet${(i + 1) % 10}`)], SecurityGroupIds: [ref('Group')] };
    resources[`Function${i}`] = { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [`Role${i % roles}`, 'Arn'] }, ...i % 3 === 0 ? {} : { VpcConfig } } };
  }
  const arn = (i: number) => ({ 'Fn::GetAtt': [`Bucket${i}`, 'Arn'] });
  const objects = (i: number) => ({ 'Fn::Join': ['', [arn(i), '/*']] });
  for (let i = 0; i < BUCKETS; i++) {
    resources[`Bucket${i}`] = { Type: 'AWS::S3::Bucket', Properties: {} };
    resources[`Policy${i}`] = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: `Bucket${i}` },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn(i), objects(i)], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
            { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: ['s3:GetObject*', 's3:ListBucket'], Resource: [arn(i), objects(i)] },
          ],
        },
      },
    };
  }
  for (let i = 0; i < roles; i++) {
    const [read, written] = [i % BUCKETS, (i * 7 + 3) % BUCKETS];
    resources[`Role${i}`] = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } };
    resources[`RolePolicy${i}`] = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: `Role${i}` }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'], Resource: [arn(read), objects(read)] },
            { Effect: 'Allow', Action: ['s3:PutObject', 's3:Abort*'], Resource: objects(written) },
          ],
        },
      },
    };
  }
  return { id: 'app', account: '111122223333', region: 'eu-west-1', resources, outputs: {}, fromCdk: true };
}

function timed<T>(ask: () => T): { readonly value: T; readonly milliseconds: number } {
  const start = performance.now();
  const value = ask();
  return { value, milliseconds: performance.now() - start };
}

function row(name: string, milliseconds: number, budget: number, found: string): void {
  console.log(`${name.padEnd(40)} ${milliseconds.toFixed(0).padStart(6)} ms  ${found.padEnd(28)} ${budget === Infinity ? '' : milliseconds <= budget ? 'ok' : 'OVER'}`);
}

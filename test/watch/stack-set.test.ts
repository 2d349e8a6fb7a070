import * as path from 'node:path';
import { App, aws_events as events, CfnParameter, CliCredentialsStackSynthesizer, Stack } from 'aws-cdk-lib';
import { BucketWatch, ManagementEvents } from '../../src';
import { readTemplateText } from '../../src/cli/read-template-text';
import { readTextFile } from '../../src/cli/read-text-file';
import { REPORT_SOURCE } from '../../src/watch/report-events';
import { hardenedBucket } from '../cli/command-line';

const FILE = path.join(__dirname, '../../docs/bucket-watch-stack-set.yaml');

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

const template = readTemplateText(readTextFile(FILE)) as Json;

/** The template that the stack set deploys, as docs/watch.md has it synthesized. */
function watchTemplate(): Json {
  const app = new App();
  const stack = new Stack(app, 'bucket-watch', {
    synthesizer: new CliCredentialsStackSynthesizer({ fileAssetsBucketName: 'bucket-watch-111122223333-${AWS::Region}', bucketPrefix: '' }),
  });
  const reportBusArn = new CfnParameter(stack, 'ReportBusArn', { description: 'The event bus that all watches report to' });
  new BucketWatch(stack, 'Watch', {
    managementEvents: ManagementEvents.existingTrail(),
    reportTo: events.EventBus.fromEventBusArn(stack, 'Reports', reportBusArn.valueAsString),
  });
  return app.synth().getStackByName('bucket-watch').template;
}

/** Everything that is referred to: by Ref, Fn::GetAtt, Fn::Sub, DependsOn or Condition. */
function references(value: Json, key = ''): string[] {
  if (typeof value === 'string') {
    return key === 'DependsOn' || key === 'Condition' || key === 'Ref' ? [value] : key === 'Fn::GetAtt' ? [value.split('.')[0]]
      : key === 'Fn::Sub' ? [...value.matchAll(/\$\{([\w:]+)/g)].map(([, name]) => name) : [];
  }
  if (Array.isArray(value)) {
    return key === 'Fn::GetAtt' ? [value[0]] : value.flatMap((item) => references(item, key === 'DependsOn' ? key : ''));
  }
  return value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([name, item]) => references(item, name)) : [];
}

const set = template.Resources.Watches.Properties;
const watch = watchTemplate();

test('the command reads it, and finds nothing but that the template of the watch is elsewhere', () => {
  const { exitCode, out } = hardenedBucket('check', FILE);
  expect([exitCode, out]).toEqual([0, expect.stringMatching(/the template of stack set Watches is not among those that were read[^]*0 errors, 0 warnings, 0 unknown/)]);
});

test('what is referred to exists, and every parameter is used', () => {
  const named = references({ Resources: template.Resources, Outputs: template.Outputs, Conditions: template.Conditions });
  const known = [...Object.keys(template.Parameters), ...Object.keys(template.Resources), ...Object.keys(template.Conditions)];
  expect(named.filter((name) => !known.includes(name) && !name.startsWith('AWS::'))).toEqual([]);
  expect(Object.keys(template.Parameters).filter((name) => !named.includes(name))).toEqual([]);
});

test('the stack set gives the watch each parameter that it has, and no other', () => {
  expect(set.Parameters.map(({ ParameterKey }: Json) => ParameterKey)).toEqual(Object.keys(watch.Parameters));
  expect(set.Parameters[0].ParameterValue).toEqual({ 'Fn::GetAtt': expect.anything() });
  expect(references(set.Parameters)).toEqual(['Reports']);
});

test('the template of the watch needs nothing of an account that it is deployed to: no bootstrapping, and the code is read in each Region', () => {
  expect(watch.Rules).toBeUndefined();
  const code = Object.values<Json>(watch.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function').map(({ Properties }) => Properties.Code.S3Bucket);
  expect(code).toEqual([{ 'Fn::Sub': 'bucket-watch-111122223333-${AWS::Region}' }]);
});

test('the capabilities are enough: nothing of IAM has a name', () => {
  expect(set.Capabilities).toEqual(['CAPABILITY_IAM']);
  const named = Object.entries<Json>(watch.Resources).filter(([, { Type, Properties }]) => Type.startsWith('AWS::IAM::') && (Properties.RoleName ?? Properties.ManagedPolicyName));
  expect(named).toEqual([]);
});

test('each watch reports to the bus of the parameter, and its role may do so', () => {
  const rules = Object.values<Json>(watch.Resources).filter(({ Type, Properties }) => Type === 'AWS::Events::Rule' && JSON.stringify(Properties.Targets).includes('ReportBusArn'));
  expect(rules.map(({ Properties }) => Properties.EventPattern)).toEqual([{ source: [REPORT_SOURCE] }]);
  const allowed = Object.values<Json>(watch.Resources).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Action }: Json) => [Action].flat().includes('events:PutEvents'));
  expect(allowed.map(({ Resource }: Json) => Resource)).toContainEqual({ Ref: 'ReportBusArn' });
});

test('the bus lets in the organization only, and its rule takes the reports of watches', () => {
  const { Statement, EventBusName } = template.Resources.ReportsPolicy.Properties;
  expect([EventBusName, Statement.Action, Statement.Condition]).toEqual([{ Ref: 'Reports' }, 'events:PutEvents', { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } } }]);
  expect(template.Resources.AllReports.Properties).toMatchObject({ EventBusName: { Ref: 'Reports' }, EventPattern: { source: [REPORT_SOURCE] } });
});

test('the watches are deployed after all that their reports need', () => {
  expect(template.Resources.Watches.DependsOn).toEqual(['ReportsPolicy', 'AllReports']);
  expect(set).toMatchObject({ PermissionModel: 'SERVICE_MANAGED', AutoDeployment: { Enabled: true }, StackInstancesGroup: [{ Regions: { Ref: 'Regions' } }] });
});

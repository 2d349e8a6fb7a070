import { hardenedBucket, workInTemporaryFolders, write } from './command-line';
import { ReachReport } from '../../src/reach/reach-report';

workInTemporaryFolders();

const NETWORK = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
  Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Gateway' } } },
  Public: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true } },
  Private: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
  PublicTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  PrivateTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  PublicAssociation: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Public' }, RouteTableId: { Ref: 'PublicTable' } } },
  PrivateAssociation: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Private' }, RouteTableId: { Ref: 'PrivateTable' } } },
  Default: { Type: 'AWS::EC2::Route', DependsOn: 'Attachment', Properties: { RouteTableId: { Ref: 'PublicTable' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Gateway' } } },
  Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: 'all out' } },
};

function instance(subnet: string, profile: object = { IamInstanceProfile: { Ref: 'Profile' } }) {
  return { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: subnet }, SecurityGroupIds: [{ Ref: 'Group' }], ...profile } };
}

const IDENTITY = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
      Policies: [{ PolicyName: 'Read', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Data.Arn}/*' } }] } }],
    },
  },
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
};

const APP = { Data: { Type: 'AWS::S3::Bucket', Properties: {} }, ...NETWORK, ...IDENTITY, Web: instance('Public'), Worker: instance('Private') };

function reach(resources: object, ...args: string[]) {
  write({ 'app.json': { Resources: resources } });
  return hardenedBucket('reach', 'app.json', ...args);
}

test('reach: JSON is one object for one bucket, with each place by its logical id', () => {
  const { out, err, exitCode } = reach(APP, '--bucket', 'Data', '--format', 'json');
  expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
  const report = JSON.parse(out) as ReachReport;
  expect(report).toMatchObject({ bucket: 'Data', internet: { anonymous: 'cut', anyAwsAccount: 'cut' } });
  expect(report.places.map(({ id, type, verdict, via, actions, path, cut }) => ({ id, type, verdict, via, actions, path, cut: cut && { at: cut.at, kind: cut.kind } }))).toEqual([
    { id: 'Web', type: 'AWS::EC2::Instance', verdict: 'reaches', via: 'internetGateway', actions: ['s3:GetObject'], path: ['Web', 'Public', 'Gateway', 'Data'], cut: null },
    { id: 'Worker', type: 'AWS::EC2::Instance', verdict: 'cut', via: null, actions: [], path: ['Worker', 'Private'], cut: { at: 'PrivateTable', kind: 'route' } },
  ]);
});

test.each([
  [['--from', 'Web'], ['Web']],
  [['--from', 'Worker'], ['Worker']],
  [['--from', 'internet'], []],
  [[], ['Web', 'Worker']],
])('reach %j: the places that are asked about', (args, ids) => {
  expect((JSON.parse(reach(APP, '--bucket', 'Data', '--format', 'json', ...args).out) as ReachReport).places.map(({ id }) => id)).toEqual(ids);
});

test.each<[string[], 0 | 1 | 3, RegExp | '']>([
  [['--bucket', 'Data', '--from', 'Web', '--expect', 'reaches'], 0, ''],
  [['--bucket', 'Data', '--from', 'Web', '--expect', 'cut'], 1, /expected cut, and these reach: Web → Data/],
  [['--bucket', 'Data', '--from', 'Worker', '--expect', 'cut'], 0, ''],
  [['--bucket', 'Data', '--from', 'Worker', '--expect', 'reaches'], 1, /expected reaches, and these are cut: Worker → Data/],
  [['--expect', 'cut'], 1, /Web → Data/],
  [['--from', 'internet', '--expect', 'cut'], 0, ''],
  [['--from', 'internet', '--expect', 'reaches'], 1, /the internet → Data/],
])('reach %j ends with %i', (args, code, message) => {
  const { exitCode, err } = reach(APP, ...args);
  expect(exitCode).toBe(code);
  expect(err).toMatch(message);
});

test('reach: what nobody knows ends with 3, where one bucket and place are asked for', () => {
  const open = { ...APP, Web: instance('Public', { IamInstanceProfile: 'made-elsewhere' }) };
  expect(reach(open, '--bucket', 'Data', '--from', 'Web').exitCode).toBe(3);
  expect(reach(open).exitCode).toBe(0);
  expect(reach(open, '--expect', 'cut', '--from', 'Web').exitCode).toBe(3);
});

test.each([
  [['--bucket', 'Date'], /--bucket "Date": there is no such bucket in what was read; did you mean Data\?/],
  [['--from', 'Wab'], /--from "Wab": there is no such place that sends requests in what was read; did you mean Web\?/],
  [['--format', 'xml'], /--format "xml" is not text, json, mermaid or html/],
  [['--expect', 'maybe'], /--expect "maybe" is not cut or reaches/],
])('fails: reach %j', (args, message) => {
  const { exitCode, err } = reach(APP, ...args);
  expect(exitCode).toBe(2);
  expect(err).toMatch(message);
});

test('fails: reach with what cannot be read, and says what else it found', () => {
  write({ 'broken.json': '{' });
  const { exitCode, err, out } = hardenedBucket('reach', 'broken.json');
  expect(exitCode).toBe(2);
  expect(err).toMatch(/broken\.json: /);
  expect(out).toMatch(/there is no bucket/);
});

test('reach: a logical id that two stacks have is told apart by the stack', () => {
  write({ 'one.json': { Resources: APP }, 'two.json': { Resources: { Data: APP.Data } } });
  const ids = (JSON.parse(hardenedBucket('reach', 'one.json', 'two.json', '--format', 'json').out) as ReachReport[]).map(({ bucket }) => bucket);
  expect(ids).toEqual(['one.json/Data', 'two.json/Data']);
  expect((JSON.parse(hardenedBucket('reach', 'one.json', 'two.json', '--format', 'json', '--bucket', 'one.json/Data').out) as ReachReport).bucket).toBe('one.json/Data');
});

test.each(['text', 'mermaid', 'html'])('reach --format %s names the bucket, the places and the cut', (format) => {
  const { out } = reach(APP, '--format', format);
  ['Data', 'Web', 'Worker', 'PrivateTable'].forEach((name) => expect(out).toContain(name));
});

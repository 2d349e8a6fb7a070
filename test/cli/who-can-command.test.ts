import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../../src/cli/run';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'who-can-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const ARN = { 'Fn::GetAtt': ['Data', 'Arn'] };
const OBJECTS = { 'Fn::Join': ['', [ARN, '/*']] };
const bucketPolicy = (bucket: string, ...Statement: object[]) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: bucket }, PolicyDocument: { Version: '2012-10-17', Statement } } });

const APP = {
  Resources: {
    Data: { Type: 'AWS::S3::Bucket', Properties: {} },
    DataPolicy: bucketPolicy('Data', { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: OBJECTS }),
    Open: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'open', PublicAccessBlockConfiguration: { RestrictPublicBuckets: false, BlockPublicPolicy: false } } },
    OpenPolicy: bucketPolicy('Open', { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::open/*' }),
    Reader: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: [ARN, OBJECTS] }] } }] },
    },
  },
};

function write(name: string, json: unknown): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, typeof json === 'string' ? json : JSON.stringify(json));
  return file;
}

const app = write('app.json', APP);

function whoCan(...args: string[]) {
  const [out, err]: string[][] = [[], []];
  const exitCode = run(['who-can', ...args], { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

function rowsOf(...args: string[]) {
  const { exitCode, out } = whoCan(...args, '--format', 'json');
  expect(exitCode).toBe(0);
  return (JSON.parse(out) as { bucket: string; rows: { principal: string; actions: string[]; through: string[] }[] }[]).flatMap(({ bucket, rows }) => rows.map(({ principal, actions }) => [bucket, principal, actions.join(' ')]));
}

const READER = 'arn:<AWS::Partition>:iam::<AWS::AccountId>:role/<Reader>'.replace('<AWS::Partition>', 'aws');

describe('who-can lists', () => {
  test.each<[string, string[], string[][]]>([
    ['all buckets', [], [['Data', 'anyone in account 444455556666', 's3:GetObject'], ['Data', READER, 's3:GetObject s3:ListBucket'], ['Open', 'anyone', 's3:GetObject']]],
    ['one bucket', ['--bucket', 'Open'], [['Open', 'anyone', 's3:GetObject']]],
    ['one action', ['--bucket', 'Data', '--action', 's3:listbucket'], [['Data', READER, 's3:ListBucket']]],
    ['what a service control policy leaves', ['--bucket', 'Data', '--scp', write('scp.json', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:List*', Resource: '*' }] })],
      [['Data', 'anyone in account 444455556666', 's3:GetObject'], ['Data', READER, 's3:ListBucket']]],
    ['what every one of several service control policies leaves', ['--bucket', 'Data', '--scp', write('deny.json', { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:Get*', Resource: '*' }] }), '--scp', write('full.json', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })],
      [['Data', 'anyone in account 444455556666', 's3:GetObject'], ['Data', READER, 's3:ListBucket']]],
    // Resource control policies limit no service-linked roles, those of the other account included.
    ['what a resource control policy leaves, of others as well', ['--bucket', 'Data', '--rcp', write('rcp.json', { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' }] })],
      [['Data', 'service-linked roles of account 444455556666', 's3:GetObject'], ['Data', READER, 's3:ListBucket']]],
  ])('%s', (_, args, rows) => {
    expect(rowsOf(app, ...args)).toEqual(rows);
  });

  test('for each entry a request, in every format', () => {
    for (const format of ['text', 'markdown', 'html']) {
      const { exitCode, out } = whoCan(app, '--bucket', 'Open', '--format', format);
      expect(exitCode).toBe(0);
      expect(out).toContain('s3:GetObject on arn:aws:s3:::open/x by an anonymous caller');
    }
  });
});

test('what is in several stacks is named with its stack, as reach names it', () => {
  const two = path.join(folder, 'two');
  fs.mkdirSync(two);
  const office = write('two/Office.json', APP);
  const store = write('two/Store.json', { Resources: { Data: APP.Resources.Data, Reader: APP.Resources.Reader, Own: { Type: 'AWS::S3::Bucket', Properties: {} } } });
  const role = (name: string) => `arn:aws:iam::<AWS::AccountId>:role/<${name}>`;
  expect(rowsOf(two).filter(([, principal]) => principal.includes(':role/'))).toEqual([
    [`${office}/Data`, role(`${office}/Reader`), 's3:GetObject s3:ListBucket'], [`${store}/Data`, role(`${store}/Reader`), 's3:GetObject s3:ListBucket'],
  ]);
  expect(rowsOf(two, '--bucket', 'Own')).toEqual([]);
  expect(rowsOf(two, '--bucket', `${store}/Data`)).toHaveLength(1);
  expect(whoCan(two, '--bucket', 'Data').err).toContain(`--bucket "Data" is more than one bucket: ${office}/Data, ${store}/Data`);
});

test('text for a terminal', () => {
  expect(whoCan(app, '--bucket', 'Data').out).toBe(`bucket Data

  anyone in account 444455556666
    can:     s3:GetObject
    on:      arn:aws:s3:::<Data>/*
    from:    anywhere
    through: statement 0 of bucket policy DataPolicy
    example: s3:GetObject on arn:aws:s3:::<Data>/x by arn:aws:iam::444455556666:role/someone

  arn:aws:iam::<AWS::AccountId>:role/<Reader>
    can:     s3:GetObject, s3:ListBucket
    on:      arn:aws:s3:::<Data>, arn:aws:s3:::<Data>/*
    from:    anywhere
    path:    No place of the templates runs as this role.
    through: statement 0 of a policy of Reader
    example: s3:GetObject on arn:aws:s3:::<Data>/x by arn:aws:iam::<AWS::AccountId>:role/<Reader>

assumptions
  - Identities that these templates do not name have no policies in the account of the bucket, and those of other
    accounts have all that they need there.
  - The root user of the account of the bucket is not listed: it can do what no policy denies.

2 entries for 1 bucket`);
});

describe('the sample of the documentation', () => {
  const ref = (id: string) => ({ Ref: id });
  const ec2 = (type: string, Properties: object) => ({ Type: `AWS::EC2::${type}`, Properties });
  const inSubnets = { SubnetIds: [ref('SubnetA'), ref('SubnetB')], SecurityGroupIds: [ref('Group')] };
  const worker = (more: object = {}) => ({ Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...more } });
  const inTable = (subnet: string) => ec2('SubnetRouteTableAssociation', { SubnetId: ref(subnet), RouteTableId: ref('Table') });
  const office = {
    Resources: {
      Data: { Type: 'AWS::S3::Bucket' },
      DataPolicy: bucketPolicy(
        'Data', { Effect: 'Deny', Principal: '*', Action: 's3:Put*', Resource: OBJECTS, Condition: { StringNotEquals: { 'aws:SourceVpce': ref('Endpoint') } } },
        { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: { 'Fn::Join': ['', [ARN, '/public/*']] } },
      ),
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: OBJECTS }] } }] },
      },
      Auditor: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/company-audit'] } },
      Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16' }),
      SubnetA: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24' }),
      SubnetB: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24' }),
      Table: ec2('RouteTable', { VpcId: ref('Vpc') }),
      TableOfA: inTable('SubnetA'),
      TableOfB: inTable('SubnetB'),
      Group: ec2('SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'g' }),
      Endpoint: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [ref('Table')] }),
      Import: worker({ VpcConfig: inSubnets }),
      Sync: worker({ VpcConfig: inSubnets }),
      Report: worker(),
    },
  };

  test('is what the command prints', () => {
    const { out } = whoCan(write('office.json', office));
    expect(fs.readFileSync(path.join(__dirname, '../../docs/who-can.md'), 'utf8')).toContain(out.slice(0, out.indexOf('\n\nassumptions')));
  });

  interface Rows {
    readonly rows: readonly {
      readonly principal: string;
      readonly paths: readonly { places: { id: string }[]; via: string; path: string[]; actions: string[]; verdict: string }[];
      readonly noPath: string | null;
    }[];
  }

  test('has the paths as tools read them: each once, with all its places', () => {
    const [{ rows }] = JSON.parse(whoCan(write('office.json', office), '--format', 'json').out) as Rows[];
    const inShort = ({ places, via, path: hops, actions, verdict }: Rows['rows'][number]['paths'][number]) => [places.map(({ id }) => id), via, hops, actions, verdict];
    expect(rows.map(({ paths, noPath }) => [noPath, ...paths.map(inShort)])).toEqual([
      [null],
      [
        null,
        [['Import', 'Sync'], 'gatewayEndpoint', ['SubnetA', 'Endpoint', 'Data'], ['s3:GetObject', 's3:PutObject'], 'reaches'],
        [['Import', 'Sync'], 'gatewayEndpoint', ['SubnetB', 'Endpoint', 'Data'], ['s3:GetObject', 's3:PutObject'], 'reaches'],
        [['Report'], 'service', ['Data'], ['s3:GetObject'], 'reaches'],
      ],
      ['No place of the templates runs as this role.'],
    ]);
  });

  test.each<[string, object, string]>([
    ['no path of its place passes', { TableOfA: undefined, Import: worker({ VpcConfig: { ...inSubnets, SubnetIds: [ref('SubnetA')] } }), Sync: undefined, Report: undefined }, 'Import runs as this role, and its requests are stopped: Subnet SubnetA has no route to S3\'s addresses.'],
    ['its place comes where the entry lets nobody in', {
      Import: undefined, Sync: undefined, DataPolicy: bucketPolicy('Data', { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [ARN, OBJECTS], Condition: { StringNotEquals: { 'aws:SourceVpce': ref('Endpoint') } } }),
    }, 'Report runs as this role, and its requests come from no VPC, which this entry does not let in.'],
    ['as which role a place runs is not known', { Import: undefined, Sync: undefined, Report: worker({ Role: { 'Fn::ImportValue': 'role' } }) },
      'No place of the templates is known to run as this role; as which role Report runs is not known.'],
  ])('says in every format why there is none: %s', (_, changes, why) => {
    const file = write('office.json', { Resources: { ...office.Resources, ...changes } });
    const row = (JSON.parse(whoCan(file, '--format', 'json').out) as Rows[])[0].rows.find(({ principal }) => principal.endsWith('/<Role>'));
    expect(row).toMatchObject({ paths: [], noPath: why });
    const inFormat = (format: string) => whoCan(file, '--format', format).out.replace(/\s+/g, ' ').replace(/&#(\d+);/g, (__, code: string) => String.fromCharCode(Number(code)));
    ['text', 'markdown', 'html'].forEach((format) => expect(inFormat(format)).toContain(why));
  });
});

describe('fails with exit code 2', () => {
  test.each<[string, string[], string]>([
    ['without a path', [], 'who-can needs a template, a folder or a cdk.out folder'],
    ['an unknown format', [app, '--format', 'sarif'], '--format "sarif" is not text, json, markdown or html'],
    ['a bucket that is not there', [app, '--bucket', 'Dat'], 'there is no bucket "Dat"; there is Data, Open'],
    ['an action that S3 does not have', [app, '--action', 's3:GetObjct'], '--action "s3:GetObjct" is not an action of S3'],
    ['a template that is none', [write('broken.json', '{')], 'broken.json'],
    ['a policy that is not there', [app, '--scp', path.join(folder, 'none.json')], 'cannot be read (ENOENT)'],
    ['a policy that is none', [app, '--rcp', write('list.json', '[]')], 'list.json'],
  ])('%s', (_, args, message) => {
    const { exitCode, out, err } = whoCan(...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(message);
  });
});

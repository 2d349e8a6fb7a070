import { hardenedBucket, workInTemporaryFolders, write } from './command-line';

workInTemporaryFolders();

const READER = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
      Policies: [{ PolicyName: 'Read', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Data.Arn}/*' } }] } }],
    },
  },
  Reader: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: '' }, Handler: 'index.handler', Runtime: 'nodejs22.x' } },
};
const APP = { Resources: { Data: { Type: 'AWS::S3::Bucket', Properties: {} }, ...READER } };

function check(invariants: object[], ...args: string[]) {
  write({ 'app.json': APP, 'invariants.yaml': { invariants } });
  return hardenedBucket('check', 'app.json', '--invariants', 'invariants.yaml', '--fail-on', 'never', ...args);
}

test.each<[object, 0 | 1, string]>([
  [{ bucket: 'Data', notFromInternet: true }, 0, 'holds'],
  [{ bucket: 'Data', from: 'Reader', expect: 'reaches' }, 0, 'holds'],
  [{ bucket: 'Data', from: 'Reader', expect: 'cut' }, 1, 'broken'],
  [{ bucket: 'Data', from: 'Reader', actions: ['s3:PutObject'], expect: 'cut' }, 0, 'holds'],
  [{ bucket: 'Data', onlyBy: ['Role'] }, 0, 'holds'],
  [{ bucket: 'Data', onlyBy: ['Other'] }, 1, 'broken'],
  [{ bucket: 'Data', onlyThrough: ['Endpoint'] }, 1, 'broken'],
])('check --invariants with %j ends with %i', (invariant, code, verdict) => {
  const { exitCode, out } = check([invariant], '--format', 'json');
  expect(exitCode).toBe(code);
  expect((JSON.parse(out) as { invariants: object[] }).invariants).toEqual([expect.objectContaining({ verdict })]);
});

const SCP = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:Get*', Resource: '*' }] };

test.each<[string, number]>([['--scp', 0], ['--rcp', 0]])('check --invariants counts what the policy of %s denies', (option, code) => {
  write({ 'policy.json': option === '--scp' ? SCP : { ...SCP, Statement: [{ ...SCP.Statement[0], Principal: '*' }] } });
  expect(check([{ bucket: 'Data', onlyBy: ['Other'] }], option, 'policy.json').exitCode).toBe(code);
});

test('fails: a policy of the organization without invariants', () => {
  write({ 'policy.json': SCP });
  expect(hardenedBucket('check', 'app.json', '--scp', 'policy.json')).toMatchObject({ exitCode: 2, err: expect.stringContaining('--scp needs --invariants FILE') });
});

test('check --invariants says which path and which request break it', () => {
  expect(check([{ name: 'nobody reads it', bucket: 'Data', from: 'Reader', expect: 'cut' }]).out).toMatch(/broken +nobody reads it\n +Reader reaches Data\n +path: +Reader → Data\n +request: .*role\/<Role> does s3:GetObject on arn:aws:s3:::<Data>\/x/);
});

test.each([
  [[{ bucket: 'Date', notFromInternet: true }], /no template has the bucket Date; did you mean Data\?/],
  [[{ bucket: 'Data', notfromInternet: true }], /notfromInternet/],
])('fails: check --invariants with what names nothing, %j', (invariants, message) => {
  const { exitCode, out, err } = check(invariants);
  expect(exitCode).toBe(2);
  expect(out + err).toMatch(message);
});

test.each(['text', 'json', 'html'])('the %s report has the invariants', (format) => {
  expect(check([{ name: 'nobody reads it', bucket: 'Data', from: 'Reader', expect: 'cut' }], '--format', format).out).toContain('nobody reads it');
});

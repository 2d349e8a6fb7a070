import * as fs from 'node:fs';
import { check, hardenedBucket, workInTemporaryFolders, write } from './command-line';

workInTemporaryFolders();

interface Region {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What stands at a region, with its line. */
function textAt({ file, line, column, endLine, endColumn }: Region): string {
  const lines = fs.readFileSync(file, 'utf8').split(/\r?\n/);
  expect(endLine).toBe(line);
  return `${line}: ${lines[line - 1].slice(column - 1, endColumn - 1)}`;
}

function located(rule: string, ...args: string[]): { property: string; resource: string }[] {
  const { findings } = check('in', '--rule', rule, '--level', 'strict', ...args);
  return findings.map(({ location }) => {
    const { resource, ...property } = location as unknown as Region & { resource: Region };
    return { property: textAt(property), resource: textAt(resource) };
  });
}

const HEAD = 'AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Data:\n    Type: AWS::S3::Bucket\n';
const OPEN = 'Effect: Allow\n            Principal: "*"\n            Action: s3:GetObject\n            Resource: !Sub "${Data.Arn}/*"\n';
const POLICY = '  Policy:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: !Ref Data\n      PolicyDocument:\n';

describe('a finding leads to the key in the text', () => {
  test.each<[law: string, rule: string, text: string, property: string, resource: string]>([
    ['a property', 'Versioning', `${HEAD}    Properties:\n      VersioningConfiguration:\n        Status: Suspended\n`, '7: Status', '3: Data'],
    ['a property in braces', 'Versioning', `${HEAD}    Properties: {VersioningConfiguration: {Status: Suspended}}\n`, '5: Status', '3: Data'],
    ['a key in quotes', 'Versioning', `${HEAD}    Properties:\n      "VersioningConfiguration": {'Status' : Suspended}\n`, '6: Status', '3: Data'],
    ['a resource in quotes', 'Versioning', `${HEAD.replace('Data:', '"Data" :')}    Properties: {VersioningConfiguration: {Status: Suspended}}\n`, '5: Status', '3: Data'],
    ['line ends of Windows', 'Versioning', `${HEAD}    Properties:\n      VersioningConfiguration:\n        Status: Suspended\n`.replace(/\n/g, '\r\n'), '7: Status', '3: Data'],
    ['an absent property, by what is around it', 'Versioning', `${HEAD}    Properties:\n      VersioningConfiguration: {}\n`, '6: VersioningConfiguration', '3: Data'],
    ['an absent object, by the properties', 'Versioning', `${HEAD}    Properties:\n      BucketName: x\n`, '5: Properties', '3: Data'],
    ['absent properties, by the resource', 'Versioning', HEAD, '3: Data', '3: Data'],
    ['a condition in the short form', 'Versioning', `Conditions: {Never: !Equals [a, b]}\n${HEAD}    Properties:\n      VersioningConfiguration: !If\n        - Never\n        - Status: Enabled\n        - Status: Suspended\n`, '10: Status', '4: Data'],
    ['a condition in the long form', 'Versioning', `Conditions: {Never: !Equals [a, b]}\n${HEAD}    Properties:\n      VersioningConfiguration:\n        Fn::If: [Never, {Status: Enabled}, {Status: Suspended}]\n`, '8: Status', '4: Data'],
    ['an open condition both of whose branches are wrong', 'Versioning', `Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, b]}\n${HEAD}    Properties:\n      VersioningConfiguration: !If [C, {}, {Status: Suspended}]\n`, '8: Status', '5: Data'],
    ['a condition on the value', 'Versioning', `Conditions: {Never: !Equals [a, b]}\n${HEAD}    Properties:\n      VersioningConfiguration:\n        Status: !If [Never, Enabled, Suspended]\n`, '8: Status', '4: Data'],
    ['an alias, at its anchor', 'Versioning', `X: &v\n  Status: Suspended\n${HEAD}    Properties:\n      VersioningConfiguration: *v\n`, '2: Status', '5: Data'],
    ['a merge, at its anchor', 'Versioning', `X: &v\n  Status: Suspended\n${HEAD}    Properties:\n      VersioningConfiguration:\n        <<: *v\n`, '2: Status', '5: Data'],
    ['a key that stands twice, the last', 'Versioning', `${HEAD}    Properties:\n      VersioningConfiguration: {Status: Enabled}\n      VersioningConfiguration: {Status: Suspended}\n`, '7: Status', '3: Data'],
    ['a loop over resources', 'Versioning', 'Resources:\n  Fn::ForEach::All:\n    - N\n    - [A]\n    - Bucket${N}:\n        Type: AWS::S3::Bucket\n        Properties:\n          VersioningConfiguration: {Status: Suspended}\n', '8: Status', '5: Bucket${N}'],
    ['a loop in a loop', 'Versioning', 'Resources:\n  Fn::ForEach::All:\n    - N\n    - [A]\n    - Fn::ForEach::Each:\n        - M\n        - [B]\n        - Bucket${N}${M}:\n            Type: AWS::S3::Bucket\n            Properties:\n              VersioningConfiguration: {Status: Suspended}\n', '11: Status', '8: Bucket${N}${M}'],
    ['a loop over properties', 'Versioning', `${HEAD}    Properties:\n      Fn::ForEach::P:\n        - N\n        - [Versioning]\n        - \${N}Configuration:\n            Status: Suspended\n`, '10: Status', '3: Data'],
    ['an attribute of the resource', 'RetainedOnDelete', `${HEAD}    DeletionPolicy: Delete\n    UpdateReplacePolicy: Retain\n`, '5: DeletionPolicy', '3: Data'],
    ['a statement of the policy', 'NoWildcardActionForEveryone', `${HEAD}${POLICY}        Statement:\n          - ${OPEN.replace('s3:GetObject', 's3:*')}`, '11: Effect: Allow', '3: Data'],
    ['a statement behind one that is left out', 'NoWildcardActionForEveryone', `${HEAD}${POLICY}        Statement:\n          - !Ref AWS::NoValue\n          - ${OPEN.replace('s3:GetObject', 's3:*')}`, '12: Effect: Allow', '3: Data'],
    ['a statement that is the only one', 'NoWildcardActionForEveryone', `${HEAD}${POLICY}        Statement: {Effect: Allow, Principal: "*", Action: "s3:*", Resource: !Sub "\${Data.Arn}/*"}\n`, '10: Statement', '3: Data'],
    ['a statement in braces', 'NoWildcardActionForEveryone', `${HEAD}${POLICY}        Statement: [{Effect: Allow, Principal: "*", Action: "s3:*", Resource: !Sub "\${Data.Arn}/*"}]\n`, '10: {Effect: Allow, Principal: "*", Action: "s3:*", Resource: !Sub "${Data.Arn}/*"}', '3: Data'],
    ['a policy as a whole', 'TlsOnly', `${HEAD}${POLICY}        Statement: []\n`, '9: PolicyDocument', '3: Data'],
    ['no policy, by the bucket', 'TlsOnly', HEAD, '3: Data', '3: Data'],
    ['the condition key of a statement', 'PolicyNamesExist', `${HEAD}${POLICY}        Statement:\n          - ${OPEN}            Condition:\n              StringEquals:\n                aws:PrincipleOrgID: o-aaaaaaaaaa\n`, '17: aws:PrincipleOrgID', '3: Data'],
    ['a policy whose bucket is elsewhere', 'NoWildcardActionForEveryone', `Resources:\n${POLICY.replace('!Ref Data', 'elsewhere')}        Statement:\n          - ${OPEN.replace('s3:GetObject', 's3:*').replace('!Sub "${Data.Arn}/*"', 'arn:aws:s3:::elsewhere/*')}`, '8: Effect: Allow', '2: Policy'],
    ['an access point', 'AccessPointsBlockPublicAccess', `${HEAD}  Point:\n    Type: AWS::S3::AccessPoint\n    Properties:\n      Bucket: !Ref Data\n      PublicAccessBlockConfiguration: {BlockPublicAcls: false, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}\n`, '9: BlockPublicAcls', '3: Data'],
    ['the key of the bucket', 'KeyRotation', `${HEAD}    Properties:\n      BucketEncryption:\n        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Key}\n  Key:\n    Type: AWS::KMS::Key\n    Properties: {EnableKeyRotation: false}\n`, '11: EnableKeyRotation', '3: Data'],
    ['a key that stands twice itself', 'UniqueKeys', `${HEAD}    Properties: {BucketName: a, BucketName: b}\n`, '5: BucketName', '5: BucketName'],
    ['a section that stands twice', 'UniqueKeys', `Resources: {}\n${HEAD}`, '3: Resources', '3: Resources'],
  ])('of YAML: %s', (_, rule, text, property, resource) => {
    write({ 'in/a.yaml': text });
    expect(located(rule)).toContainEqual({ property, resource });
  });

  test.each<[law: string, rule: string, text: string, property: string, resource: string]>([
    ['a property', 'Versioning', '{"Resources": {\n"Data": {"Type": "AWS::S3::Bucket", "Properties": {\n"VersioningConfiguration": {\n"Status": "Suspended"}}}}}', '4: Status', '2: Data'],
    ['behind texts with escapes', 'Versioning', '{"Description": "\\"{\\\\", "Resources": {\n"Data": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "a\\\\", "VersioningConfiguration": { "Status" : "Suspended"}}}}}', '2: Status', '2: Data'],
    ['a condition', 'Versioning', '{"Conditions": {"Never": {"Fn::Equals": ["a", "b"]}}, "Resources": {"Data": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Fn::If": ["Never",\n{"Status": "Enabled"},\n{"Status": "Suspended"}]}}}}}', '3: Status', '1: Data'],
    ['a key that stands twice', 'Versioning', '{"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Properties": {\n"VersioningConfiguration": {"Status": "Enabled"},\n"VersioningConfiguration": {"Status": "Suspended"}}}}}', '3: Status', '1: Data'],
    ['with a byte order mark', 'Versioning', '\uFEFF{\n"Resources": {"Data": {"Type": "AWS::S3::Bucket"}}}', '2: Data', '2: Data'],
  ])('of JSON: %s', (_, rule, text, property, resource) => {
    write({ 'in/a.json': text });
    expect(located(rule)).toContainEqual({ property, resource });
  });

  test('of a nested stack that a cloud assembly holds', () => {
    const hash = 'a'.repeat(64);
    write({
      'in/manifest.json': {
        version: '36.0.0',
        artifacts: {
          'App': { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'App.template.json' }, dependencies: ['App.assets'] },
          'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
        },
      },
      'in/App.assets.json': { version: '36.0.0', files: { [hash]: { source: { path: 'nested.json' } } } },
      'in/App.template.json': { Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `https://x/${hash}.json` } } } },
      'in/nested.json': '{"Resources": {\n"Data": {"Type": "AWS::S3::Bucket",\n"Properties": {"VersioningConfiguration": {"Status": "Suspended"}}}}}',
    });
    expect(located('Versioning')).toEqual([{ property: '3: Status', resource: '2: Data' }]);
  });
});

test('every place is in the text report, in SARIF and in HTML', () => {
  write({ 'in/a.yaml': `${HEAD}    Properties:\n      VersioningConfiguration:\n        Status: Suspended\n` });
  const print = (format: string) => hardenedBucket('check', 'in', '--rule', 'Versioning', '--format', format).out;
  expect(print('text')).toContain('  bucket Data (in/a.yaml:3:3)\n');
  expect(print('text')).toContain('      at: in/a.yaml:7:9 (VersioningConfiguration.Status)\n');
  expect(print('html')).toContain('in/a.yaml:7:9 (VersioningConfiguration.Status)');
  expect(print('html')).toContain('in/a.yaml:3:3');
  expect(JSON.parse(print('sarif')).runs[0].results[0]).toMatchObject({
    locations: [{ physicalLocation: { artifactLocation: { uri: 'in/a.yaml' }, region: { startLine: 7, startColumn: 9, endLine: 7, endColumn: 15 } } }],
    relatedLocations: [{ physicalLocation: { region: { startLine: 3, startColumn: 3, endLine: 3, endColumn: 7 } }, message: { text: 'bucket Data' } }],
  });
});

import * as fs from 'node:fs';
import * as path from 'node:path';

/** Writes so many templates as people have them, in YAML and JSON by turns; the same number gives the same files. */
export function writeTemplates(folder: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const shape = SHAPES[i % SHAPES.length];
    // A hundred in a folder, as in a repository of many teams.
    const team = path.join(folder, `team-${Math.floor(i / 100)}`);
    fs.mkdirSync(team, { recursive: true });
    fs.writeFileSync(path.join(team, `stack-${i}.${shape.extension}`), shape.text(i));
  }
}

interface Shape {
  readonly extension: 'yaml' | 'json';
  text(i: number): string;
}

const SHAPES: readonly Shape[] = [
  {
    extension: 'yaml',
    text: (i) => `AWSTemplateFormatVersion: '2010-09-09'
Description: Uploads of team ${i}
Parameters:
  Stage:
    Type: String
    AllowedValues: [dev, prod]
Resources:
  Uploads:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BucketName: !Sub 'uploads-${i}-\${Stage}'
      VersioningConfiguration: { Status: Enabled }
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
  UploadsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Uploads
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: TlsOnly
            Effect: Deny
            Principal: '*'
            Action: s3:*
            Resource: [!GetAtt Uploads.Arn, !Sub '\${Uploads.Arn}/*']
            Condition: { Bool: { aws:SecureTransport: 'false' } }
          - Sid: Partner
            Effect: Allow
            Principal: { AWS: arn:aws:iam::${String(100000000000 + i)}:root }
            Action: [s3:GetObject, s3:PutObject]
            Resource: !Sub '\${Uploads.Arn}/exchange/*'
`,
  },
  {
    extension: 'json',
    text: (i) => JSON.stringify({
      Resources: {
        Logs: { Type: 'AWS::S3::Bucket', Properties: { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }, LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 90 + i % 300 }] } } },
        Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, KeyPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' }] } } },
        Data: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } } }] },
            LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' }, LogFilePrefix: `data-${i}/` },
          },
        },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
            Policies: [{ PolicyName: 'data', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject*', 's3:List*'], Resource: [{ 'Fn::GetAtt': ['Data', 'Arn'] }, { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Data', 'Arn'] }, '/*']] }] }] } }],
          },
        },
      },
    }, null, 2),
  },
  {
    extension: 'yaml',
    text: (i) => `Conditions:
  IsPublic: !Equals [!Ref 'AWS::Region', us-east-1]
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      WebsiteConfiguration: { IndexDocument: index.html }
      CorsConfiguration:
        CorsRules: [{ AllowedMethods: [GET], AllowedOrigins: ['https://team-${i}.example.com'] }]
  SitePolicy:
    Type: AWS::S3::BucketPolicy
    Condition: IsPublic
    Properties:
      Bucket: !Ref Site
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          Effect: Allow
          Principal: '*'
          Action: s3:GetObject
          Resource: !Sub 'arn:aws:s3:::\${Site}/*'
`,
  },
  {
    // No bucket: most templates of a repository have none. The parameter is used nowhere, so that cfn-lint has something to say, too.
    extension: 'json',
    text: (i) => JSON.stringify({
      Parameters: { Owner: { Type: 'String' } },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 + i % 60 } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: `team ${i}` } },
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: { AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' },
        },
      },
    }),
  },
];

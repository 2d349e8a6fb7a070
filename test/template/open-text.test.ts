import { symbol, template } from './templates';
import { UnknownValue } from '../../src/policy/unknown-value';
import { TemplateEvaluator } from '../../src/template/evaluate-template';

const UNKNOWN: unknown = expect.any(UnknownValue);
const PARTITION = symbol('AWS', 'Partition');
const P = { Ref: 'P' };
const ACCOUNT = { Type: 'String', AllowedPattern: '\\d{12}' };
const ELB = { 'us-east-1': { Account: '127311923021' }, 'eu-west-1': { Account: 156460612806, Name: 'a' } };
const byRegion = { 'Fn::FindInMap': ['Elb', { Ref: 'AWS::Region' }, 'Account'] };

function evaluated(value: unknown, P_: object = { Type: 'String' }): unknown {
  const app = template({ Custom: { Type: 'Custom::Account' }, Bucket: { Type: 'AWS::S3::Bucket' } }, { parameters: { P: P_, Q: { Type: 'String' } }, mappings: { Elb: ELB } });
  return new TemplateEvaluator([app]).evaluate(value, app);
}

describe('a principal that can only be an account, or of one, has a symbol for it', () => {
  test.each<[what: string, principal: unknown, declaration: object | undefined, expected: RegExp]>([
    ['the root of an account', { 'Fn::Sub': 'arn:aws:iam::${P}:root' }, undefined, /^arn:aws:iam::⟦account \d+#P⟧:root$/],
    ['a root that is joined', { 'Fn::Join': ['', ['arn:aws:iam::', P, ':root']] }, undefined, /^arn:aws:iam::⟦account \d+#P⟧:root$/],
    ['a root in the own partition', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${P}:root' }, undefined, new RegExp(`^arn:${PARTITION}:iam::⟦account \\d+#P⟧:root$`)],
    ['a root in a partition that a parameter names', { 'Fn::Sub': 'arn:${Q}:iam::${P}:root' }, undefined, new RegExp(`^arn:${PARTITION}:iam::⟦account \\d+#P⟧:root$`)],
    ['a role of an account', { 'Fn::Sub': 'arn:aws:iam::${P}:role/reader' }, undefined, /^arn:aws:iam::⟦account \d+#P⟧:role\/reader$/],
    ['a role that a parameter names', { 'Fn::Sub': 'arn:aws:iam::111122223333:role/${P}' }, undefined, /^arn:aws:iam::111122223333:role\/⟦name \d+#P⟧$/],
    ['a role of an account, both by parameters', { 'Fn::Sub': 'arn:aws:iam::${P}:role/app-${Q}' }, undefined, /^arn:aws:iam::⟦account \d+#P⟧:role\/app-⟦name \d+#Q⟧$/],
    ['an account of a Systems Manager parameter', { 'Fn::Sub': 'arn:aws:iam::${P}:root' }, { Type: 'AWS::SSM::Parameter::Value<String>' }, /^arn:aws:iam::⟦account \d+#P⟧:root$/],
    ['an account of a dynamic reference', 'arn:aws:iam::{{resolve:ssm:/account}}:root', undefined, /^arn:aws:iam::⟦account \d+#[^⟧]*ssm:\/account[^⟧]*⟧:root$/],
    ['an account of an import', { 'Fn::Sub': ['arn:aws:iam::${A}:root', { A: { 'Fn::ImportValue': 'account' } }] }, undefined, /^arn:aws:iam::⟦account \d+#account⟧:root$/],
    ['an account of a custom resource', { 'Fn::Sub': 'arn:aws:iam::${Custom.Id}:root' }, undefined, /^arn:aws:iam::⟦account \d+#Custom\.Id⟧:root$/],
    ['an account by Region', { 'Fn::Sub': ['arn:aws:iam::${A}:root', { A: byRegion }] }, undefined, /^arn:aws:iam::⟦account \d+ 127311923021 156460612806#Elb⟧:root$/],
    ['an account by Region, alone', byRegion, undefined, /^⟦account \d+ 127311923021 156460612806#Elb⟧$/],
    ['a parameter with the pattern of an account', P, ACCOUNT, /^⟦account \d+#P⟧$/],
    ['a secret with the pattern of an account', P, { ...ACCOUNT, NoEcho: true }, /^⟦account \d+#P⟧$/],
    ['a parameter with a list of accounts', P, { Type: 'String', AllowedValues: ['111122223333', 444455556666] }, /^⟦account \d+ 111122223333 444455556666#P⟧$/],
    ['a secret with a list of accounts, which belongs into no finding', P, { Type: 'String', AllowedValues: ['111122223333', '444455556666'], NoEcho: true }, /^⟦account \d+#P⟧$/],
  ])('%s', (_, AWS, declaration, expected) => {
    expect(evaluated({ Principal: { AWS } }, declaration)).toEqual({ Principal: { AWS: expect.stringMatching(expected) as string } });
    expect(evaluated({ NotPrincipal: { AWS: [AWS] } }, declaration)).toEqual({ NotPrincipal: { AWS: [expect.stringMatching(expected) as string] } });
  });

  test.each<[what: string, principal: unknown, declaration: object | undefined]>([
    ['a parameter that says nothing of itself', P, undefined],
    ['a parameter with another pattern', P, { Type: 'String', AllowedPattern: '.*' }],
    ['the name of a Systems Manager parameter with a pattern', P, { Type: 'AWS::SSM::Parameter::Value<String>', AllowedPattern: '\\d{12}' }],
    ['who knows what of an account', { 'Fn::Sub': 'arn:aws:iam::111122223333:${P}' }, undefined],
    ['a part of an account', { 'Fn::Sub': 'arn:aws:iam::1111${P}:root' }, undefined],
    ['a principal of another service', { 'Fn::Sub': '${P}.amazonaws.com' }, undefined],
    ['a mapping to names', { 'Fn::FindInMap': ['Elb', { Ref: 'AWS::Region' }, P] }, undefined],
  ])('fails to be known: %s', (_, AWS, declaration) => {
    expect(evaluated({ Principal: { AWS } }, declaration)).toEqual({ Principal: { AWS: UNKNOWN } });
  });
});

describe('elsewhere in a policy', () => {
  test.each<[what: string, statement: object, expected: unknown]>([
    ['a condition compares with an account', { Condition: { StringEquals: { 'aws:SourceAccount': P } } }, { Condition: { StringEquals: { 'aws:SourceAccount': expect.stringMatching(/^⟦account \d+#P⟧$/) as string } } }],
    ['a condition has an ARN in an account', { Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:sns:*:${P}:*' } } } }, { Condition: { ArnLike: { 'aws:SourceArn': expect.stringMatching(/^arn:aws:sns:\*:⟦account \d+#P⟧:\*$/) as string } } }],
    ['a condition may have a wildcard', { Condition: { ArnLike: { 'aws:PrincipalArn': { 'Fn::Sub': 'arn:aws:iam::${Q}:root' } } } }, { Condition: { ArnLike: { 'aws:PrincipalArn': UNKNOWN } } }],
    ['a resource has a folder of an account', { Resource: { 'Fn::Sub': '${Bucket.Arn}/AWSLogs/${P}/*' } }, { Resource: expect.stringMatching(/\/AWSLogs\/⟦account \d+#P⟧\/\*$/) as string }],
    ['a resource has a partition', { Resource: { 'Fn::Sub': 'arn:${Q}:s3:::${Bucket}/*' } }, { Resource: `arn:${PARTITION}:s3:::${symbol('App', 'Bucket')}/*` }],
    ['a resource may have a wildcard', { Resource: { 'Fn::Sub': '${Bucket.Arn}/AWSLogs/${Q}/*' } }, { Resource: UNKNOWN }],
    ['a value outside of statements may be the name of a bucket', { BucketName: P }, { BucketName: UNKNOWN }],
  ])('%s', (_, statement, expected) => {
    expect(evaluated(statement, ACCOUNT)).toEqual(expected);
  });
});
